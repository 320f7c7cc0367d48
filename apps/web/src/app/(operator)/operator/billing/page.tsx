"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useQuery } from "@tanstack/react-query";
import { FileClock, ReceiptText } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Count, Day, Money, Period } from "~/ui/format.tsx";
import { Card, EmptyState, PageHeader } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { Badge, toneOf } from "~/ui/status.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { ClosePeriod } from "./close-period.tsx";

export type OpenPeriod = RouterOutputs["operator"]["billing"]["contracts"]["items"][number];
type Invoice = RouterOutputs["operator"]["billing"]["invoices"]["items"][number];

export default function Page() {
  const t = useTranslations("operator.billing");
  const trpc = useTRPC();
  const [closing, setClosing] = useState<OpenPeriod | null>(null);
  const periods = useQuery(trpc.operator.billing.contracts.queryOptions({}));
  const invoices = useQuery(trpc.operator.billing.invoices.queryOptions({}));
  return (
    <>
      <PageHeader title={t("title")} description={t("hint")} />
      <div className="flex flex-col gap-4">
        <Query of={periods}>{(data) => <Periods items={data?.items} onClose={setClosing} />}</Query>
        <Query of={invoices}>{(data) => <Invoices items={data?.items} />}</Query>
      </div>
      {closing ? <ClosePeriod period={closing} onDone={() => setClosing(null)} /> : null}
    </>
  );
}

function Periods({
  items,
  onClose,
}: {
  items: readonly OpenPeriod[] | undefined;
  onClose: (period: OpenPeriod) => void;
}) {
  const t = useTranslations("operator.billing");
  const may = useMay()("platform.billing.close");
  const columns: Column<OpenPeriod>[] = [
    {
      key: "tenant",
      header: t("client"),
      cell: (row) => <span className="font-medium">{row.tenantName}</span>,
      sort: (row) => row.tenantName,
      csv: (row) => row.tenantName,
    },
    {
      key: "contract",
      header: t("contract"),
      cell: (row) => row.reference,
      sort: (row) => row.reference,
      csv: (row) => row.reference,
      width: "11rem",
    },
    {
      key: "from",
      header: t("openSince"),
      cell: (row) => <Day date={row.periodFrom} />,
      sort: (row) => row.periodFrom,
      csv: (row) => row.periodFrom,
      width: "9rem",
    },
    {
      key: "calls",
      header: t("calls"),
      cell: (row) => <Count value={row.counts.calls} />,
      sort: (row) => row.counts.calls,
      csv: (row) => row.counts.calls,
      align: "right",
      width: "7rem",
    },
    {
      key: "seatDays",
      header: t("seatDays"),
      cell: (row) => <Count value={row.counts.seatDays} />,
      sort: (row) => row.counts.seatDays,
      csv: (row) => row.counts.seatDays,
      align: "right",
      width: "7rem",
    },
    {
      key: "net",
      header: t("netSoFar"),
      cell: (row) => <Money minor={row.netMinor} currency={row.currency} className="font-medium" />,
      sort: (row) => row.netMinor,
      csv: (row) => row.netMinor,
      align: "right",
      width: "10rem",
    },
    {
      key: "action",
      header: t("close"),
      hideHeader: true,
      cell: (row) =>
        row.draftInvoiceId ? (
          <Button asChild size="sm">
            <Link href={`/operator/billing/${row.tenantId}/${row.draftInvoiceId}`}>{t("reviewDraft")}</Link>
          </Button>
        ) : may && row.periodTo > row.periodFrom ? (
          <Button size="sm" onClick={() => onClose(row)}>
            {t("close")}
          </Button>
        ) : null,
      align: "right",
      width: "9rem",
    },
  ];
  return (
    <Card flush title={t("openPeriods")} description={t("openPeriodsHint")}>
      <Table
        label={t("openPeriods")}
        columns={columns}
        rows={items}
        rowKey={(row) => row.contractId}
        skeletonRows={3}
        empty={
          <EmptyState icon={<FileClock />} title={t("noPeriod")}>
            {t("noPeriodHint")}
          </EmptyState>
        }
      />
    </Card>
  );
}

function Invoices({ items }: { items: readonly Invoice[] | undefined }) {
  const t = useTranslations("operator.billing");
  const label = useEnumLabel();
  const columns: Column<Invoice>[] = [
    {
      key: "number",
      header: t("number"),
      cell: (row) => row.number ?? t("draft"),
      sort: (row) => row.number,
      csv: (row) => row.number,
      width: "10rem",
    },
    {
      key: "state",
      header: t("state"),
      cell: (row) => <Badge tone={toneOf(row.state)}>{label("invoiceState", row.state)}</Badge>,
      sort: (row) => row.state,
      csv: (row) => row.state,
      width: "7.5rem",
    },
    {
      key: "tenant",
      header: t("client"),
      cell: (row) => row.tenantName,
      sort: (row) => row.tenantName,
      csv: (row) => row.tenantName,
    },
    {
      key: "contract",
      header: t("contract"),
      cell: (row) => row.contractReference,
      csv: (row) => row.contractReference,
      width: "10rem",
    },
    {
      key: "period",
      header: t("period"),
      cell: (row) => <Period from={row.periodFrom} to={row.periodTo} />,
      sort: (row) => row.periodFrom,
      csv: (row) => `${row.periodFrom}/${row.periodTo}`,
      width: "12.5rem",
    },
    {
      key: "due",
      header: t("dueOn"),
      cell: (row) => <Day date={row.dueOn} />,
      sort: (row) => row.dueOn,
      csv: (row) => row.dueOn,
      width: "8.5rem",
    },
    {
      key: "total",
      header: t("total"),
      cell: (row) => <Money minor={row.totalMinor} currency={row.currency} className="font-medium" />,
      sort: (row) => row.totalMinor,
      csv: (row) => row.totalMinor,
      align: "right",
      width: "9rem",
    },
  ];
  return (
    <Card flush title={t("invoices")}>
      <Table
        label={t("invoices")}
        columns={columns}
        rows={items}
        rowKey={(row) => row.id}
        href={(row) => `/operator/billing/${row.tenantId}/${row.id}`}
        exportName="invoices"
        skeletonRows={3}
        empty={
          <EmptyState icon={<ReceiptText />} title={t("noInvoice")}>
            {t("noInvoiceHint")}
          </EmptyState>
        }
      />
    </Card>
  );
}
