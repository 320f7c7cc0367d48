"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useLocale, useTranslations } from "next-intl";
import { arithmeticText, useMessageText } from "~/i18n/message-text.ts";
import { Count, Money, Period } from "~/ui/format.tsx";
import { Card } from "~/ui/layout.tsx";
import { ForecastOf } from "./forecast.tsx";

export type Cost = RouterOutputs["usage"]["current"]["items"][number];

/** What a contract has cost since its last invoice, priced as the invoice will be, and what the month will come to. */
export function CostNow({ cost }: { cost: Cost }) {
  const t = useTranslations("workspace.money");
  const say = useMessageText();
  const locale = useLocale();
  const shared = cost.campaigns.filter((one) => one.campaignId !== null && one.amountMinor !== 0n);
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
      <div className="grid grid-cols-[1fr_auto] items-end gap-6">
        <p className="text-2xl font-semibold tracking-tight">
          <Money minor={cost.taxInclusive ? cost.totalMinor : cost.netMinor} currency={cost.currency} />
        </p>
        <p className="text-right text-xs text-muted">
          {cost.taxInclusive ? t("withoutTax") : t("withTax")}{" "}
          <Money minor={cost.taxInclusive ? cost.netMinor : cost.totalMinor} currency={cost.currency} /> · {t("calls")}{" "}
          <Count value={cost.counts.calls} /> · {t("seatDays")} <Count value={cost.counts.seatDays} />
        </p>
      </div>
      {cost.charges.length > 0 ? (
        <ul className="mt-3 divide-y border-t">
          {cost.charges.map((charge) => (
            <li
              key={`${charge.componentId} ${charge.contractVersionId} ${charge.periodFrom} ${charge.kind} ${charge.description.key} ${charge.arithmetic}`}
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
      {cost.forecast ? <ForecastOf forecast={cost.forecast} currency={cost.currency} /> : null}
      {shared.length > 0 ? (
        <div className="mt-3 border-t pt-3">
          <h3 className="text-xs text-muted">{t("byCampaign")}</h3>
          <ul className="mt-1 flex flex-col gap-1 text-sm">
            {shared.map((one) => (
              <li key={one.campaignId} className="flex items-baseline justify-between gap-6">
                <span className="min-w-0 truncate">{one.name || "—"}</span>
                <Money minor={one.amountMinor} currency={cost.currency} />
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </Card>
  );
}
