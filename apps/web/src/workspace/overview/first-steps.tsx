"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useQuery } from "@tanstack/react-query";
import { Check, Circle } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { cx } from "~/ui/cx.ts";
import { Card } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { ProgressBar } from "~/ui/status.tsx";

type Step = RouterOutputs["overview"]["checklist"]["items"][number]["key"];

const PLACE: Readonly<Record<Step, string>> = {
  contract: "/w/contracts",
  agents: "/w/people",
  seats: "/w/seats",
  assigned: "/w/seats",
  list: "/w/lists",
  campaign: "/w/campaigns/new",
  approved: "/w/campaigns",
  call: "/w/campaigns",
};

/** What this workspace lacks until its first call; gone for good once it was made. */
export function FirstSteps() {
  const t = useTranslations("workspace.firstSteps");
  const trpc = useTRPC();
  const { data } = useQuery(trpc.overview.checklist.queryOptions({}));
  if (!data || data.items.find((item) => item.key === "call")?.done) return null;
  const done = data.items.filter((item) => item.done).length;
  const next = data.items.find((item) => !item.done)?.key;
  return (
    <div className="mb-4">
      <Card
        title={t("title")}
        description={t("progress", { done, total: data.items.length })}
        actions={
          <div className="w-40">
            <ProgressBar value={done} max={data.items.length} label={t("title")} />
          </div>
        }
        flush
      >
        <ol className="grid sm:grid-cols-2">
          {data.items.map(({ key, done: isDone }) => (
            <li key={key} className="flex min-h-13 items-center gap-3 border-b px-4 py-2">
              {isDone ? (
                <span className="grid size-5 shrink-0 place-items-center rounded-full bg-ok-soft text-ok">
                  <Check aria-label={t("done")} className="size-3.5" />
                </span>
              ) : (
                <Circle
                  aria-label={t("open")}
                  className={cx("size-5 shrink-0", key === next ? "text-accent" : "text-line-strong")}
                />
              )}
              <div className="min-w-0 flex-1">
                <p className={cx("text-sm", isDone ? "text-muted" : "font-medium")}>{t(key)}</p>
                <p className="text-xs text-muted">{t(`${key}Hint`)}</p>
              </div>
              {isDone ? null : (
                <Button asChild size="sm" tone={key === next ? "primary" : "secondary"}>
                  <Link href={PLACE[key]}>{t("go")}</Link>
                </Button>
              )}
            </li>
          ))}
        </ol>
      </Card>
    </div>
  );
}
