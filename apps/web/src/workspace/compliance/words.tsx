"use client";
import { OVERRIDABLE_REASONS } from "@callbay/domain/compliance/types";
import { useTranslations } from "next-intl";
import { Checkbox, FormField, Switch } from "~/ui/form.tsx";
import { Select } from "~/ui/select.tsx";
import { NumberInput } from "~/workspace/campaigns/number-input.tsx";
import { useWord } from "~/workspace/words.ts";
import { Part, type PartProps, useLimits } from "./part.tsx";

const PERMISSIONS = ["allowed", "with_consent", "forbidden"] as const;
const STRICTNESS = { allowed: 0, with_consent: 1, forbidden: 2 } as const;

/** By what right a person may be called. */
export function ConsentPart(props: PartProps) {
  const t = useTranslations("compliance.consent");
  const all = useTranslations("compliance");
  const { rules, set, locked } = props;
  const { preset, hint, error } = useLimits(props);
  const { consent } = rules;
  const express = consent.required === "express";
  return (
    <Part title={t("title")} hint={t("hint")}>
      <div className="grid grid-cols-2 gap-4">
        <FormField
          label={t("required")}
          hint={hint(t(preset.consent.required))}
          error={error("consent.required") ?? error("consent.proof")}
        >
          <Select
            value={consent.required}
            disabled={locked}
            onChange={(required) =>
              set({
                consent:
                  required === "express" ? { ...consent, required } : { required, proof: false, maxAgeDays: null },
              })
            }
            options={(["listed", "express"] as const).map((value) => ({
              value,
              label: t(value),
              disabled: value === "listed" && preset.consent.required === "express",
            }))}
          />
        </FormField>
        <FormField label={t("maxAgeDays")} hint={hint(preset.consent.maxAgeDays)} error={error("consent.maxAgeDays")}>
          <NumberInput
            value={consent.maxAgeDays}
            min={1}
            max={36_500}
            disabled={locked || !express}
            placeholder={all("none")}
            onChange={(maxAgeDays) => set({ consent: { ...consent, maxAgeDays } })}
            onEmpty={() => set({ consent: { ...consent, maxAgeDays: null } })}
          />
        </FormField>
        <Switch
          label={t("proof")}
          checked={consent.proof}
          disabled={locked || !express || preset.consent.proof}
          onChange={(proof) => set({ consent: { ...consent, proof } })}
        />
      </div>
    </Part>
  );
}

/** Which number is shown. */
export function CallerIdPart({ rules, set, looser, locked }: PartProps) {
  const t = useTranslations("compliance.callerId");
  const { preset } = useLimits({ rules, looser });
  const { callerId } = rules;
  return (
    <Part title={t("title")}>
      <div className="flex flex-col gap-3">
        {(["required", "sameCountry"] as const).map((key) => (
          <Switch
            key={key}
            label={t(key)}
            checked={callerId[key]}
            disabled={locked || preset.callerId[key]}
            onChange={(checked) => set({ callerId: { ...callerId, [key]: checked } })}
          />
        ))}
      </div>
    </Part>
  );
}

/** What machines may do: listen, leave a message, speak. */
export function MachinesPart(props: PartProps) {
  const t = useTranslations("compliance.machines");
  const { rules, set, locked } = props;
  const { preset, hint, error } = useLimits(props);
  const fields = [
    { key: "messageDrop", label: t("drop") },
    { key: "agentless", label: t("agentless") },
  ] as const;
  return (
    <Part title={t("title")}>
      <div className="grid grid-cols-3 gap-4">
        <FormField label={t("detection")} hint={hint(t(preset.machineDetection))} error={error("machineDetection")}>
          <Select
            value={rules.machineDetection}
            disabled={locked}
            onChange={(machineDetection) => set({ machineDetection })}
            options={(["allowed", "forbidden"] as const).map((value) => ({
              value,
              label: t(value),
              disabled: value === "allowed" && preset.machineDetection === "forbidden",
            }))}
          />
        </FormField>
        {fields.map(({ key, label }) => (
          <FormField key={key} label={label} hint={hint(t(preset[key]))} error={error(key)}>
            <Select
              value={rules[key]}
              disabled={locked}
              onChange={(value) => set({ [key]: value })}
              options={PERMISSIONS.map((value) => ({
                value,
                label: t(value),
                disabled: STRICTNESS[value] < STRICTNESS[preset[key]],
              }))}
            />
          </FormField>
        ))}
      </div>
    </Part>
  );
}

/** Which refusals a permitted person may lift. */
export function OverridablePart({ rules, set, looser, locked }: PartProps) {
  const t = useTranslations("compliance.overridable");
  const word = useWord();
  const { preset } = useLimits({ rules, looser });
  const offered = OVERRIDABLE_REASONS.filter((reason) => preset.overridable.includes(reason));
  return (
    <Part title={t("title")} hint={t("hint")}>
      {offered.length === 0 ? <p className="text-sm text-muted">{t("nothing")}</p> : null}
      <div className="grid grid-cols-2 gap-2">
        {offered.map((reason) => (
          <Checkbox
            key={reason}
            label={word("reason", reason)}
            checked={rules.overridable.includes(reason)}
            disabled={locked}
            onChange={(checked) =>
              set({
                overridable: OVERRIDABLE_REASONS.filter((one) =>
                  one === reason ? checked : rules.overridable.includes(one),
                ),
              })
            }
          />
        ))}
      </div>
    </Part>
  );
}
