"use client";
import { ALERT_RULE_KEYS, ALERT_RULES, type AlertRule, type AlertSettings } from "@callbay/domain/floor-alerts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Input, Switch } from "~/ui/form.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { toast } from "~/ui/toast.tsx";

type Draft = Record<AlertRule, { on: boolean; limit: string }>;

/** From when on something is an alert: each rule on or off, and its limit. */
export function AlertSettingsDialog({ settings, onClose }: { settings: AlertSettings; onClose: () => void }) {
  const t = useTranslations("supervision.alerts");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState<Draft>(
    () =>
      Object.fromEntries(
        ALERT_RULE_KEYS.map((rule) => [rule, { on: settings[rule].on, limit: String(settings[rule].limit) }]),
      ) as Draft,
  );
  const save = useMutation(
    trpc.floor.setAlerts.mutationOptions({
      onSuccess: () => {
        toast.success(common("saved"));
        void queryClient.invalidateQueries({ queryKey: trpc.floor.pulse.queryKey() });
        onClose();
      },
    }),
  );
  const isWrong = (rule: AlertRule): boolean => {
    const limit = Number(draft[rule].limit);
    return !(limit >= 0.1 && limit <= ALERT_RULES[rule].max);
  };
  const change = (rule: AlertRule, part: Partial<Draft[AlertRule]>): void =>
    setDraft((before) => ({ ...before, [rule]: { ...before[rule], ...part } }));
  const submit = (): void => {
    if (ALERT_RULE_KEYS.some(isWrong)) return;
    const alerts = ALERT_RULE_KEYS.map((rule) => [rule, { on: draft[rule].on, limit: Number(draft[rule].limit) }]);
    save.mutate({ alerts: Object.fromEntries(alerts) });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("limitsTitle")}
      description={t("limitsHint")}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" tone="primary" busy={save.isPending}>
            {common("save")}
          </Button>
        </>
      }
    >
      <ul className="flex flex-col gap-2">
        {ALERT_RULE_KEYS.map((rule) => (
          <li key={rule} className="flex items-center gap-3">
            <span className="flex-1">
              <Switch checked={draft[rule].on} label={t(`rule.${rule}`)} onChange={(on) => change(rule, { on })} />
            </span>
            <span className="w-24">
              <Input
                aria-label={t("limitOf", { rule: t(`rule.${rule}`) })}
                aria-invalid={isWrong(rule)}
                inputMode="decimal"
                className="text-right"
                disabled={!draft[rule].on}
                value={draft[rule].limit}
                onChange={(event) => change(rule, { limit: event.target.value })}
              />
            </span>
            <span className="w-20 text-xs text-muted">{t(`unit.${ALERT_RULES[rule].unit}`)}</span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
