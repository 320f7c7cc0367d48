"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { ContactRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { Count, DateTime } from "~/ui/format.tsx";
import { Card, EmptyState } from "~/ui/layout.tsx";
import { type Column, Table } from "~/ui/table.tsx";

type Found = RouterOutputs["contacts"]["search"];
type Row = Found["items"][number];

/** Who has the number that was asked for. */
export function FoundContacts({ of }: { of: Found }) {
  const t = useTranslations("workspace.contacts");
  const columns: Column<Row>[] = [
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
    <Card flush title={t("found", { phone: of.phone })}>
      <Table
        label={t("found", { phone: of.phone })}
        columns={columns}
        rows={of.items}
        rowKey={(row) => row.contactId}
        href={(row) => `/w/contacts/${row.contactId}`}
        empty={
          <EmptyState icon={<ContactRound aria-hidden />} title={t("nobody")}>
            {t("nobodyHint")}
          </EmptyState>
        }
      />
    </Card>
  );
}
