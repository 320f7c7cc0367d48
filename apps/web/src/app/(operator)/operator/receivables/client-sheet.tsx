"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { daysBetween } from "@callbay/domain/days";
import { amountText } from "@callbay/domain/money";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { lastYear, Statement } from "~/finance/statement.tsx";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { Day, Money } from "~/ui/format.tsx";
import { Sheet } from "~/ui/overlay.tsx";
import { Query } from "~/ui/query.tsx";
import { Badge, toneOf } from "~/ui/status.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { Tabs } from "~/ui/tabs.tsx";
import type { AgeingRow } from "./page.tsx";

type Invoice = RouterOutputs["operator"]["billing"]["invoices"]["items"][number];

/** What one client owes, invoice by invoice, and how it came to that. */
export function ClientSheet({ row, onDone }: { row: AgeingRow; onDone: () => void }) {
  const t = useTranslations("finance.receivables");
  const [part, setPart] = useState("open");
  return (
    <Sheet open onOpenChange={onDone} wide title={row.tenantName} description={t("open", { client: row.tenantName })}>
      <Tabs
        label={row.tenantName}
        value={part}
        onChange={setPart}
        tabs={[
          { value: "open", label: t("invoices"), count: row.invoices, content: <OpenInvoices row={row} /> },
          {
            value: "statement",
            label: t("statement"),
            content: <OperatorStatement tenantId={row.tenantId} />,
          },
        ]}
      />
    </Sheet>
  );
}

function OperatorStatement({ tenantId }: { tenantId: string }) {
  const trpc = useTRPC();
  const [days, setDays] = useState(lastYear);
  const query = useQuery(trpc.operator.billing.statement.queryOptions({ tenantId, ...days }));
  return (
    <Statement
      of={query}
      days={days}
      onDays={setDays}
      exportName="statement"
      hrefOf={(invoiceId) => `/operator/billing/${tenantId}/${invoiceId}`}
    />
  );
}

function OpenInvoices({ row }: { row: AgeingRow }) {
  const t = useTranslations("finance.receivables");
  const label = useEnumLabel();
  const trpc = useTRPC();
  const query = useQuery(trpc.operator.billing.invoices.queryOptions({ tenantId: row.tenantId, state: "finalised" }));
  const today = new Date().toISOString().slice(0, 10);
  const late = (one: Invoice): number => (one.dueOn ? Math.max(0, daysBetween(one.dueOn, today)) : 0);
  const columns: Column<Invoice>[] = [
    {
      key: "number",
      header: t("number"),
      cell: (one) => one.number,
      sort: (one) => one.number,
      csv: (one) => one.number,
    },
    {
      key: "state",
      header: t("state"),
      cell: (one) => {
        const state = late(one) > 0 ? "overdue" : (one.settlement?.state ?? "open");
        return <Badge tone={toneOf(state)}>{label("settlementState", state)}</Badge>;
      },
      csv: (one) => one.settlement?.state,
      width: "7rem",
    },
    {
      key: "due",
      header: t("due"),
      cell: (one) => <Day date={one.dueOn} />,
      sort: (one) => one.dueOn,
      csv: (one) => one.dueOn,
      width: "7.5rem",
    },
    {
      key: "late",
      header: t("late"),
      cell: (one) => (late(one) > 0 ? t("lateDays", { days: late(one) }) : <span className="text-faint">—</span>),
      sort: late,
      csv: late,
      align: "right",
      width: "6rem",
    },
    {
      key: "reminders",
      header: t("reminders"),
      cell: (one) => one.settlement?.reminders ?? 0,
      csv: (one) => one.settlement?.reminders,
      align: "right",
      width: "6rem",
    },
    {
      key: "amount",
      header: t("amount"),
      cell: (one) => <Money minor={one.settlement?.openMinor} currency={one.currency} className="font-medium" />,
      sort: (one) => one.settlement?.openMinor ?? null,
      csv: (one) => (one.settlement ? amountText(one.settlement.openMinor, one.currency) : null),
      align: "right",
      width: "8rem",
    },
  ];
  const open = (one: Invoice): boolean =>
    one.currency === row.currency && one.kind === "invoice" && (one.settlement?.openMinor ?? 0n) > 0n;
  return (
    <div className="overflow-clip rounded-lg border">
      <Query of={query}>
        {(data) => (
          <Table
            label={t("invoices")}
            columns={columns}
            rows={data?.items.filter(open)}
            rowKey={(one) => one.id}
            href={(one) => `/operator/billing/${one.tenantId}/${one.id}`}
            initialSort={{ key: "due" }}
            exportName="open-invoices"
            toolbar={<span className="text-xs text-muted">{t("invoices")}</span>}
            skeletonRows={row.invoices}
            empty={<p className="p-4 text-sm text-muted">{t("empty")}</p>}
          />
        )}
      </Query>
    </div>
  );
}
