"use client";
import type { ComplianceRules } from "@callbay/domain/compliance/types";
import { useTranslations } from "next-intl";
import { cx } from "~/ui/cx.ts";
import { FormField } from "~/ui/form.tsx";
import { NumberInput } from "~/workspace/campaigns/number-input.tsx";
import { Part, type PartProps, useLimits } from "./part.tsx";

const PPM_PER_PERCENT = 10_000;
const MS_PER_SECOND = 1_000;

interface Field {
  readonly path: string;
  readonly label: string;
  readonly value: number | null;
  readonly preset: number | null;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly set: (value: number) => void;
  /** Given: it may be left without a limit. */
  readonly clear?: () => void;
}

/** Numbers side by side, each with what the preset says of it. */
function Fields({ fields, ...props }: PartProps & { readonly fields: readonly Field[] }) {
  const t = useTranslations("compliance");
  const { hint, error } = useLimits(props);
  return (
    <div className={cx("grid gap-4", fields.length > 4 ? "grid-cols-5" : "grid-cols-4")}>
      {fields.map((field) => (
        <FormField key={field.path} label={field.label} hint={hint(field.preset)} error={error(field.path)}>
          <NumberInput
            value={field.value}
            min={field.min}
            max={field.max}
            step={field.step ?? 1}
            onChange={field.set}
            disabled={props.locked}
            {...(field.clear ? { onEmpty: field.clear, placeholder: t("none") } : {})}
          />
        </FormField>
      ))}
    </div>
  );
}

/** How often one number may be tried. */
export function AttemptsPart(props: PartProps) {
  const t = useTranslations("compliance.attempts");
  const { preset } = useLimits(props);
  const { attempts } = props.rules;
  const field = (key: keyof ComplianceRules["attempts"]): Field => ({
    path: `attempts.${key}`,
    label: t(key),
    value: attempts[key],
    preset: preset.attempts[key],
    min: 1,
    max: 1000,
    set: (value) => props.set({ attempts: { ...attempts, [key]: value } }),
    clear: () => props.set({ attempts: { ...attempts, [key]: null } }),
  });
  return (
    <Part title={t("title")} hint={t("hint")}>
      <Fields {...props} fields={[field("perDay"), field("perWeek"), field("perThirtyDays"), field("perContact")]} />
    </Part>
  );
}

/** What holds for people who answered and found nobody. */
export function AbandonedPart(props: PartProps) {
  const t = useTranslations("compliance.abandoned");
  const { preset } = useLimits(props);
  const { abandoned } = props.rules;
  const field = (key: "windowDays" | "agentOnlyHours", min: number, max: number): Field => ({
    path: `abandoned.${key}`,
    label: t(key),
    value: abandoned[key],
    preset: preset.abandoned[key],
    min,
    max,
    set: (value) => props.set({ abandoned: { ...abandoned, [key]: value } }),
  });
  // Kept in milliseconds, said in seconds.
  const seconds = (key: "joinDeadlineMs" | "minRingMs", min: number, max: number): Field => ({
    path: `abandoned.${key}`,
    label: t(key),
    value: abandoned[key] / MS_PER_SECOND,
    preset: preset.abandoned[key] / MS_PER_SECOND,
    min,
    max,
    step: 0.1,
    set: (value) => props.set({ abandoned: { ...abandoned, [key]: Math.round(value * MS_PER_SECOND) } }),
  });
  const percent = (ppm: number | null): number | null => (ppm === null ? null : ppm / PPM_PER_PERCENT);
  const share: Field = {
    path: "abandoned.maxPpm",
    label: t("maxPpm"),
    value: percent(abandoned.maxPpm),
    preset: percent(preset.abandoned.maxPpm),
    min: 0,
    max: 100,
    step: 0.01,
    set: (value) => props.set({ abandoned: { ...abandoned, maxPpm: Math.round(value * PPM_PER_PERCENT) } }),
    clear: () => props.set({ abandoned: { ...abandoned, maxPpm: null } }),
  };
  return (
    <Part title={t("title")} hint={t("hint")}>
      <Fields
        {...props}
        fields={[
          share,
          field("windowDays", 1, 30),
          seconds("joinDeadlineMs", 0.5, 10),
          seconds("minRingMs", 5, 60),
          field("agentOnlyHours", 0, 8_760),
        ]}
      />
    </Part>
  );
}

/** How long recordings may be kept, and proof must be. */
export function RetentionPart(props: PartProps) {
  const t = useTranslations("compliance.retention");
  const { preset } = useLimits(props);
  const { retention } = props.rules;
  const field = (key: keyof ComplianceRules["retention"]): Field => ({
    path: `retention.${key}`,
    label: t(key),
    value: retention[key],
    preset: preset.retention[key],
    min: 1,
    max: 36_500,
    set: (value) => props.set({ retention: { ...retention, [key]: value } }),
    clear: () => props.set({ retention: { ...retention, [key]: null } }),
  });
  return (
    <Part title={t("title")}>
      <Fields {...props} fields={[field("recordingDays"), field("consentProofDays"), field("attemptDays")]} />
    </Part>
  );
}
