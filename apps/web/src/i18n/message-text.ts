"use client";
import type { Message } from "@callbay/domain/message";
import { arithmeticIn } from "@callbay/domain/rating/arithmetic-words";
import { useFormatter, useLocale, useMessages, useTranslations } from "next-intl";
import { useCallback } from "react";
import { useEnumLabel } from "./enum-label.ts";
import { groupedAmounts, groupedDecimal, groupedText } from "./grouped.ts";
import type { Messages } from "./messages.ts";

type Texts = Messages["common"]["messages"];

/** A day as the domain writes it: 2026-09-05. */
const ISO_DAY = /\b\d{4}-\d{2}-\d{2}\b/g;

function isKey(key: string, texts: Texts): key is Extract<keyof Texts, string> {
  return key in texts;
}

/** A calculation as an invoice line shows it, in the reader's language. */
export function arithmeticText(arithmetic: string, locale: string): string {
  return groupedText(arithmeticIn(arithmetic, locale), locale);
}

/** Lists of prices, in which amounts stand beside names that somebody chose. */
const NAMED_AMOUNTS: ReadonlySet<string> = new Set(["rates", "milestones"]);

/** What stands before a currency. Other digits are counts, names or prefixes, and stay as they were written. */
export const AMOUNTS: ReadonlySet<string> = new Set([
  ...["amount", "baseFee", "bonus", "minimum", "minimumCharge", "minimumPerCall"],
  ...["monthlyFee", "monthlyRate", "overageRate", "price", "rate"],
]);

/** An amount, or a list of them, with its digits in groups. */
function inReadersDigits(name: string, value: string, locale: string): string {
  if (name === "tiers") return groupedText(value, locale);
  if (NAMED_AMOUNTS.has(name)) return groupedAmounts(value, locale);
  return AMOUNTS.has(name) ? groupedDecimal(value, locale) : value;
}

/** Says a message of the domain (a price, a charge) in the reader's language: `pricing.seat` is `messages.pricing_seat`. */
export function useMessageText(): (message: Message) => string {
  const t = useTranslations("common.messages");
  const { messages: texts } = useMessages().common;
  const format = useFormatter();
  const locale = useLocale();
  const label = useEnumLabel();
  return useCallback(
    ({ key, values }) => {
      const id = key.replaceAll(".", "_");
      if (!isKey(id, texts)) return key;
      const shown: Record<string, string | number> = { ...values };
      if (typeof values.month === "string") {
        const month = new Date(`${values.month}-01T00:00:00Z`);
        shown.month = format.dateTime(month, { year: "numeric", month: "long", timeZone: "UTC" });
      }
      if (typeof values.arithmetic === "string") shown.arithmetic = arithmeticText(values.arithmetic, locale);
      if (typeof values.outcome === "string" && values.outcome) shown.outcome = label("outcome", values.outcome);
      if (typeof values.roles === "string")
        shown.roles = values.roles
          .split(", ")
          .map((role) => label("tenantRole", role))
          .join(", ");
      const day = (iso: string): string =>
        format.dateTime(new Date(`${iso}T00:00:00Z`), { dateStyle: "medium", timeZone: "UTC" });
      for (const [name, value] of Object.entries(shown))
        if (typeof value === "string" && name !== "arithmetic")
          shown[name] = inReadersDigits(name, value, locale).replace(ISO_DAY, day);
      // A list that is put together part by part begins with its separator.
      return t(id, shown).replace(/([:：]) · /g, "$1 ");
    },
    [t, texts, format, locale, label],
  );
}
