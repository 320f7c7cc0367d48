"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useQuery } from "@tanstack/react-query";
import { ReceiptText } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTRPC } from "~/trpc/client.tsx";
import { Day, Money, Period } from "~/ui/format.tsx";
import { Card, EmptyState, PageHeader } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { Skeleton } from "~/ui/status.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { CostNow } from "~/workspace/money/cost-now.tsx";

type Invoice = RouterOutputs["invoices"]["list"]["items"][number];

export default function Page() {
  const t = useTranslations("workspace.money");
  const trpc = useTRPC();
  const costs = useQuery(trpc.usage.current.queryOptions({}));
  const invoices = useQuery(trpc.invoices.list.queryOptions({}));
  const columns: Column<Invoice>[] = [
    {
      key: "number",
      header: t("number"),
      width: "12rem",
      sort: (row) => row.number,
      csv: (row) => row.number,
      cell: (row) => row.number ?? "—",
    },
    {
      key: "contract",
      header: t("contract"),
      sort: (row) => row.contractReference,
      csv: (row) => row.contractReference,
      cell: (row) => row.contractReference,
    },
    {
      key: "period",
      header: t("period"),
      width: "16rem",
      sort: (row) => row.periodFrom,
      csv: (row) => `${row.periodFrom} – ${row.periodTo}`,
      cell: (row) => <Period from={row.periodFrom} to={row.periodTo} />,
    },
    {
      key: "issued",
      header: t("issued"),
      width: "9rem",
      sort: (row) => row.issuedAt,
      csv: (row) => row.issuedAt?.toISOString(),
      cell: (row) => <Day date={row.issuedAt?.toISOString()} />,
    },
    {
      key: "due",
      header: t("due"),
      width: "9rem",
      sort: (row) => row.dueOn,
      csv: (row) => row.dueOn,
      cell: (row) => <Day date={row.dueOn} />,
    },
    {
      key: "net",
      header: t("net"),
      width: "9rem",
      align: "right",
      sort: (row) => row.netMinor,
      csv: (row) => row.netMinor,
      cell: (row) => <Money minor={row.netMinor} currency={row.currency} className="text-muted" />,
    },
    {
      key: "total",
      header: t("total"),
      width: "10rem",
      align: "right",
      sort: (row) => row.totalMinor,
      csv: (row) => row.totalMinor,
      cell: (row) => <Money minor={row.totalMinor} currency={row.currency} className="font-medium" />,
    },
  ];
  return (
    <>
      <PageHeader title={t("title")} description={t("hint")} />
      <div className="flex flex-col gap-4">
        <Query of={costs}>
          {(data) =>
            data === undefined ? (
              <Card>
                <Skeleton className="h-24" />
              </Card>
            ) : (
              data.items.map((cost) => <CostNow key={cost.contractId} cost={cost} />)
            )
          }
        </Query>
        <Query of={invoices}>
          {(data) => (
            <Card flush title={t("invoices")}>
              <Table
                label={t("invoices")}
                columns={columns}
                rows={data?.items}
                rowKey={(row) => row.id}
                href={(row) => `/w/invoices/${row.id}`}
                exportName="invoices"
                initialSort={{ key: "issued", descending: true }}
                empty={
                  <EmptyState icon={<ReceiptText aria-hidden />} title={t("empty")}>
                    {t("emptyHint")}
                  </EmptyState>
                }
              />
            </Card>
          )}
        </Query>
      </div>
    </>
  );
}
