"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { Check, Circle } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMay } from "~/shell/me.tsx";
import { Button } from "~/ui/button.tsx";
import { cx } from "~/ui/cx.ts";
import { Card } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { ProgressBar, Skeleton } from "~/ui/status.tsx";

type Item = RouterOutputs["operator"]["tenants"]["get"]["checklist"][number];

const KEYS = ["contract", "attachment", "number", "owner", "seats", "agents", "campaign"] as const;
/** Where the operator does a step; the others are the client's own. */
const TAB_OF: Partial<Record<Item["key"], string>> = { attachment: "lines", number: "lines", owner: "people" };

/** What a client still lacks before its first call, in the order in which it is done. */
export function Checklist({
  items,
  tenantId,
  onTab,
}: {
  items: readonly Item[] | undefined;
  tenantId: string;
  onTab: (tab: string) => void;
}) {
  const t = useTranslations("operator.tenant.checklist");
  const may = useMay();
  const done = new Map(items?.map((item) => [item.key, item.done]));
  const count = [...done.values()].filter(Boolean).length;
  const next = KEYS.find((key) => done.get(key) === false);
  return (
    <Card
      title={t("title")}
      description={items ? t("progress", { done: count, total: KEYS.length }) : " "}
      actions={
        <div className="w-40">
          <ProgressBar
            value={count}
            max={KEYS.length}
            label={t("title")}
            tone={count === KEYS.length ? "ok" : "accent"}
          />
        </div>
      }
      flush
    >
      <ol>
        {KEYS.map((key) => {
          const isDone = done.get(key) === true;
          const tab = TAB_OF[key];
          return (
            <li key={key} className={cx("flex min-h-14 items-center gap-3 border-b px-4 py-2 last:border-b-0")}>
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
                <p className={cx("text-sm", isDone ? "text-muted" : "font-medium")}>{t(`${key}.title`)}</p>
                <p className="text-xs text-muted">{items ? t(`${key}.hint`) : <Skeleton className="w-60" />}</p>
              </div>
              {!items || isDone ? null : key === "contract" && may("platform.contract.write") ? (
                <Button asChild size="sm" tone={key === next ? "primary" : "secondary"}>
                  <Link href={`/operator/tenants/${tenantId}/contracts/new`}>{t("contract.action")}</Link>
                </Button>
              ) : tab && may("platform.tenant.write") ? (
                <Button size="sm" tone={key === next ? "primary" : "secondary"} onClick={() => onTab(tab)}>
                  {t("goThere")}
                </Button>
              ) : (
                <span className="text-xs text-faint">{t("byClient")}</span>
              )}
            </li>
          );
        })}
      </ol>
    </Card>
  );
}
