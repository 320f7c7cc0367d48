"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Building2, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback, useMemo, useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { type Command, useCommands } from "~/shell/command-palette.tsx";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Count, DateTime, Money } from "~/ui/format.tsx";
import { Card, EmptyState, PageHeader } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { Paged } from "~/ui/paged.tsx";
import { SearchField } from "~/ui/search-field.tsx";
import { Badge, toneOf } from "~/ui/status.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { HomePanels } from "./home-panels.tsx";

type Tenant = RouterOutputs["operator"]["tenants"]["list"]["items"][number];

const EVERY_MS = 60_000;
/** While clients are left that the server has not priced yet. */
const FILLING_MS = 3_000;

/** What the open month of each client costs as of now, by the engine of its invoice; one sum per currency. */
function useLiveCost(): ReadonlyMap<string, readonly { currency: string; netMinor: bigint }[]> {
  const trpc = useTRPC();
  const may = useMay();
  const enabled = may("platform.billing.read");
  const { data } = useQuery(
    trpc.operator.billing.live.queryOptions(
      {},
      {
        enabled,
        staleTime: EVERY_MS,
        refetchInterval: ({ state }) => ((state.data?.behind ?? 0) > 0 ? FILLING_MS : EVERY_MS),
      },
    ),
  );
  return useMemo(() => new Map(data?.items.map(({ tenantId, sums }) => [tenantId, sums])), [data]);
}

function useColumns(): Column<Tenant>[] {
  const costs = useLiveCost();
  const may = useMay();
  const t = useTranslations("operator.tenants");
  const label = useEnumLabel();
  return [
    { key: "name", header: t("name"), cell: (row) => row.name, sort: (row) => row.name, csv: (row) => row.name },
    {
      key: "state",
      header: t("state"),
      cell: (row) => (
        <Badge tone={toneOf(row.state)} dot>
          {label("tenantState", row.state)}
        </Badge>
      ),
      sort: (row) => row.state,
      csv: (row) => row.state,
      width: "7.5rem",
    },
    {
      key: "place",
      header: t("place"),
      cell: (row) => (
        <span className="text-muted">
          {row.country} · {row.timezone.replaceAll("_", " ")}
        </span>
      ),
      csv: (row) => `${row.country} ${row.timezone}`,
      width: "12rem",
    },
    numeric("contracts", t("activeContracts"), (row) => row.activeContracts),
    numeric("seats", t("seats"), (row) => row.seats),
    numeric("campaigns", t("runningCampaigns"), (row) => row.runningCampaigns),
    numeric("calls", t("callsToday"), (row) => row.callsToday),
    ...(may("platform.billing.read")
      ? [
          {
            key: "cost",
            header: t("liveCost"),
            cell: (row: Tenant) => (
              <span className="flex flex-col items-end">
                {(costs.get(row.id) ?? []).map(({ currency, netMinor }) => (
                  <Money key={currency} minor={netMinor} currency={currency} />
                ))}
              </span>
            ),
            csv: (row: Tenant) =>
              (costs.get(row.id) ?? []).map(({ currency, netMinor }) => `${currency} ${netMinor}`).join("; "),
            align: "right" as const,
            width: "9rem",
          },
        ]
      : []),
    {
      key: "created",
      header: t("created"),
      cell: (row) => <DateTime at={row.createdAt} style="date" />,
      sort: (row) => row.createdAt,
      csv: (row) => row.createdAt.toISOString(),
      fileOnly: true,
      width: "8rem",
      align: "right",
    },
  ];
}

function numeric(key: string, header: string, value: (row: Tenant) => number): Column<Tenant> {
  return {
    key,
    header,
    cell: (row) => (value(row) === 0 ? <span className="text-faint">0</span> : <Count value={value(row)} />),
    sort: value,
    csv: value,
    align: "right",
    width: "6rem",
  };
}

export default function Page() {
  const t = useTranslations("operator.tenants");
  const trpc = useTRPC();
  const may = useMay();
  const [search, setSearch] = useState("");
  const router = useRouter();
  const columns = useColumns();
  const mayCreate = may("platform.tenant.write");
  const tenants = useInfiniteQuery(
    trpc.operator.tenants.list.infiniteQueryOptions(search ? { search } : {}, {
      getNextPageParam: (page) => page.nextCursor,
      placeholderData: (before) => before,
    }),
  );
  const create = useCallback(() => router.push("/operator/onboard"), [router]);
  useCommands(
    useMemo<Command[]>(
      () =>
        mayCreate
          ? [{ id: "tenant.create", label: t("create"), group: t("title"), icon: <Plus aria-hidden />, run: create }]
          : [],
      [mayCreate, t, create],
    ),
  );
  const newButton = mayCreate ? (
    <Button asChild tone="primary" icon={<Plus aria-hidden />}>
      <Link href="/operator/onboard">{t("create")}</Link>
    </Button>
  ) : null;
  return (
    <>
      <PageHeader title={t("title")} description={t("hint")} actions={newButton} />
      <HomePanels />
      <Paged of={tenants}>
        {(rows, foot) => (
          <Card flush>
            <Table
              label={t("title")}
              columns={columns}
              rows={rows}
              rowKey={(row) => row.id}
              href={(row) => `/operator/tenants/${row.id}`}
              exportName="clients"
              toolbar={<SearchField onSearch={setSearch} />}
              empty={
                <EmptyState
                  icon={<Building2 />}
                  title={search ? t("noneFound", { search }) : t("empty")}
                  action={search ? null : newButton}
                >
                  {search ? null : t("emptyHint")}
                </EmptyState>
              }
              footer={foot}
            />
          </Card>
        )}
      </Paged>
    </>
  );
}
