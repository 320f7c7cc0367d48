"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useQuery } from "@tanstack/react-query";
import { CircleCheck, Network } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { Count } from "~/ui/format.tsx";
import { Card, EmptyState, PageHeader, Stat, StatRow } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { Skeleton } from "~/ui/status.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { Carriers } from "./carriers.tsx";
import { Node } from "./node.tsx";
import { Problems } from "./problems.tsx";
import { RouteCheck } from "./route-check.tsx";

export type Pool = RouterOutputs["operator"]["pool"]["overview"];
type Attachment = Pool["attachments"][number];

/** Renewed by events; and without any, often enough that a silent node shows. */
const REFRESH_MS = 5_000;

export default function Page() {
  const t = useTranslations("operator.pool");
  const trpc = useTRPC();
  const query = useQuery(trpc.operator.pool.overview.queryOptions(undefined, { refetchInterval: REFRESH_MS }));
  return (
    <>
      <PageHeader title={t("title")} description={t("hint")} />
      <Query of={query}>{(data) => <Overview pool={data} />}</Query>
    </>
  );
}

function Overview({ pool }: { pool: Pool | undefined }) {
  const t = useTranslations("operator.pool");
  const label = useEnumLabel();
  const sum = (of: (node: Pool["nodes"][number]) => number): number =>
    pool?.nodes.reduce((all, node) => all + of(node), 0) ?? 0;
  const alive = pool?.nodes.filter((node) => node.alive).length ?? 0;
  const total = pool?.nodes.length ?? 0;
  const max = sum((node) => node.maxChannels);
  const inUse = sum((node) => node.channelsInUse);
  const guaranteed = pool?.attachments.reduce((all, one) => all + one.guaranteed, 0) ?? 0;
  const loading = !pool;
  const columns: Column<Attachment>[] = [
    {
      key: "tenant",
      header: t("client"),
      cell: (row) => row.tenantName,
      sort: (row) => row.tenantName,
      csv: (row) => row.tenantName,
    },
    {
      key: "node",
      header: t("node"),
      cell: (row) => row.nodeName,
      sort: (row) => row.nodeName,
      csv: (row) => row.nodeName,
      width: "12rem",
    },
    {
      key: "inUse",
      header: t("inUse"),
      cell: (row) => <Count value={row.inUse} />,
      sort: (row) => row.inUse,
      csv: (row) => row.inUse,
      align: "right",
      width: "9rem",
    },
    {
      key: "guaranteed",
      header: t("guaranteed"),
      cell: (row) => <Count value={row.guaranteed} />,
      sort: (row) => row.guaranteed,
      csv: (row) => row.guaranteed,
      align: "right",
      width: "9rem",
    },
    {
      key: "burst",
      header: t("burst"),
      cell: (row) => <Count value={row.burst} />,
      sort: (row) => row.burst,
      csv: (row) => row.burst,
      align: "right",
      width: "9rem",
    },
    {
      key: "routing",
      header: t("routing"),
      cell: (row) => label("routing", row.routing),
      sort: (row) => row.routing,
      csv: (row) => row.routing,
      width: "9rem",
    },
  ];
  return (
    <>
      {pool && pool.problems.length > 0 ? (
        <Problems problems={pool.problems} />
      ) : (
        <div className="mb-4 flex min-h-11 items-center gap-2.5 rounded-lg border bg-surface px-4 text-sm shadow-card">
          {pool ? (
            <>
              <CircleCheck aria-hidden className="size-4 text-ok" />
              {t("noProblem")}
            </>
          ) : (
            <Skeleton className="w-64" />
          )}
        </div>
      )}
      <StatRow columns={4}>
        <Stat
          label={t("nodesAlive")}
          value={`${alive} / ${total}`}
          loading={loading}
          {...(alive < total ? { tone: "danger" as const } : {})}
        />
        <Stat label={t("channels")} value={<Count value={inUse} />} hint={t("ofMax", { max })} loading={loading} />
        <Stat label={t("agentsOnDuty")} value={<Count value={sum((node) => node.agentsOnDuty)} />} loading={loading} />
        <Stat
          label={t("guaranteedSum")}
          value={<Count value={guaranteed} />}
          hint={t("ofMax", { max })}
          loading={loading}
        />
      </StatRow>
      <div className="mb-4 grid grid-cols-2 gap-4">
        {pool ? (
          pool.nodes.map((node) => <Node key={node.id} node={node} />)
        ) : (
          <>
            <Skeleton className="h-64 rounded-lg" />
            <Skeleton className="h-64 rounded-lg" />
          </>
        )}
      </div>
      <Card flush title={t("attachments")} description={t("attachmentsHint")}>
        <Table
          label={t("attachments")}
          columns={columns}
          rows={pool?.attachments}
          rowKey={(row) => `${row.tenantId} ${row.nodeId}`}
          href={(row) => `/operator/tenants/${row.tenantId}`}
          exportName="attachments"
          skeletonRows={3}
          empty={
            <EmptyState icon={<Network />} title={t("noAttachment")}>
              {t("noAttachmentHint")}
            </EmptyState>
          }
        />
      </Card>
      <div className="mt-4 flex flex-col gap-4">
        <Carriers />
        <RouteCheck pool={pool} />
      </div>
    </>
  );
}
