"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { amountText } from "@callbay/domain/money";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Landmark } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { DateTime, Money } from "~/ui/format.tsx";
import { Card, EmptyState } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { Paged } from "~/ui/paged.tsx";
import { Badge, toneOf } from "~/ui/status.tsx";
import { type Column, Table } from "~/ui/table.tsx";

type Payment = RouterOutputs["payments"]["list"]["items"][number];

/** What was paid, tried and given back. */
export function PaymentTable() {
  const t = useTranslations("workspace.money");
  const label = useEnumLabel();
  const trpc = useTRPC();
  const payments = useInfiniteQuery(
    trpc.payments.list.infiniteQueryOptions({ limit: 50 }, { getNextPageParam: (page) => page.nextCursor }),
  );
  const columns: Column<Payment>[] = [
    {
      key: "at",
      header: t("at"),
      width: "10rem",
      csv: (row) => (row.settledAt ?? row.createdAt).toISOString(),
      cell: (row) => <DateTime at={row.settledAt ?? row.createdAt} />,
    },
    {
      key: "state",
      header: t("state"),
      width: "10rem",
      csv: (row) => row.state,
      cell: (row) => <Badge tone={toneOf(row.state)}>{label("paymentState", row.state)}</Badge>,
    },
    {
      key: "provider",
      header: t("how"),
      width: "10rem",
      csv: (row) => row.provider,
      cell: (row) =>
        row.provider === "bank" ? t("transfer") : <span className="capitalize">{row.method ?? t("card")}</span>,
    },
    {
      key: "invoice",
      header: t("invoice"),
      csv: (row) => row.invoiceNumber,
      cell: (row) =>
        row.invoiceId ? (
          <Link href={`/w/invoices/${row.invoiceId}`} className="hover:underline">
            {row.invoiceNumber}
          </Link>
        ) : (
          <span className="text-muted">{t("notAssigned")}</span>
        ),
    },
    {
      key: "amount",
      header: t("amount"),
      width: "9rem",
      align: "right",
      csv: (row) => `${amountText(row.amountMinor, row.currency)} ${row.currency}`,
      cell: (row) => <Money minor={row.amountMinor} currency={row.currency} className="font-medium" />,
    },
    {
      key: "refunded",
      header: t("refunded"),
      width: "9rem",
      align: "right",
      csv: (row) => amountText(row.refundedMinor, row.currency),
      cell: (row) =>
        row.refundedMinor === 0n ? (
          <span className="text-faint">—</span>
        ) : (
          <Money minor={row.refundedMinor} currency={row.currency} />
        ),
    },
  ];
  return (
    <Paged of={payments}>
      {(rows, foot) => (
        <Card flush title={t("payments")}>
          <Table
            label={t("payments")}
            columns={columns}
            rows={rows}
            rowKey={(row) => row.id}
            exportName="payments"
            empty={
              <EmptyState icon={<Landmark aria-hidden />} title={t("noPayments")}>
                {t("noPaymentsHint")}
              </EmptyState>
            }
            footer={foot}
          />
        </Card>
      )}
    </Paged>
  );
}
