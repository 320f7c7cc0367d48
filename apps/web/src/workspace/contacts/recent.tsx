"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useQuery } from "@tanstack/react-query";
import { ContactRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { DateTime, PhoneNumber } from "~/ui/format.tsx";
import { Card, EmptyState } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { Query } from "~/ui/query.tsx";
import { Badge, toneOf } from "~/ui/status.tsx";
import { type Column, Table } from "~/ui/table.tsx";

type Row = RouterOutputs["contacts"]["recent"][number];

/** Whom the workspace called last: the card that somebody asks about is mostly one of these. */
export function RecentContacts() {
  const t = useTranslations("workspace.contacts");
  const label = useEnumLabel();
  const may = useMay();
  const trpc = useTRPC();
  const recent = useQuery(trpc.contacts.recent.queryOptions({}));
  const columns: Column<Row>[] = [
    {
      key: "name",
      header: t("name"),
      sort: (row) => row.displayName,
      cell: (row) => <span className="font-medium">{row.displayName || t("unnamed")}</span>,
    },
    { key: "phone", header: t("number"), width: "9.5rem", cell: (row) => <PhoneNumber phone={row.phone} /> },
    { key: "list", header: t("list"), width: "13rem", sort: (row) => row.list.name, cell: (row) => row.list.name },
    { key: "at", header: t("lastCall"), width: "9rem", sort: (row) => row.at, cell: (row) => <DateTime at={row.at} /> },
    {
      key: "outcome",
      header: t("result"),
      width: "13rem",
      cell: (row) => (
        <span className="flex items-center gap-2">
          <Badge tone={toneOf(row.outcome ?? "live")}>{row.outcome ? label("outcome", row.outcome) : t("live")}</Badge>
          <span className="truncate text-xs text-muted">{row.disposition}</span>
        </span>
      ),
    },
    { key: "agent", header: t("agent"), width: "9rem", cell: (row) => row.agent ?? "—" },
  ];
  return (
    <Query of={recent}>
      {(rows) => (
        <Card flush title={t("recent")} description={t("recentHint")}>
          <Table
            label={t("recent")}
            columns={columns}
            rows={rows}
            rowKey={(row) => row.contactId}
            href={(row) => `/w/contacts/${row.contactId}`}
            empty={
              <EmptyState
                icon={<ContactRound aria-hidden />}
                title={t("noRecent")}
                action={
                  may("list.read") ? (
                    <Button asChild>
                      <Link href="/w/lists">{t("toLists")}</Link>
                    </Button>
                  ) : undefined
                }
              >
                {t("noRecentHint")}
              </EmptyState>
            }
          />
        </Card>
      )}
    </Query>
  );
}
