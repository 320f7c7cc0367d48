"use client";
import { useQuery } from "@tanstack/react-query";
import { CircleCheck } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Stat, StatRow } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { Problems } from "./pool/problems.tsx";

/** Renewed by events; and without any, often enough that a silent node shows. */
const REFRESH_MS = 10_000;

/** What is wrong now, each with what to do, and the pool in four figures. */
export function HomePanels() {
  const t = useTranslations("operator.home");
  const format = useFormatter();
  const may = useMay();
  const trpc = useTRPC();
  const { data } = useQuery(trpc.operator.platform.home.queryOptions({}, { refetchInterval: REFRESH_MS }));
  const loading = data === undefined;
  const link = (href: string, text: string) => (
    <Link href={href} className="rounded-sm hover:text-ink hover:underline">
      {text}
    </Link>
  );
  return (
    <>
      {data && data.problems.length > 0 ? <Problems problems={data.problems} links /> : null}
      {data?.problems.length === 0 ? (
        <p className="mb-4 flex items-center gap-2 rounded-lg border bg-surface px-4 py-2.5 text-sm shadow-card">
          <CircleCheck aria-hidden className="size-4 text-ok" />
          {t("well")}
        </p>
      ) : null}
      <StatRow columns={4}>
        <Stat
          label={t("nodes")}
          loading={loading}
          value={t("of", { part: data?.nodes.alive ?? 0, all: data?.nodes.all ?? 0 })}
          hint={may("platform.pool.read") ? link("/operator/pool", t("toPool")) : ""}
        />
        <Stat
          label={t("channels")}
          loading={loading}
          value={t("of", { part: data?.channels.inUse ?? 0, all: data?.channels.max ?? 0 })}
          hint={data ? t("guaranteed", { count: data.channels.guaranteed }) : ""}
        />
        <Stat
          label={t("agents")}
          loading={loading}
          value={format.number(data?.agents ?? 0)}
          hint={link("/operator/health", t("toHealth"))}
        />
        <Stat
          label={t("approvals")}
          loading={loading}
          value={format.number(data?.approvals ?? 0)}
          hint={may("platform.campaign.review") ? link("/operator/approvals", t("toApprovals")) : ""}
        />
      </StatRow>
    </>
  );
}
