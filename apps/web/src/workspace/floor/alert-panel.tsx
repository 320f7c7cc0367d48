"use client";
import { ALERT_RULES } from "@callbay/domain/floor-alerts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Check, Settings2, TriangleAlert } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { cx } from "~/ui/cx.ts";
import { clock } from "~/ui/format.tsx";
import { Card } from "~/ui/layout.tsx";
import { AlertSettingsDialog } from "./alert-settings.tsx";
import type { FloorPulse, ShownAlert } from "./use-floor-alerts.ts";

/** More than this would push the agents out of sight. */
const SHOWN = 6;

/** What is wrong on the floor, what to do about it, and who has taken it up; open ones first. */
export function AlertPanel({ alerts, pulse }: { alerts: readonly ShownAlert[]; pulse: FloorPulse | undefined }) {
  const t = useTranslations("supervision.alerts");
  const may = useMay();
  const [editing, setEditing] = useState(false);
  const [isWhole, setWhole] = useState(false);
  const sorted = [...alerts].sort((a, b) => Number(a.acknowledged !== null) - Number(b.acknowledged !== null));
  const open = alerts.filter(({ acknowledged }) => acknowledged === null).length;
  const shown = isWhole ? sorted : sorted.slice(0, SHOWN);
  return (
    <Card
      flush
      className="mb-4"
      title={
        <span data-testid="alert-count" data-open={open}>
          {t("title")} {open > 0 ? <span className="tabular text-danger">{open}</span> : null}
        </span>
      }
      actions={
        may("floor.write") && pulse ? (
          <Button size="sm" tone="ghost" icon={<Settings2 aria-hidden />} onClick={() => setEditing(true)}>
            {t("limits")}
          </Button>
        ) : null
      }
    >
      {shown.length === 0 ? (
        <p className="px-4 py-3 text-sm text-muted">{t("none")}</p>
      ) : (
        <ul aria-live="polite" className="divide-y">
          {shown.map((alert) => (
            <AlertRow key={alert.key} alert={alert} />
          ))}
        </ul>
      )}
      {sorted.length > SHOWN ? (
        <button
          type="button"
          className="w-full border-t px-4 py-1.5 text-left text-xs text-muted hover:bg-hover"
          onClick={() => setWhole(!isWhole)}
        >
          {isWhole ? t("fewer") : t("more", { count: sorted.length - SHOWN })}
        </button>
      ) : null}
      {editing && pulse ? <AlertSettingsDialog settings={pulse.settings} onClose={() => setEditing(false)} /> : null}
    </Card>
  );
}

function AlertRow({ alert }: { alert: ShownAlert }) {
  const t = useTranslations("supervision.alerts");
  const format = useFormatter();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const take = useMutation(
    trpc.floor.acknowledge.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.floor.pulse.queryKey() }),
    }),
  );
  const { rule, tone, subject, value, acknowledged } = alert;
  const unit = ALERT_RULES[rule].unit;
  const said =
    unit === "seconds"
      ? clock(value * 1_000)
      : unit === "percent"
        ? format.number(value / 100, { style: "percent", maximumFractionDigits: 1 })
        : format.number(value);
  return (
    <li
      data-testid="alert"
      data-rule={rule}
      className={cx("flex items-center gap-3 px-4 py-2", acknowledged !== null && "opacity-70")}
    >
      <TriangleAlert aria-hidden className={cx("size-4 shrink-0", tone === "danger" ? "text-danger" : "text-warn")} />
      <span className="w-44 shrink-0 truncate text-sm font-medium">{subject.name || t("wholeFloor")}</span>
      <span className="w-56 shrink-0 truncate text-sm">
        {t(`rule.${rule}`)} <span className="sr-only">{t(`tone.${tone}`)}</span>
      </span>
      <span className={cx("tabular w-16 shrink-0 text-right text-sm", tone === "danger" ? "text-danger" : "text-warn")}>
        {said}
      </span>
      <span className="min-w-0 flex-1 truncate text-xs text-muted" title={t(`do.${rule}`)}>
        {t(`do.${rule}`)}
      </span>
      {acknowledged ? (
        <span className="w-40 shrink-0 truncate text-right text-xs text-muted">
          {t("takenBy", { name: acknowledged.by })}
        </span>
      ) : (
        <Button
          size="sm"
          icon={<Check aria-hidden />}
          busy={take.isPending}
          onClick={() => take.mutate({ key: alert.key, rule })}
        >
          {t("take")}
        </Button>
      )}
    </li>
  );
}
