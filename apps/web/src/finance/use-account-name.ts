"use client";
import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { useEnumLabel, useTextOf } from "~/i18n/enum-label.ts";

/** The name of an account of the ledger: "Receivable", "Revenue: seats by the month". */
export function useAccountName(): (account: string) => string {
  const t = useTranslations("finance.account");
  const label = useEnumLabel();
  const textOf = useTextOf();
  return useCallback(
    (account) => {
      const [name = "", of] = account.split(":");
      if (name === "revenue" && of !== undefined)
        return t("revenue", { of: of === "other" ? t("other") : label("priceType", of) });
      return textOf(`finance.account.${account}`) ?? account;
    },
    [t, label, textOf],
  );
}
