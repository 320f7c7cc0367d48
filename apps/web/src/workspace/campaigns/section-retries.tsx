"use client";
import type { OutcomeRule } from "@callbay/domain/retry";
import { OUTCOMES, type Outcome } from "@callbay/domain/values";
import { useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { Checkbox, FormField } from "~/ui/form.tsx";
import { MinutesInput } from "./minutes-input.tsx";
import { NumberInput } from "./number-input.tsx";
import type { SectionProps } from "./section.tsx";

/** An answered call is the agent's to judge. */
const RETRIED = OUTCOMES.filter((outcome) => outcome !== "answered");

/** How often, after how long, and with how many lines. All of it may be tuned while the campaign runs. */
export function RetriesSection({ draft, set, locked, tunable }: SectionProps & { readonly tunable: boolean }) {
  const t = useTranslations("workspace.editor.retries");
  const label = useEnumLabel();
  const { maxAttempts, outcomes } = draft.retryRules;
  const put = (outcome: Outcome, rule: OutcomeRule | null): void => {
    const { [outcome]: _old, ...others } = outcomes;
    set({ retryRules: { maxAttempts, outcomes: rule ? { ...others, [outcome]: rule } : others } });
  };
  const off = !tunable;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_16rem] gap-8">
      <table className="w-full self-start text-sm" aria-label={t("title")}>
        <thead>
          <tr className="text-left text-xs text-muted [&_th]:pb-1.5 [&_th]:font-medium">
            <th className="w-40" scope="col">
              {t("outcome")}
            </th>
            <th scope="col">{t("then")}</th>
            <th className="w-28 pl-4" scope="col">
              {t("max")}
            </th>
          </tr>
        </thead>
        <tbody>
          {RETRIED.map((outcome) => {
            const rule = outcomes[outcome];
            return (
              <tr key={outcome} className="h-10">
                <td>{label("outcome", outcome)}</td>
                <td>
                  <MinutesInput
                    label={t("thenOf", { outcome: label("outcome", outcome) })}
                    never={t("never")}
                    again={t("again")}
                    value={rule?.delayMinutes ?? null}
                    onChange={(minutes) =>
                      put(outcome, minutes === null ? null : { delayMinutes: minutes, max: rule?.max ?? 3 })
                    }
                    disabled={off}
                  />
                </td>
                <td className="pl-4">
                  {rule ? (
                    <NumberInput
                      aria-label={t("maxOf", { outcome: label("outcome", outcome) })}
                      value={rule.max}
                      min={1}
                      max={100}
                      onChange={(max) => put(outcome, { ...rule, max })}
                      disabled={off}
                      className="w-20"
                    />
                  ) : null}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <div className="flex flex-col gap-4">
        <FormField label={t("attempts")} hint={t("attemptsHint")}>
          <NumberInput
            value={maxAttempts}
            min={1}
            max={100}
            onChange={(max) => set({ retryRules: { maxAttempts: max, outcomes } })}
            disabled={off}
            className="w-20"
          />
        </FormField>
        <FormField label={t("ring")} hint={t("ringHint")}>
          <NumberInput
            value={draft.ringTimeoutMs / 1000}
            min={5}
            max={120}
            onChange={(seconds) => set({ ringTimeoutMs: seconds * 1000 })}
            disabled={off}
            className="w-20"
          />
        </FormField>
        <FormField label={t("channels")} hint={t("channelsHint")}>
          <NumberInput
            value={draft.maxChannels}
            min={1}
            max={10_000}
            placeholder={t("noLimit")}
            onChange={(maxChannels) => set({ maxChannels })}
            onEmpty={() => set({ maxChannels: null })}
            disabled={off}
            className="w-28"
          />
        </FormField>
        <FormField label={t("abandoned")} hint={t("abandonedHint")}>
          <NumberInput
            value={draft.maxAbandonedPpm / 10_000}
            min={0}
            max={10}
            step={0.1}
            onChange={(percent) => set({ maxAbandonedPpm: Math.round(percent * 10_000) })}
            disabled={locked}
            className="w-20"
          />
        </FormField>
        <Checkbox
          checked={draft.recordingForced}
          onChange={(recordingForced) => set({ recordingForced })}
          label={t("record")}
          hint={t("recordHint")}
          disabled={off}
        />
      </div>
    </div>
  );
}
