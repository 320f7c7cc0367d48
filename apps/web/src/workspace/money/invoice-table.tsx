"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { amountText } from "@callbay/domain/money";
import { ReceiptText } from "lucide-react";
import { useTranslations } from "next-intl";
import { DateTime, Day, Money, Period, useToday } from "~/ui/format.tsx";
import { Card, EmptyState } from "~/ui/layout.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { InvoiceStatus } from "./status.tsx";

type Invoice = RouterOutputs["invoices"]["list"]["items"][number];

/** The invoices and credit notes of a company: what waits for a word first, then the newest. */
export function InvoiceTable({ rows }: { rows: readonly Invoice[] | undefined }) {
  const t = useTranslations("workspace.money");
  const today = useToday();
  const columns: Column<Invoice>[] = [
    {
      key: "number",
      header: t("number"),
      width: "11rem",
      sort: (row) => row.number,
      csv: (row) => row.number,
      cell: (row) => row.number ?? <span className="text-muted">{t("inReview")}</span>,
    },
    {
      key: "state",
      header: t("state"),
      width: "9rem",
      csv: (row) => row.settlement?.state ?? row.state,
      cell: (row) => <InvoiceStatus invoice={row} today={today} />,
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
      width: "15rem",
      sort: (row) => row.periodFrom,
      csv: (row) => `${row.periodFrom}/${row.periodTo}`,
      cell: (row) => <Period from={row.periodFrom} to={row.periodTo} />,
    },
    {
      key: "issued",
      header: t("issued"),
      width: "8rem",
      sort: (row) => row.issuedAt?.toISOString() ?? "9999",
      csv: (row) => row.issuedAt?.toISOString(),
      cell: (row) => <DateTime at={row.issuedAt} style="date" />,
    },
    {
      key: "due",
      header: t("due"),
      width: "8rem",
      sort: (row) => row.dueOn,
      csv: (row) => row.dueOn,
      cell: (row) => <Day date={row.kind === "invoice" ? row.dueOn : null} />,
    },
    {
      key: "total",
      header: t("total"),
      width: "9rem",
      align: "right",
      sort: (row) => row.totalMinor,
      csv: (row) => `${amountText(row.totalMinor, row.currency)} ${row.currency}`,
      cell: (row) => <Money minor={row.totalMinor} currency={row.currency} className="font-medium" />,
    },
    {
      key: "open",
      header: t("open"),
      width: "9rem",
      align: "right",
      sort: (row) => row.settlement?.openMinor ?? 0n,
      csv: (row) => (row.settlement ? amountText(row.settlement.openMinor, row.currency) : null),
      cell: (row) =>
        row.settlement && row.kind === "invoice" ? (
          <Money minor={row.settlement.openMinor} currency={row.currency} className="text-muted" />
        ) : (
          <span className="text-faint">—</span>
        ),
    },
  ];
  return (
    <Card flush title={t("invoices")}>
      <Table
        label={t("invoices")}
        columns={columns}
        rows={rows}
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
  );
}
