"use client";
import { type LocalSpan, WEEKDAYS } from "@callbay/domain/calling-window/hours";
import type { RuleChange } from "@callbay/domain/compliance/difference";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { useTextOf } from "~/i18n/enum-label.ts";
import { spansText, useWeekdayName } from "~/ui/calling-window.tsx";

/** Rules that differ, one below the other: what it was, and what it is now. */
export function RuleChanges({ changes, label }: { changes: readonly RuleChange[]; label: string }) {
  const t = useTranslations("compliance.changes");
  const ruleOf = useRuleName();
  const said = useRuleValue();
  if (changes.length === 0) return <p className="text-sm text-muted">{t("none")}</p>;
  return (
    <table className="w-full table-fixed text-sm" aria-label={label}>
      <thead>
        <tr className="text-left text-xs text-muted [&_th]:pb-1 [&_th]:font-medium">
          <th scope="col">{t("rule")}</th>
          <th scope="col" className="w-[32%]">
            {t("before")}
          </th>
          <th scope="col" className="w-[32%]">
            {t("after")}
          </th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ path, before, after }) => (
          <tr key={path} className="border-t align-top [&_td]:py-1 [&_td]:pr-3">
            <td>{ruleOf(path)}</td>
            <td className="text-muted">{said(path, before)}</td>
            <td className="font-medium">{said(path, after)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A rule's name as the form of a profile has it, with the part it belongs to. */
function useRuleName(): (path: string) => string {
  const textOf = useTextOf();
  const locale = useLocale();
  const text = (key: string): string => textOf(`compliance.${key}`) ?? key;
  const nameOf = useWeekdayName();
  const day = (name: string): string => {
    const known = WEEKDAYS.find((one) => one === name);
    return known ? nameOf(known) : name;
  };
  const name = (path: string): string => {
    const parts = path.split(".");
    const [head = "", field = "", last = ""] = parts;
    if (head === "countries") {
      const country = new Intl.DisplayNames(locale, { type: "region" }).of(field) ?? field;
      const rest = parts.slice(2).join(".");
      return `${country}: ${name(rest.startsWith("attempts") ? rest : `callingWindow.${rest}`)}`;
    }
    if (head === "callingWindow")
      return field === "holidays" ? text("hours.holidays") : `${text("hours.title")}: ${day(last)}`;
    if (head === "machineDetection") return text("machines.detection");
    if (head === "messageDrop") return text("machines.drop");
    if (head === "agentless") return text("machines.agentless");
    if (head === "overridable") return text("overridable.title");
    return `${text(`${head}.title`)}: ${text(`${head}.${field}`)}`;
  };
  return name;
}

function useRuleValue(): (path: string, value: unknown) => string {
  const t = useTranslations("compliance");
  const textOf = useTextOf();
  const format = useFormatter();
  return (path, value) => {
    const lists = path.endsWith("holidays") || path === "overridable";
    if (Array.isArray(value)) {
      if (path === "overridable")
        return format.list(value.map((one) => textOf(`compliance.changes.lifts.${String(one)}`) ?? String(one))) || "—";
      if (lists) return value.join(", ") || "—";
      return value.length === 0 ? t("hours.closed") : spansText(value.filter(isSpan));
    }
    if (value === null || value === undefined) return path.includes(".weekly.") ? "—" : t("none");
    if (typeof value === "boolean") return t(value ? "changes.yes" : "changes.no");
    // Labels say the unit: percent, seconds.
    if (typeof value === "number")
      return format.number(path.endsWith("Ppm") ? value / 10_000 : path.endsWith("Ms") ? value / 1_000 : value);
    return (
      textOf(`compliance.consent.${String(value)}`) ?? textOf(`compliance.machines.${String(value)}`) ?? String(value)
    );
  };
}

function isSpan(value: unknown): value is LocalSpan {
  return Array.isArray(value) && typeof value[0] === "number" && typeof value[1] === "number";
}
