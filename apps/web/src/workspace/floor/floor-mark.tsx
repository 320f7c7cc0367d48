"use client";
import { useQuery } from "@tanstack/react-query";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { cx } from "~/ui/cx.ts";

/** Alerts grow out of time alone; nobody has to know of one within less than this. */
const ASK_MS = 15_000;
const FLOOR = "/w/floor";

/** Beside the floor in the navigation: how many alerts nobody has taken up yet. On the floor itself its panel says it. */
export function FloorMark() {
  const t = useTranslations("supervision.alerts");
  const may = useMay();
  const trpc = useTRPC();
  const isElsewhere = usePathname() !== FLOOR;
  const { data } = useQuery(
    trpc.floor.alertCount.queryOptions(undefined, {
      enabled: isElsewhere && may("floor.read"),
      refetchInterval: ASK_MS,
      meta: { quiet: true },
    }),
  );
  if (!isElsewhere || !data || data.open === 0) return null;
  return (
    <span
      data-testid="floor-mark"
      title={t("waiting", { count: data.open })}
      className={cx(
        "tabular ml-auto min-w-5 rounded-full px-1.5 py-px text-center text-2xs font-semibold",
        data.isDanger ? "bg-danger-soft text-danger" : "bg-warn-soft text-warn",
      )}
    >
      <span aria-hidden>{data.open}</span>
      <span className="sr-only">{t("waiting", { count: data.open })}</span>
    </span>
  );
}
