"use client";
import type { AgentlessScript, AnsweringMachine } from "@callbay/domain/agentless/types";
import type { DialMode } from "@callbay/domain/values";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useEnumLabel, useTextOf } from "~/i18n/enum-label.ts";

interface Calling {
  readonly dialMode: DialMode;
  /** The revision that binds it; null: its own settings alone. */
  readonly compliance: { readonly name: string; readonly region: string; readonly revision: number } | null;
  readonly machine: AnsweringMachine;
  readonly agentless: AgentlessScript | null;
  readonly dispositions: readonly { readonly code: string; readonly label: string }[];
}

/** How a campaign calls, in words, as client and operator read it. */
export function useCallingFacts(): (of: Calling) => { readonly label: ReactNode; readonly value: ReactNode }[] {
  const t = useTranslations("compliance.calling");
  const label = useEnumLabel();
  const textOf = useTextOf();
  return ({ dialMode, compliance, machine, agentless, dispositions }) => {
    const keys = Object.entries(agentless?.keys ?? {}).map(([key, action]) => {
      const means =
        action.do === "answer"
          ? (dispositions.find(({ code }) => code === action.disposition)?.label ?? action.disposition)
          : t(`key.${action.do}`);
      return `${key}: ${means}`;
    });
    return [
      { label: t("mode"), value: label("dialMode", dialMode) },
      {
        label: t("profile"),
        value: compliance
          ? `${compliance.name} · ${t("revision", {
              region: textOf(`compliance.regions.${compliance.region}`) ?? compliance.region,
              revision: compliance.revision,
            })}`
          : `${t("custom")}: ${t("customHint")}`,
      },
      {
        label: t("detect"),
        value: machine.detect
          ? `${t(`machine.${machine.action}`)}${machine.media ? ` (${machine.media})` : ""} · ${t("unsure")}: ${t(`unsureIs.${machine.unsure}`)}`
          : t("notHeard"),
      },
      ...(dialMode === "agentless" && agentless
        ? [
            { label: t("says"), value: `${agentless.media} × ${agentless.repeat}` },
            { label: t("keys"), value: keys.length > 0 ? keys.join(" · ") : t("noKeys") },
          ]
        : []),
    ];
  };
}
