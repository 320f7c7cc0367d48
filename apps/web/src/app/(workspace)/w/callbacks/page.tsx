"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useInfiniteQuery } from "@tanstack/react-query";
import { PhoneForwarded } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { DateTime, PhoneNumber } from "~/ui/format.tsx";
import { EmptyState, PageHeader } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { PagedTable } from "~/ui/paged-table.tsx";
import { Badge } from "~/ui/status.tsx";
import type { Column } from "~/ui/table.tsx";
import { LocalTime } from "~/workspace/contacts/local-time.tsx";

// It reckons with time zones, which the list does not.
const ReassignDialog = dynamic(() =>
  import("~/workspace/contacts/reassign-dialog.tsx").then((it) => it.ReassignDialog),
);

type Callback = RouterOutputs["callbacks"]["list"]["items"][number];

const EVERY_MS = 30_000;
const SHOWN = ["all", "due", "nobody"] as const;

/** Promised calls: what is due, whose it is, and how late it is where the customer lives. */
export default function Page() {
  const t = useTranslations("workspace.callbacks");
  const contacts = useTranslations("workspace.contacts");
  const trpc = useTRPC();
  const [shown, setShown] = useState<(typeof SHOWN)[number]>("all");
  const [moving, setMoving] = useState<Callback | null>(null);
  const callbacks = useInfiniteQuery(
    trpc.callbacks.list.infiniteQueryOptions(
      { dueOnly: shown === "due", ...(shown === "nobody" ? { by: null } : {}) },
      // A promise falls due by the clock, of which no event tells.
      { getNextPageParam: (page) => page.nextCursor, placeholderData: (before) => before, refetchInterval: EVERY_MS },
    ),
  );
  const columns: Column<Callback>[] = [
    {
      key: "contact",
      header: contacts("contact"),
      csv: (row) => row.contactName,
      cell: (row) => (
        <Link href={`/w/contacts/${row.contactId}`} className="font-medium hover:underline">
          {row.contactName || contacts("unnamed")}
        </Link>
      ),
    },
    {
      key: "phone",
      header: contacts("number"),
      width: "9.5rem",
      csv: (row) => row.phone,
      cell: (row) => <PhoneNumber phone={row.phone} />,
    },
    {
      key: "campaign",
      header: t("campaign"),
      width: "13rem",
      csv: (row) => row.campaignName,
      cell: (row) => row.campaignName,
    },
    {
      key: "at",
      header: t("at"),
      width: "12rem",
      csv: (row) => row.at.toISOString(),
      cell: (row) => (
        <span className="flex items-center gap-2">
          <DateTime at={row.at} />
          {row.due ? <Badge tone="warn">{t("due")}</Badge> : null}
        </span>
      ),
    },
    {
      key: "local",
      header: t("local"),
      width: "9rem",
      cell: (row) => <LocalTime at={row.at} zone={row.timezone} />,
    },
    {
      key: "by",
      header: t("by"),
      width: "10rem",
      csv: (row) => row.byName,
      cell: (row) => row.byName ?? <span className="text-muted">{t("anybody")}</span>,
    },
    {
      key: "move",
      header: t("move"),
      hideHeader: true,
      width: "7rem",
      align: "right",
      cell: (row) =>
        row.state === "ready" ? (
          <Button size="sm" className="-my-1" onClick={() => setMoving(row)}>
            {t("move")}
          </Button>
        ) : (
          <Badge tone="busy">{t("calling")}</Badge>
        ),
    },
  ];
  return (
    <>
      <PageHeader title={t("title")} description={t("hint")} />
      <PagedTable
        of={callbacks}
        label={t("title")}
        columns={columns}
        rowKey={(row) => `${row.campaignId} ${row.contactId}`}
        exportName="callbacks"
        choice={{
          label: t("show"),
          value: shown,
          onChange: setShown,
          options: SHOWN.map((value) => ({ value, label: t(`shown.${value}`) })),
        }}
        empty={
          <EmptyState icon={<PhoneForwarded aria-hidden />} title={t("empty")}>
            {t("emptyHint")}
          </EmptyState>
        }
      />
      {moving ? <ReassignDialog of={moving} onClose={() => setMoving(null)} /> : null}
    </>
  );
}
