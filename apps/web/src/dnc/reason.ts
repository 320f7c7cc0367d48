"use client";
import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { useTextOf } from "~/i18n/enum-label.ts";

/** Why a number is on a list, in the reader's language where the reason is one of ours ("sms:stop"). */
export function useReasonText(): (reason: string) => string {
  const t = useTranslations("dnc.reasons");
  const textOf = useTextOf();
  return useCallback(
    (reason) => {
      const at = reason.indexOf(":");
      const kind = reason.slice(0, at);
      const detail = reason.slice(at + 1);
      switch (at < 0 ? "" : kind) {
        case "sms":
          return t("sms", { detail });
        case "import":
          return t("import", { detail });
        case "disposition":
          // Its code is the campaign's own: the customer's word is what counts.
          return t("disposition");
        case "call":
        case "key_press":
          return textOf(`dnc.reasons.${kind}`) ?? reason;
        default:
          return reason;
      }
    },
    [t, textOf],
  );
}

/** Did the customer say it themselves? */
export function isByCustomer(reason: string): boolean {
  return /^(?:disposition|call|key_press|sms):/.test(reason);
}
