"use client";
import { PRESETS } from "@callbay/domain/compliance/presets";
import type { ComplianceRules } from "@callbay/domain/compliance/types";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Card } from "~/ui/layout.tsx";

/** What each part of the editor is given. */
export interface PartProps {
  readonly rules: ComplianceRules;
  readonly set: (patch: Partial<ComplianceRules>) => void;
  /** Fields that are looser than the preset, by their path. */
  readonly looser: ReadonlySet<string>;
  readonly locked: boolean;
}

/** One subject of a profile. */
export function Part({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <Card title={title} {...(hint === undefined ? {} : { description: hint })}>
      {children}
    </Card>
  );
}

/** What the preset says of a field, and what is wrong with the profile's own word on it. */
export function useLimits({ rules, looser }: Pick<PartProps, "rules" | "looser">) {
  const t = useTranslations("compliance");
  const format = useFormatter();
  const preset = PRESETS[rules.region];
  return {
    preset,
    hint: (value: string | number | null): string =>
      value === null
        ? t("presetNone")
        : t("preset", { value: typeof value === "number" ? format.number(value) : value }),
    error: (path: string): string | undefined =>
      looser.has(path) ? t("looser", { region: t(`regions.${rules.region}`) }) : undefined,
  };
}
