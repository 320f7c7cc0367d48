"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useQuery } from "@tanstack/react-query";
import { ContactRound, Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { Count, DateTime } from "~/ui/format.tsx";
import { Card, EmptyState, PageHeader } from "~/ui/layout.tsx";
import { type Column, Table } from "~/ui/table.tsx";

type Found = RouterOutputs["contacts"]["search"]["items"][number];

/** Finds who has a number, over all lists. */
export default function Page() {
  const t = useTranslations("workspace.contacts");
  const trpc = useTRPC();
  const describe = useDescribeError();
  const [typed, setTyped] = useState("");
  const [phone, setPhone] = useState("");
  const found = useQuery({
    ...trpc.contacts.search.queryOptions({ phone }),
    enabled: phone !== "",
    retry: false,
    meta: { quiet: true },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setPhone(typed.trim());
  };
  const columns: Column<Found>[] = [
    {
      key: "name",
      header: t("name"),
      sort: (row) => row.displayName,
      cell: (row) => <span className="font-medium">{row.displayName || t("unnamed")}</span>,
    },
    { key: "list", header: t("list"), width: "16rem", sort: (row) => row.list.name, cell: (row) => row.list.name },
    {
      key: "campaigns",
      header: t("campaigns"),
      width: "7rem",
      align: "right",
      cell: (row) => <Count value={row.campaigns} />,
    },
    {
      key: "attempts",
      header: t("attempts"),
      width: "6rem",
      align: "right",
      cell: (row) => <Count value={row.attempts} />,
    },
    { key: "last", header: t("lastAttempt"), width: "9rem", cell: (row) => <DateTime at={row.lastAttemptAt} /> },
  ];
  return (
    <>
      <PageHeader title={t("title")} description={t("hint")} />
      <div className="flex flex-col gap-4">
        <Card>
          <form onSubmit={submit} className="flex items-end gap-2">
            <FormField
              label={t("number")}
              className="w-80"
              error={found.error ? describe(found.error).message : undefined}
            >
              <Input
                type="tel"
                value={typed}
                maxLength={40}
                placeholder={t("placeholder")}
                onChange={(event) => setTyped(event.target.value)}
              />
            </FormField>
            <Button
              type="submit"
              tone="primary"
              icon={<Search aria-hidden />}
              busy={found.isFetching}
              disabled={!typed.trim()}
            >
              {t("find")}
            </Button>
          </form>
        </Card>
        {found.data ? (
          <Card flush>
            <Table
              label={t("found", { phone: found.data.phone })}
              columns={columns}
              rows={found.data.items}
              rowKey={(row) => row.contactId}
              href={(row) => `/w/contacts/${row.contactId}`}
              empty={
                <EmptyState icon={<ContactRound aria-hidden />} title={t("nobody")}>
                  {t("nobodyHint")}
                </EmptyState>
              }
            />
          </Card>
        ) : null}
      </div>
    </>
  );
}
