"use client";
import { isTimeGroup } from "@callbay/domain/reports/dimensions";
import type { MetricKey } from "@callbay/domain/reports/metrics";
import { ChartNoAxesCombined } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useMay } from "~/shell/me.tsx";
import { EmptyState } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import type { Ask } from "./ask.ts";
import { callsBehind } from "./drill.ts";
import { useRowName } from "./row-name.ts";
import { Change, Figure, type Report, type ReportRow } from "./value.tsx";

/** The rows of a report, sortable by each figure, with the totals under them; a row leads to its calls. */
export function ReportTable({ report, ask }: { report: Report | undefined; ask: Ask }) {
  const t = useTranslations("reports");
  const may = useMay();
  const name = useRowName(report);
  const linked = (row: ReportRow, metric: MetricKey | null, text: ReactNode) => {
    const address = report && may("call.read") ? callsBehind(report, row, ask, metric) : null;
    return address ? (
      <Link href={address} title={`${name(row)}: ${t("showCalls")}`} className="hover:text-accent hover:underline">
        {text}
      </Link>
    ) : (
      text
    );
  };
  const groups: Column<ReportRow>[] = (report?.groups ?? ["day" as const]).map((group, at) => ({
    key: `group-${at}`,
    header: t(`groups.${group}`),
    width: isTimeGroup(group) ? "9.5rem" : "13rem",
    sort: (row) => (isTimeGroup(group) ? (row.keys[at] ?? "") : name(row, at)),
    cell: (row) => {
      const text = (
        <span title={name(row, at)} className="block max-w-56 truncate">
          {name(row, at)}
        </span>
      );
      return at === 0 ? linked(row, null, text) : text;
    },
  }));
  const figures: Column<ReportRow>[] = (report?.metrics ?? []).map(({ key, unit }) => ({
    key,
    header: t(`metrics.${key}`),
    align: "right" as const,
    width: report?.totalsBefore ? "7rem" : "4rem",
    sort: (row) => row.values[key] ?? null,
    cell: (row) => (
      <>
        {linked(row, key, <Figure value={row.values[key]} unit={unit} />)}
        <Change now={row.values[key]} before={row.before?.[key]} />
      </>
    ),
  }));
  const sum = (columnKey: string) => {
    if (columnKey === "group-0") return t("total");
    const metric = report?.metrics.find(({ key }) => key === columnKey);
    if (!metric || !report) return null;
    return (
      <>
        <Figure value={report.totals[metric.key]} unit={metric.unit} />
        <Change now={report.totals[metric.key]} before={report.totalsBefore?.[metric.key]} />
      </>
    );
  };
  return (
    <Table
      wide
      label={t("title")}
      columns={[...groups, ...figures]}
      rows={report?.rows}
      rowKey={(row) => row.keys.join(" ")}
      sum={sum}
      empty={
        <EmptyState icon={<ChartNoAxesCombined aria-hidden />} title={t("empty")}>
          {t("emptyHint")}
        </EmptyState>
      }
    />
  );
}
