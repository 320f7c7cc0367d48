"use client";
import { INELIGIBLE_REASONS } from "@callbay/domain/eligibility/types";
import { useFormatter, useTranslations } from "next-intl";
import { useDescribeError } from "~/trpc/errors.ts";

export interface DialRefusal {
  readonly code: string;
  readonly text: string;
  /** What can be done about it; "" for nothing. */
  readonly remedy: string;
}

/** Why a call was not placed, in words, and what could lift it; null without an error. */
export function useDialRefusal(): (error: unknown) => DialRefusal | null {
  const t = useTranslations("desk.refused");
  const format = useFormatter();
  const describe = useDescribeError();
  return (error) => {
    if (!error) return null;
    const { code, message, details } = describe(error);
    const reason = INELIGIBLE_REASONS.find((known) => known === details.reason);
    if (code !== "CALL_REFUSED" || !reason) return { code, text: message, remedy: "" };
    const retryAt = typeof details.retryAt === "string" ? new Date(details.retryAt) : null;
    const when = retryAt
      ? t("again", {
          at: format.dateTime(retryAt, {
            weekday: "short",
            day: "numeric",
            month: "short",
            hour: "2-digit",
            minute: "2-digit",
          }),
        })
      : "";
    const lift = details.liftable === true ? t("liftable") : t("notLiftable");
    return { code, text: t(`reason.${reason}`), remedy: [when, lift].filter(Boolean).join(" ") };
  };
}
