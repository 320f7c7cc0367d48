"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { amountText } from "@callbay/domain/money";
import { useQuery } from "@tanstack/react-query";
import { Hourglass } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { cx } from "~/ui/cx.ts";
import { Count, Day, Money } from "~/ui/format.tsx";
import { Card, EmptyState, PageHeader, Stat, StatRow } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { ClientSheet } from "./client-sheet.tsx";

export type AgeingRow = RouterOutputs["operator"]["billing"]["ageing"]["items"][number];
type Bucket = "notDue" | "days30" | "days60" | "days90" | "older";

const BUCKETS: readonly Bucket[] = ["notDue", "days30", "days60", "days90", "older"];

export default function Page() {
  const t = useTranslations("finance.receivables");
  const trpc = useTRPC();
  const [open, setOpen] = useState<AgeingRow | null>(null);
  const query = useQuery(trpc.operator.billing.ageing.queryOptions({}));
  const columns = useColumns();
  return (
    <>
      <PageHeader title={t("title")} description={t("hint")} />
      <Query of={query}>
        {(data) => (
          <>
            {data?.totals.map((total) => (
              <StatRow key={total.currency} columns={6}>
                <Stat
                  label={t("sum", { currency: total.currency })}
                  value={<Money minor={total.totalMinor} currency={total.currency} className="text-lg" />}
                />
                {BUCKETS.map((bucket) => (
                  <Stat
                    key={bucket}
                    label={t(bucket)}
                    value={<Money minor={total[`${bucket}Minor`]} currency={total.currency} className="text-lg" />}
                    {...(bucket === "older" && total.olderMinor > 0n ? { tone: "danger" as const } : {})}
                  />
                ))}
              </StatRow>
            ))}
            <Card flush title={t("title")}>
              <Table
                label={t("title")}
                columns={columns}
                rows={data?.items}
                rowKey={(row) => `${row.tenantId} ${row.currency}`}
                onOpen={setOpen}
                exportName="receivables"
                initialSort={{ key: "total", descending: true }}
                empty={
                  <EmptyState icon={<Hourglass />} title={t("empty")}>
                    {t("emptyHint")}
                  </EmptyState>
                }
              />
            </Card>
          </>
        )}
      </Query>
      {open ? <ClientSheet row={open} onDone={() => setOpen(null)} /> : null}
    </>
  );
}

function useColumns(): Column<AgeingRow>[] {
  const t = useTranslations("finance.receivables");
  const tone: Partial<Record<Bucket, string>> = { days60: "text-warn", days90: "text-warn", older: "text-danger" };
  return [
    {
      key: "client",
      header: t("client"),
      cell: (row) => (
        <>
          <span className="font-medium">{row.tenantName}</span>
          <span className="block truncate text-xs text-muted">
            {t("oldest")} <Day date={row.oldestDueOn} />
          </span>
        </>
      ),
      sort: (row) => row.tenantName,
      csv: (row) => row.tenantName,
    },
    {
      key: "invoices",
      header: t("invoices"),
      cell: (row) => <Count value={row.invoices} />,
      sort: (row) => row.invoices,
      csv: (row) => row.invoices,
      align: "right",
      width: "5.5rem",
    },
    ...BUCKETS.map(
      (bucket): Column<AgeingRow> => ({
        key: bucket,
        header: t(bucket),
        cell: (row) => {
          const minor = row[`${bucket}Minor`];
          if (minor === 0n) return <span className="text-faint">—</span>;
          return <Money minor={minor} currency={row.currency} className={cx(tone[bucket])} />;
        },
        sort: (row) => row[`${bucket}Minor`],
        csv: (row) => amountText(row[`${bucket}Minor`], row.currency),
        align: "right",
        width: "7rem",
      }),
    ),
    {
      key: "total",
      header: t("total"),
      cell: (row) => <Money minor={row.totalMinor} currency={row.currency} className="font-medium" />,
      sort: (row) => row.totalMinor,
      csv: (row) => amountText(row.totalMinor, row.currency),
      align: "right",
      width: "8rem",
    },
    {
      key: "currency",
      header: t("currency"),
      cell: (row) => row.currency,
      csv: (row) => row.currency,
      width: "4.5rem",
    },
  ];
}
