"use client";
import type { RouterInputs, RouterOutputs } from "@callbay/api/router";
import { amountText } from "@callbay/domain/money";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { ReceiptText } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ALL_CLIENTS, ClientFilter, ofClient } from "~/finance/client-filter.tsx";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { Day, Money, ShortPeriod } from "~/ui/format.tsx";
import { Card, EmptyState } from "~/ui/layout.tsx";
import { Paged } from "~/ui/paged.tsx";
import { SearchField } from "~/ui/search-field.tsx";
import { Select } from "~/ui/select.tsx";
import { Badge, toneOf } from "~/ui/status.tsx";
import { type Column, Table } from "~/ui/table.tsx";

type Invoice = RouterOutputs["operator"]["billing"]["invoices"]["items"][number];
type Asked = RouterInputs["operator"]["billing"]["invoices"];

/** What the second filter chooses: a state before the invoice is final, or what became of it after. */
const STANDS = ["all", "draft", "in_review", "open", "overdue", "partly_paid", "paid", "credited", "void"] as const;
type Stands = (typeof STANDS)[number];

function asked(stands: Stands): Asked {
  if (stands === "all") return {};
  if (stands === "draft" || stands === "in_review") return { state: stands };
  return stands === "overdue" ? { overdue: true } : { settlement: stands };
}

/** All invoices and credit notes, newest first. */
export function Invoices() {
  const t = useTranslations("finance.billing");
  const label = useEnumLabel();
  const trpc = useTRPC();
  const params = useSearchParams();
  const [tenantId, setTenantId] = useState(params.get("client") ?? ALL_CLIENTS);
  const [stands, setStands] = useState<Stands>(() => STANDS.find((one) => one === params.get("stands")) ?? "all");
  const [number, setNumber] = useState("");
  const query = useInfiniteQuery(
    trpc.operator.billing.invoices.infiniteQueryOptions(
      { ...ofClient(tenantId), ...asked(stands), ...(number ? { number } : {}), limit: 100 },
      { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData },
    ),
  );
  const word = (one: Stands): string =>
    one === "all"
      ? t("allStates")
      : label(one === "draft" || one === "in_review" ? "invoiceState" : "settlementState", one);
  return (
    <Card flush>
      <Paged of={query}>
        {(items, foot) => (
          <InvoiceTable
            items={items}
            toolbar={
              <>
                <SearchField label={t("number")} onSearch={setNumber} className="w-52" />
                <ClientFilter value={tenantId} onChange={setTenantId} />
                <Select
                  size="sm"
                  className="w-36"
                  aria-label={t("settlement")}
                  value={stands}
                  onChange={setStands}
                  options={STANDS.map((one) => ({ value: one, label: word(one) }))}
                />
              </>
            }
            footer={foot}
          />
        )}
      </Paged>
    </Card>
  );
}

interface InvoiceTableProps {
  readonly items: readonly Invoice[] | undefined;
  readonly toolbar: React.ReactNode;
  readonly footer: React.ReactNode;
}

function InvoiceTable({ items, toolbar, footer }: InvoiceTableProps) {
  const t = useTranslations("operator.billing");
  const f = useTranslations("finance.billing");
  const label = useEnumLabel();
  const today = new Date().toISOString().slice(0, 10);
  const state = (row: Invoice): string => {
    const settled = row.settlement?.state;
    if (row.kind === "credit_note") return row.kind;
    if (settled === undefined) return row.state;
    const late = (settled === "open" || settled === "partly_paid") && row.dueOn !== null && row.dueOn < today;
    return late ? "overdue" : settled;
  };
  const word = (row: Invoice): string => {
    if (row.kind === "credit_note") return label("invoiceKind", row.kind);
    return row.settlement ? label("settlementState", state(row)) : label("invoiceState", row.state);
  };
  const columns: Column<Invoice>[] = [
    {
      key: "number",
      header: t("number"),
      cell: (row) => row.number ?? t("draft"),
      sort: (row) => row.number,
      csv: (row) => row.number,
      width: "9.5rem",
    },
    {
      key: "state",
      header: t("state"),
      cell: (row) => <Badge tone={toneOf(state(row))}>{word(row)}</Badge>,
      sort: state,
      csv: state,
      width: "6.5rem",
    },
    {
      key: "tenant",
      header: t("client"),
      cell: (row) => (
        <>
          {row.tenantName} <span className="text-muted">{row.contractReference}</span>
        </>
      ),
      sort: (row) => row.tenantName,
      csv: (row) => `${row.tenantName} ${row.contractReference}`,
    },
    {
      key: "period",
      header: t("period"),
      cell: (row) => <ShortPeriod from={row.periodFrom} to={row.periodTo} />,
      sort: (row) => row.periodFrom,
      csv: (row) => `${row.periodFrom}/${row.periodTo}`,
      width: "9rem",
    },
    {
      key: "due",
      header: t("dueOn"),
      cell: (row) => <Day date={row.dueOn} />,
      sort: (row) => row.dueOn,
      csv: (row) => row.dueOn,
      width: "7rem",
    },
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
      key: "open",
      header: f("open"),
      cell: (row) => (
        <Money minor={row.kind === "invoice" ? row.settlement?.openMinor : null} currency={row.currency} />
      ),
      sort: (row) => row.settlement?.openMinor ?? null,
      csv: (row) => (row.settlement ? amountText(row.settlement.openMinor, row.currency) : null),
      align: "right",
      width: "7.5rem",
    },
  ];
  return (
    <Table
      label={t("invoices")}
      columns={columns}
      rows={items}
      rowKey={(row) => row.id}
      href={(row) => `/operator/billing/${row.tenantId}/${row.id}`}
      exportName="invoices"
      toolbar={toolbar}
      footer={footer}
      empty={
        <EmptyState icon={<ReceiptText />} title={t("noInvoice")}>
          {t("noInvoiceHint")}
        </EmptyState>
      }
    />
  );
}
