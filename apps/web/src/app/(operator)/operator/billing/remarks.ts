"use client";
import { useFormatter, useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import type { BoardRow } from "./board.tsx";

type Missing = BoardRow["missing"];
type Finding = BoardRow["unusual"][number];

/** What is missing before a period can be closed in good conscience, in words. */
export function useLacks(): (missing: Missing) => string[] {
  const t = useTranslations("finance.billing.lacks");
  return (missing) => {
    const texts = (
      ["unpricedUsage", "callsWithoutDisposition", "recordingsMissing", "importsRunning"] as const
    ).flatMap((key) => (missing[key] > 0 ? [t(key, { count: missing[key] })] : []));
    return missing.withoutTerms ? [t("withoutTerms"), ...texts] : texts;
  };
}

/** What is unusual against the last invoice, in words: "Each chargeable call: quantity +45 %". */
export function useFindings(): (findings: readonly Finding[]) => string[] {
  const t = useTranslations("finance.billing.finding");
  const format = useFormatter();
  const label = useEnumLabel();
  return (findings) =>
    findings.map(({ what, componentType, direction, changePpm }) => {
      const of = [
        componentType ? label("priceType", componentType) : "",
        direction ? label("direction", direction).toLowerCase() : "",
      ]
        .filter(Boolean)
        .join(", ");
      const change = format.number((changePpm ?? 0) / 1_000_000, {
        style: "percent",
        signDisplay: "always",
        maximumFractionDigits: 0,
      });
      return what === "total" ? t(what, { change }) : t(what, { of, change });
    });
}
