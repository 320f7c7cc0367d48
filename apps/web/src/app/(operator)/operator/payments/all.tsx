"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { amountText } from "@callbay/domain/money";
import { useInfiniteQuery } from "@tanstack/react-query";
import { CreditCard } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ALL_CLIENTS, ClientFilter, ofClient } from "~/finance/client-filter.tsx";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { Checkbox } from "~/ui/form.tsx";
import { DateTime, Money } from "~/ui/format.tsx";
import { Card, EmptyState, Notice } from "~/ui/layout.tsx";
import { Paged } from "~/ui/paged.tsx";
import { Select } from "~/ui/select.tsx";
import { Badge, toneOf } from "~/ui/status.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { PaymentSheet } from "./payment-sheet.tsx";

export type Payment = RouterOutputs["operator"]["payments"]["all"]["items"][number];

const STATES = ["all", "pending", "requires_action", "succeeded", "failed", "disputed", "refunded"] as const;

/** What was paid, tried, given back and taken back, newest first. */
export function AllPayments() {
  const t = useTranslations("finance.payments");
  const label = useEnumLabel();
  const trpc = useTRPC();
  const [tenantId, setTenantId] = useState(ALL_CLIENTS);
  const [state, setState] = useState<(typeof STATES)[number]>("all");
  const [flagged, setFlagged] = useState(false);
  const [open, setOpen] = useState<Payment | null>(null);
  const query = useInfiniteQuery(
    trpc.operator.payments.all.infiniteQueryOptions(
      { ...ofClient(tenantId), ...(state === "all" ? {} : { state }), ...(flagged ? { flagged } : {}), limit: 100 },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  );
  const columns = useColumns();
  const strays = query.data?.pages[0]?.strays ?? 0;
  return (
    <div className="flex flex-col gap-4">
      {strays > 0 ? <Notice tone="warn">{t("strays", { count: strays })}</Notice> : null}
      <Card flush>
        <Paged of={query}>
          {(items, foot) => (
            <Table
              label={t("all")}
              columns={columns}
              rows={items}
              rowKey={(row) => row.id}
              onOpen={setOpen}
              exportName="payments"
              toolbar={
                <>
                  <ClientFilter value={tenantId} onChange={setTenantId} />
                  <Select
                    size="sm"
                    className="w-40"
                    aria-label={t("state")}
                    value={state}
                    onChange={setState}
                    options={STATES.map((one) => ({
                      value: one,
                      label: one === "all" ? t("anyState") : label("paymentState", one),
                    }))}
                  />
                  <Checkbox checked={flagged} onChange={setFlagged} label={t("onlyFlagged")} />
                </>
              }
              footer={foot}
              empty={
                <EmptyState icon={<CreditCard />} title={t("empty")}>
                  {t("emptyHint")}
                </EmptyState>
              }
            />
          )}
        </Paged>
      </Card>
      {open ? <PaymentSheet payment={open} onDone={() => setOpen(null)} /> : null}
    </div>
  );
}

function useColumns(): Column<Payment>[] {
  const t = useTranslations("finance.payments");
  const label = useEnumLabel();
  return [
    {
      key: "client",
      header: t("client"),
      cell: (row) => <span className="font-medium">{row.tenantName}</span>,
      sort: (row) => row.tenantName,
      csv: (row) => row.tenantName,
    },
    {
      key: "invoice",
      header: t("invoice"),
      cell: (row) => row.invoiceNumber ?? <span className="text-faint">—</span>,
      sort: (row) => row.invoiceNumber,
      csv: (row) => row.invoiceNumber,
      width: "9.5rem",
    },
    {
      key: "way",
      header: t("way"),
      cell: (row) => (
        <>
          {label("paymentProvider", row.provider)} <span className="text-muted">{row.method}</span>
        </>
      ),
      csv: (row) => `${row.provider} ${row.method ?? ""}`.trim(),
    },
    {
      key: "state",
      header: t("state"),
      cell: (row) => (
        <>
          <Badge tone={toneOf(row.state)}>{label("paymentState", row.state)}</Badge>
          {row.flag ? <span className="block text-2xs text-warn">{t(`flags.${row.flag as "overpaid"}`)}</span> : null}
        </>
      ),
      sort: (row) => row.state,
      csv: (row) => `${row.state} ${row.flag ?? ""}`.trim(),
      width: "7.5rem",
    },
    {
      key: "amount",
      header: t("amount"),
      cell: (row) => <Money minor={row.amountMinor} currency={row.currency} className="font-medium" />,
      sort: (row) => row.amountMinor,
      csv: (row) => amountText(row.amountMinor, row.currency),
      align: "right",
      width: "8rem",
    },
    {
      key: "refunded",
      header: t("refunded"),
      cell: (row) =>
        row.refundedMinor === 0n ? (
          <span className="text-faint">—</span>
        ) : (
          <Money minor={row.refundedMinor} currency={row.currency} />
        ),
      sort: (row) => row.refundedMinor,
      csv: (row) => amountText(row.refundedMinor, row.currency),
      align: "right",
      width: "7.5rem",
    },
    {
      key: "at",
      header: t("at"),
      cell: (row) => <DateTime at={row.settledAt ?? row.createdAt} />,
      sort: (row) => row.settledAt ?? row.createdAt,
      csv: (row) => (row.settledAt ?? row.createdAt).toISOString(),
      align: "right",
      width: "8.5rem",
    },
  ];
}
