"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useQuery } from "@tanstack/react-query";
import { Armchair, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Count, DateTime } from "~/ui/format.tsx";
import { Card, EmptyState, PageHeader, Stat, StatRow } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { SearchField } from "~/ui/search-field.tsx";
import { Badge } from "~/ui/status.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { CreateSeats } from "./create-seats.tsx";

type Seat = RouterOutputs["operator"]["seats"]["list"]["items"][number];
const STATES = ["free", "leased", "inUse", "retired"] as const;

function stateOf(seat: Seat): (typeof STATES)[number] {
  if (seat.retiredAt) return "retired";
  if (!seat.lease) return "free";
  return seat.lease.inUse ? "inUse" : "leased";
}

export default function Page() {
  const t = useTranslations("operator.seats");
  const c = useTranslations("common");
  const trpc = useTRPC();
  const may = useMay();
  const [creating, setCreating] = useState(false);
  const [search, setSearch] = useState("");
  const query = useQuery(trpc.operator.seats.list.queryOptions());
  const columns: Column<Seat>[] = [
    {
      key: "label",
      header: t("label"),
      cell: (row) => <span className="font-medium">{row.label}</span>,
      sort: (row) => row.label,
      csv: (row) => row.label,
      width: "6rem",
    },
    {
      key: "location",
      header: t("location"),
      cell: (row) => row.location,
      sort: (row) => row.location,
      csv: (row) => row.location,
    },
    {
      key: "recording",
      header: t("recording"),
      cell: (row) => (row.recordingCapable ? c("yes") : <span className="text-muted">{c("no")}</span>),
      sort: (row) => Number(row.recordingCapable),
      csv: (row) => (row.recordingCapable ? "yes" : "no"),
      width: "6rem",
    },
    {
      key: "state",
      header: t("state"),
      cell: (row) => {
        const state = stateOf(row);
        const tone = ({ free: "ok", leased: "accent", inUse: "busy", retired: "neutral" } as const)[state];
        return <Badge tone={tone}>{t(`is.${state}`)}</Badge>;
      },
      sort: (row) => STATES.indexOf(stateOf(row)),
      csv: (row) => stateOf(row),
      width: "6.5rem",
    },
    {
      key: "tenant",
      header: t("client"),
      cell: (row) => row.lease?.tenantName ?? <span className="text-faint">—</span>,
      sort: (row) => row.lease?.tenantName ?? null,
      csv: (row) => row.lease?.tenantName,
      width: "11rem",
    },
    {
      key: "contract",
      header: t("contract"),
      cell: (row) => row.lease?.contractReference ?? <span className="text-faint">—</span>,
      csv: (row) => row.lease?.contractReference,
      width: "8rem",
    },
    {
      key: "since",
      header: t("since"),
      cell: (row) => <DateTime at={row.lease?.startsAt} style="date" />,
      sort: (row) => row.lease?.startsAt ?? null,
      align: "right",
      width: "7.5rem",
    },
  ];
  const items = query.data?.items;
  const found = useMemo(
    () =>
      items?.filter((seat) =>
        `${seat.label} ${seat.location} ${seat.lease?.tenantName ?? ""}`.toLowerCase().includes(search.toLowerCase()),
      ),
    [items, search],
  );
  const count = (state: (typeof STATES)[number]): number =>
    items?.filter((seat) => stateOf(seat) === state).length ?? 0;
  const create = may("platform.seat.write") ? (
    <Button tone="primary" icon={<Plus aria-hidden />} onClick={() => setCreating(true)}>
      {t("create")}
    </Button>
  ) : null;
  return (
    <>
      <PageHeader title={t("title")} description={t("hint")} actions={create} />
      <Query of={query}>
        {() => (
          <>
            <StatRow columns={3}>
              <Stat label={t("is.free")} value={<Count value={count("free")} />} loading={!items} />
              <Stat
                label={t("is.leased")}
                value={<Count value={count("leased") + count("inUse")} />}
                loading={!items}
              />
              <Stat label={t("is.inUse")} value={<Count value={count("inUse")} />} loading={!items} />
            </StatRow>
            <Card flush>
              <Table
                label={t("title")}
                columns={columns}
                rows={found}
                rowKey={(row) => row.id}
                exportName="seats"
                initialSort={{ key: "label" }}
                toolbar={<SearchField onSearch={setSearch} />}
                empty={
                  <EmptyState
                    icon={<Armchair />}
                    title={search ? c("nothingFound") : t("empty")}
                    action={search ? null : create}
                  >
                    {search ? null : t("emptyHint")}
                  </EmptyState>
                }
              />
            </Card>
          </>
        )}
      </Query>
      <CreateSeats open={creating} onOpenChange={setCreating} />
    </>
  );
}
