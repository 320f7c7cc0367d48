"use client";
import type { SegmentCondition, SegmentFilter } from "@callbay/domain/segment/types";
import { useLocale, useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";

/** A target group in the reader's words. */
export function useSegmentWords(): (filter: SegmentFilter) => string {
  const t = useTranslations("segments.words");
  const b = useTranslations("segments.builder");
  const label = useEnumLabel();
  const names = new Intl.DisplayNames([useLocale()], { type: "region" });
  const condition = (one: SegmentCondition): string => {
    if ("point" in one) {
      const places = one.value.map((code) => (one.point === "country" ? (names.of(code) ?? code) : code));
      return `${b(`subjects.${one.point}`)} ${b("operators.equal")} ${places.join(", ")}`;
    }
    if ("contact" in one) return one.is === "yes" ? b("subjects.vip") : t("notVip");
    if ("history" in one) {
      const when = one.withinDays === null ? t("ever") : t("day", { count: one.withinDays });
      const what = b(`subjects.${one.history}`);
      if (one.is !== "one_of") return `${one.is === "yes" ? what : t("negated", { what })} ${when}`;
      const values = one.value.map((value) => (one.history === "outcome" ? label("outcome", value) : value));
      return `${what} ${values.join(", ")} ${when}`;
    }
    const asked = `${one.attribute} ${b(`operators.${one.is}`)}`;
    if (!("value" in one)) return asked;
    if (typeof one.value === "boolean") return `${asked} ${b(one.value ? "operators.yes" : "operators.no")}`;
    return `${asked} ${Array.isArray(one.value) ? one.value.join(", ") : String(one.value)}`;
  };
  const joined = (parts: readonly SegmentFilter[], joint: string, empty: string, nested: boolean): string => {
    if (parts.length === 0) return empty;
    const text = parts.map((part) => words(part, parts.length > 1)).join(joint);
    return nested && parts.length > 1 ? `(${text})` : text;
  };
  const words = (filter: SegmentFilter, nested: boolean): string => {
    if ("all" in filter) return joined(filter.all, t("and"), t("everybody"), nested);
    if ("any" in filter) return joined(filter.any, t("or"), t("nobody"), nested);
    return "not" in filter ? t("not", { what: words(filter.not, false) }) : condition(filter);
  };
  return (filter) => words(filter, false);
}
