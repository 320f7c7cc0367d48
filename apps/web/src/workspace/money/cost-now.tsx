"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useLocale, useTranslations } from "next-intl";
import { arithmeticText, useMessageText } from "~/i18n/message-text.ts";
import { Count, Money, Period } from "~/ui/format.tsx";
import { Card } from "~/ui/layout.tsx";

export type Cost = RouterOutputs["usage"]["current"]["items"][number];

/** What a contract has cost since its last invoice, priced as the invoice will be. */
export function CostNow({ cost }: { cost: Cost }) {
  const t = useTranslations("workspace.money");
  const say = useMessageText();
  const locale = useLocale();
  return (
    <Card
      title={
        <span className="flex items-baseline gap-2">
          {t("soFar")}{" "}
          <span className="text-xs font-normal text-muted">{t("contractIs", { reference: cost.reference })}</span>
        </span>
      }
      actions={
        <span className="text-xs text-muted">
          <Period from={cost.periodFrom} to={cost.periodTo} />
        </span>
      }
    >
      <div className="flex items-end justify-between gap-6">
        <p className="text-2xl font-semibold tracking-tight">
          <Money minor={cost.netMinor} currency={cost.currency} />
        </p>
        <p className="text-xs text-muted">
          {t("withTax")} <Money minor={cost.totalMinor} currency={cost.currency} /> · {t("calls")}{" "}
          <Count value={cost.counts.calls} /> · {t("seatDays")} <Count value={cost.counts.seatDays} />
        </p>
      </div>
      {cost.charges.length > 0 ? (
        <ul className="mt-3 divide-y border-t">
          {cost.charges.map((charge) => (
            <li
              key={`${charge.componentId} ${charge.periodFrom} ${charge.description.key}`}
              className="flex items-baseline justify-between gap-6 py-2 text-sm"
            >
              <span className="min-w-0">
                {say(charge.description)}
                <span className="tabular block text-xs text-muted">{arithmeticText(charge.arithmetic, locale)}</span>
              </span>
              <Money minor={charge.amountMinor} currency={cost.currency} className="font-medium" />
            </li>
          ))}
        </ul>
      ) : (
        <p className="mt-2 text-sm text-muted">{t("nothingYet")}</p>
      )}
    </Card>
  );
}
