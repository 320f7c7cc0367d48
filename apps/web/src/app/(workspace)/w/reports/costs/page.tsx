"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { monthOf } from "@callbay/domain/days";
import { useQuery } from "@tanstack/react-query";
import { Coins, Download, FileDown, FileSpreadsheet } from "lucide-react";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Money, useToday } from "~/ui/format.tsx";
import { Card, EmptyState, PageHeader } from "~/ui/layout.tsx";
import { DropdownMenu } from "~/ui/menu.tsx";
import { Query } from "~/ui/query.tsx";
import { Select } from "~/ui/select.tsx";
import { type Column, Table } from "~/ui/table.tsx";

type Costs = RouterOutputs["reports"]["costs"];
type Row = Costs["rows"][number];

const SPANS = ["3", "6", "12", "24"] as const;

/** What each contract costs, month by month; the line itself is behind each invoice. */
export default function Page() {
  const t = useTranslations("reports");
  const locale = useLocale();
  const trpc = useTRPC();
  const [span, setSpan] = useState<(typeof SPANS)[number]>("12");
  const through = monthOf(useToday());
  const months = { from: monthsBefore(through, Number(span) - 1), through };
  const costs = useQuery(trpc.reports.costs.queryOptions(months, { placeholderData: (before) => before }));
  const file = (format: "csv" | "xlsx") => `/api/reports/costs?${new URLSearchParams({ format, locale, ...months })}`;
  return (
    <>
      <PageHeader
        title={t("costs.title")}
        description={t("costs.hint")}
        trail={[{ href: "/w/reports", label: t("title") }]}
        actions={
          <>
            <Select
              aria-label={t("costs.months")}
              className="w-40"
              value={span}
              onChange={setSpan}
              options={SPANS.map((value) => ({ value, label: t("costs.lastMonths", { count: Number(value) }) }))}
            />
            <DropdownMenu
              trigger={<Button icon={<Download aria-hidden />}>{t("export")}</Button>}
              groups={[
                [
                  { key: "csv", label: t("csv"), icon: <FileDown aria-hidden />, href: file("csv") },
                  { key: "xlsx", label: t("xlsx"), icon: <FileSpreadsheet aria-hidden />, href: file("xlsx") },
                ],
              ]}
            />
          </>
        }
      />
      <Query of={costs}>{(data) => <CostTable costs={data} />}</Query>
    </>
  );
}

function CostTable({ costs }: { costs: Costs | undefined }) {
  const t = useTranslations("reports");
  const label = useEnumLabel();
  const format = useFormatter();
  // A price has a name of its own; what follows the prices is called by its kind.
  const nameOf = (what: string) => {
    const priced = label("priceType", what);
    return priced === what ? label("chargeKind", what) : priced;
  };
  const money = (row: Row, minor: bigint | undefined) => <Money minor={minor} currency={row.currency} />;
  const several = new Set(costs?.rows.map(({ contractId }) => contractId)).size > 1;
  const columns: Column<Row>[] = [
    {
      key: "month",
      header: several ? `${t("costs.month")} · ${t("costs.contract")}` : t("costs.month"),
      width: "7rem",
      sort: (row) => row.month,
      // With several contracts both say what the row is, and both stay in sight.
      cell: (row) => (
        <>
          <span className="block font-medium">
            {format.dateTime(new Date(`${row.month}-01`), { timeZone: "UTC", year: "numeric", month: "short" })}
          </span>
          {several ? <span className="block text-xs text-muted">{row.reference}</span> : null}
        </>
      ),
    },
    {
      key: "total",
      header: t("costs.total"),
      align: "right",
      width: "6rem",
      sort: (row) => row.totalMinor,
      cell: (row) => <span className="font-medium">{money(row, row.totalMinor)}</span>,
    },
    {
      key: "open",
      header: t("costs.open"),
      align: "right",
      width: "6rem",
      sort: (row) => row.openMinor,
      cell: (row) => money(row, row.openMinor === 0n ? undefined : row.openMinor),
    },
    {
      key: "seatDays",
      header: t("costs.seatDays"),
      align: "right",
      width: "4rem",
      sort: (row) => row.seatDays,
      cell: (row) => <span className="tabular">{format.number(row.seatDays)}</span>,
    },
    {
      key: "perSeatDay",
      header: t("costs.perSeatDay"),
      align: "right",
      width: "5rem",
      cell: (row) => money(row, row.seatDays > 0 ? row.totalMinor / BigInt(row.seatDays) : undefined),
    },
    ...(costs?.whats ?? []).map(
      (what): Column<Row> => ({
        key: what,
        header: nameOf(what),
        align: "right",
        // A sum is never shortened; a name breaks into lines.
        width: "5.5rem",
        sort: (row) => row.amounts[what] ?? null,
        cell: (row) => money(row, row.amounts[what]),
      }),
    ),
  ];
  return (
    <Card flush>
      <Table
        wide
        label={t("costs.title")}
        columns={columns}
        rows={costs?.rows}
        rowKey={(row) => `${row.month} ${row.contractId}`}
        empty={
          <EmptyState icon={<Coins aria-hidden />} title={t("costs.none")}>
            {t("costs.noneHint")}
          </EmptyState>
        }
      />
    </Card>
  );
}

function monthsBefore(month: string, count: number): string {
  const at = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 - count;
  return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`;
}
