"use client";
import { DIAL_MODES } from "@callbay/domain/values";
import { useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useEnumLabel, useTextOf } from "~/i18n/enum-label.ts";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { FormField, Input, Switch } from "~/ui/form.tsx";
import { Notice } from "~/ui/layout.tsx";
import { Select } from "~/ui/select.tsx";
import { useWord } from "~/workspace/words.ts";
import { AgentlessEditor } from "./agentless-editor.tsx";
import { NumberInput } from "./number-input.tsx";
import type { SectionProps } from "./section.tsx";

const CUSTOM = "custom";
const UNSURE = ["human", "machine"] as const;
const ON_MACHINE = ["hangup", "message"] as const;

/** How it calls: mode, the rules that bind it, answering machines, its place among campaigns that share agents. */
export function CallingSection({
  campaign,
  draft,
  set,
  locked,
  tunable,
}: SectionProps & { readonly tunable: boolean }) {
  const t = useTranslations("compliance.calling");
  const seconds = useTranslations("workspace.setup");
  const label = useEnumLabel();
  const word = useWord();
  const textOf = useTextOf();
  const regionName = (region: string): string => textOf(`compliance.regions.${region}`) ?? region;
  const format = useFormatter();
  // What the profile asks for: a share in millionths, or a time in milliseconds.
  const limitText = (reason: string, limit: number): string =>
    reason === "abandoned_limit_too_high"
      ? format.number(limit / 1e6, { style: "percent", maximumFractionDigits: 2 })
      : seconds("seconds", { count: limit / 1_000 });
  const may = useMay();
  const trpc = useTRPC();
  const profiles = useQuery(trpc.compliance.list.queryOptions({}, { enabled: may("compliance.read") }));
  const known = (profiles.data ?? []).map((one) => ({
    value: one.id,
    label: one.name,
    hint: t("revision", { region: regionName(one.region), revision: one.revision }),
  }));
  const own = campaign.compliance;
  // The revision that binds it now stays to be seen when there is a newer one.
  if (own && !known.some(({ value }) => value === own.id))
    known.push({
      value: own.id,
      label: own.name,
      hint: t("revision", { region: regionName(own.region), revision: own.revision }),
    });
  const { machine } = draft;
  const saved = draft.complianceId === (own?.id ?? null);
  return (
    <div className="flex flex-col gap-5">
      <div className="grid grid-cols-2 gap-4">
        <FormField label={t("mode")} hint={t(`modeHint.${draft.dialMode}`)} required>
          <Select
            value={draft.dialMode}
            onChange={(dialMode) => set({ dialMode })}
            options={DIAL_MODES.map((value) => ({ value, label: label("dialMode", value) }))}
            disabled={locked}
          />
        </FormField>
        <FormField label={t("profile")} hint={t("profileHint")} required>
          <Select
            value={draft.complianceId ?? CUSTOM}
            onChange={(value) => set({ complianceId: value === CUSTOM ? null : value })}
            options={[{ value: CUSTOM, label: t("custom"), hint: t("customHint") }, ...known]}
            disabled={locked}
          />
        </FormField>
      </div>
      {saved && campaign.profileRefusals.length > 0 ? (
        <Notice tone="warn" icon={<TriangleAlert aria-hidden />}>
          <strong className="font-medium">{t("refused")}</strong>
          <ul className="list-disc pl-5">
            {campaign.profileRefusals.map(({ reason, limit }) => (
              <li key={reason}>
                {word("profileRefusal", reason)}
                {limit === null ? null : ` (${limitText(reason, limit)})`}
              </li>
            ))}
          </ul>
        </Notice>
      ) : null}
      <div className="flex flex-col gap-3">
        <Switch
          label={t("detect")}
          checked={machine.detect}
          onChange={(detect) =>
            set({ machine: detect ? { detect: true, action: "hangup", unsure: "human" } : { detect: false } })
          }
          disabled={locked}
        />
        <p className="text-xs text-muted">{t("detectHint")}</p>
        {machine.detect ? (
          <div className="grid grid-cols-3 gap-4">
            <FormField label={t("onMachine")}>
              <Select
                value={machine.action}
                onChange={(action) => set({ machine: { ...machine, action } })}
                options={ON_MACHINE.map((value) => ({ value, label: t(`machine.${value}`) }))}
                disabled={locked}
              />
            </FormField>
            <FormField label={t("unsure")}>
              <Select
                value={machine.unsure}
                onChange={(unsure) => set({ machine: { ...machine, unsure } })}
                options={UNSURE.map((value) => ({ value, label: t(`unsureIs.${value}`) }))}
                disabled={locked}
              />
            </FormField>
            {machine.action === "message" ? (
              <FormField label={t("message")} hint={t("mediaHint")} required>
                <Input
                  value={machine.media ?? ""}
                  onChange={(event) => set({ machine: { ...machine, media: event.target.value } })}
                  placeholder="sound:…"
                  disabled={locked}
                />
              </FormField>
            ) : null}
          </div>
        ) : null}
      </div>
      {draft.dialMode === "agentless" ? (
        <AgentlessEditor
          script={draft.agentless}
          dispositions={draft.dispositions}
          onChange={(agentless) => set({ agentless })}
          disabled={locked}
        />
      ) : null}
      <div className="grid grid-cols-2 gap-4">
        <FormField label={t("priority")} hint={t("priorityHint")}>
          <NumberInput
            value={draft.priority}
            min={1}
            max={9}
            onChange={(priority) => set({ priority })}
            disabled={!tunable}
          />
        </FormField>
        <FormField label={t("share")} hint={t("shareHint")}>
          <NumberInput
            value={draft.share}
            min={1}
            max={10_000}
            onChange={(share) => set({ share })}
            disabled={!tunable}
          />
        </FormField>
      </div>
    </div>
  );
}
