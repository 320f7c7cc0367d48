"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { amountText } from "@callbay/domain/money";
import { useQuery } from "@tanstack/react-query";
import { Scale } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useId, useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { Combobox } from "~/ui/combobox.tsx";
import { cx } from "~/ui/cx.ts";
import { Count, Duration, Money, ShortPeriod } from "~/ui/format.tsx";
import { Card, EmptyState, Notice } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { Skeleton } from "~/ui/status.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { MarginSheet } from "./margin-sheet.tsx";

export type ContractMargin = RouterOutputs["operator"]["costs"]["margin"]["items"][number];
export type CampaignMargin = ContractMargin["campaigns"][number];

/** Revenue, cost and margin of each campaign of a client, live. */
export function Margins() {
  const t = useTranslations("finance.costs");
  const c = useTranslations("common");
  const trpc = useTRPC();
  const tenants = useQuery(trpc.operator.tenants.list.queryOptions({ limit: 200 }));
  const id = useId();
  const [chosen, setChosen] = useState("");
  const tenantId = chosen || (tenants.data?.items.find((tenant) => tenant.activeContracts > 0)?.id ?? "");
  const query = useQuery(trpc.operator.costs.margin.queryOptions({ tenantId }, { enabled: tenantId !== "" }));
  return (
    <div className="flex flex-col gap-4">
      <div className="w-72">
        <label htmlFor={id} className="sr-only">
          {t("chooseClient")}
        </label>
        <Combobox
          id={id}
          placeholder={t("chooseClient")}
          value={tenantId}
          onChange={setChosen}
          options={(tenants.data?.items ?? []).map((tenant) => ({ value: tenant.id, label: tenant.name }))}
          emptyText={c("nothingFound")}
          searchText={c("search")}
        />
      </div>
      <Query of={query}>
        {(data) =>
          data === undefined ? (
            tenantId === "" && tenants.data ? (
              <Card>
                <EmptyState icon={<Scale />} title={t("chooseClient")}>
                  {t("chooseClientHint")}
                </EmptyState>
              </Card>
            ) : (
              <Skeleton className="h-48 rounded-lg" />
            )
          ) : data.items.length === 0 ? (
            <Card>
              <EmptyState icon={<Scale />} title={t("emptyMargin")}>
                {t("emptyMarginHint")}
              </EmptyState>
            </Card>
          ) : (
            data.items.map((margin) => <MarginCard key={margin.contractId} margin={margin} />)
          )
        }
      </Query>
    </div>
  );
}

/** Parts per million as a percentage, or a dash. */
export function Share({ ppm }: { ppm: number | null }) {
  const format = useFormatter();
  if (ppm === null) return <span className="text-faint">—</span>;
  return (
    <span className={cx("tabular", ppm < 0 && "text-danger")}>
      {format.number(ppm / 1_000_000, { style: "percent", maximumFractionDigits: 1 })}
    </span>
  );
}

function MarginCard({ margin }: { margin: ContractMargin }) {
  const t = useTranslations("finance.costs");
  const [open, setOpen] = useState<CampaignMargin | null>(null);
  const { currency, total } = margin;
  const columns = useColumns(currency);
  return (
    <>
      {margin.costsKnown ? null : <Notice tone="warn">{t("unknown", { currency })}</Notice>}
      <Card
        flush
        title={margin.contractReference}
        description={t.rich(`source.${margin.source}`, {
          period: () => <ShortPeriod from={margin.periodFrom} to={margin.periodTo} />,
        })}
      >
        <Table
          label={margin.contractReference}
          columns={columns}
          rows={margin.campaigns}
          rowKey={(row) => row.campaignId ?? "none"}
          onOpen={setOpen}
          exportName={`margin-${margin.contractReference}`}
          empty={
            <EmptyState icon={<Scale />} title={t("emptyMargin")}>
              {t("emptyMarginHint")}
            </EmptyState>
          }
          footer={
            margin.campaigns.length > 0 ? (
              <div className="flex items-center justify-end gap-6 border-t px-4 py-2.5 text-sm">
                <span className="mr-auto font-medium">{t("total")}</span>
                <span className="text-muted">
                  {t("revenue")} <Money minor={total.revenueMinor} currency={currency} />
                </span>
                <span className="text-muted">
                  {t("cost")} <Money minor={total.costMinor} currency={currency} />
                </span>
                <span className="font-medium">
                  {t("left")} <Money minor={total.marginMinor} currency={currency} />
                </span>
                <span className="w-16 text-right">
                  <Share ppm={total.marginPpm} />
                </span>
              </div>
            ) : null
          }
        />
      </Card>
      {open ? <MarginSheet campaign={open} margin={margin} onDone={() => setOpen(null)} /> : null}
    </>
  );
}

function useColumns(currency: string): Column<CampaignMargin>[] {
  const t = useTranslations("finance.costs");
  const money = (
    key: string,
    header: string,
    of: (row: CampaignMargin) => bigint,
    className = "text-muted",
  ): Column<CampaignMargin> => ({
    key,
    header,
    cell: (row) => <Money minor={of(row) === 0n ? null : of(row)} currency={currency} className={className} />,
    sort: of,
    csv: (row) => amountText(of(row), currency),
    align: "right",
    width: "8rem",
  });
  return [
    {
      key: "campaign",
      header: t("campaign"),
      cell: (row) => <span className="font-medium">{row.name ?? t("noCampaign")}</span>,
      sort: (row) => row.name,
      csv: (row) => row.name ?? "",
    },
    {
      key: "calls",
      header: t("calls"),
      cell: (row) => <Count value={row.calls} />,
      sort: (row) => row.calls,
      csv: (row) => row.calls,
      align: "right",
      width: "5.5rem",
    },
    {
      key: "talk",
      header: t("talk"),
      cell: (row) => <Duration ms={Number(row.talkMs)} />,
      sort: (row) => row.talkMs,
      csv: (row) => Number(row.talkMs),
      align: "right",
      width: "6.5rem",
    },
    money("revenue", t("revenue"), (row) => row.revenueMinor, ""),
    money("carrier", t("carrier"), (row) => row.carrierMinor),
    money("seat", t("seat"), (row) => row.seatMinor),
    money("agent", t("agent"), (row) => row.agentMinor),
    money("left", t("left"), (row) => row.marginMinor, "font-medium"),
    {
      key: "share",
      header: t("share"),
      cell: (row) => <Share ppm={row.marginPpm} />,
      sort: (row) => row.marginPpm,
      csv: (row) => (row.marginPpm === null ? null : row.marginPpm / 10_000),
      align: "right",
      width: "6rem",
    },
  ];
}
