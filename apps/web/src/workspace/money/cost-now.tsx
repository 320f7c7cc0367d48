"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { ChevronRight } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { arithmeticText, useMessageText } from "~/i18n/message-text.ts";
import { cx } from "~/ui/cx.ts";
import { Money, Period } from "~/ui/format.tsx";
import { Card } from "~/ui/layout.tsx";

export type Cost = RouterOutputs["usage"]["current"]["items"][number];

/** What a contract has cost since its last invoice, priced as the invoice will be, and what the month will come to. */
export function CostNow({ cost, open }: { cost: Cost; open: boolean }) {
  const t = useTranslations("workspace.money");
  const say = useMessageText();
  const { currency, taxInclusive, counts } = cost;
  const forecast = cost.forecast?.parts.length ? cost.forecast : null;
  const shared = cost.campaigns.filter((one) => one.campaignId !== null && one.amountMinor !== 0n);
  const charges = cost.charges.length;
  return (
    <div data-testid={`cost-${cost.reference}`}>
      <Card
        title={
          <>
            {t("soFar")}{" "}
            <span className="ml-1 text-xs font-normal text-muted">
              {t("contractIs", { reference: cost.reference })}
            </span>
          </>
        }
        actions={
          <span className="text-xs text-muted">
            <Period from={cost.periodFrom} to={cost.periodTo} />
          </span>
        }
      >
        <div className="flex items-end justify-between gap-6">
          <div>
            <p className="text-2xl font-semibold tracking-tight">
              <Money minor={taxInclusive ? cost.totalMinor : cost.netMinor} currency={currency} />
            </p>
            <p className="mt-0.5 text-xs text-muted">
              {cost.taxMinor === 0n ? null : (
                <>
                  {taxInclusive ? t("withoutTax") : t("withTax")}{" "}
                  <Money minor={taxInclusive ? cost.netMinor : cost.totalMinor} currency={currency} />
                  {" · "}
                </>
              )}
              {t("callsCounted", { count: counts.calls })} · {t("seatDaysCounted", { count: counts.seatDays })}
            </p>
          </div>
          {forecast ? (
            <div className="text-right">
              <p className="text-lg font-medium text-muted">
                <Money minor={forecast.expectedMinor} currency={currency} />
              </p>
              <p className="mt-0.5 text-xs text-muted">{t("forecast")}</p>
            </div>
          ) : null}
        </div>
        {charges === 0 ? <p className="mt-3 border-t pt-3 text-sm text-muted">{t("nothingYet")}</p> : null}
        {charges > 0 || forecast ? (
          <details open={open && charges > 0} className={cx("group", charges > 0 ? "mt-3 border-t pt-2.5" : "mt-2")}>
            <summary className="flex w-fit cursor-pointer list-none items-center gap-1 rounded-sm text-sm font-medium hover:text-accent">
              <ChevronRight aria-hidden className="size-4 text-faint group-open:rotate-90" />
              {t("reckoned")}
            </summary>
            {charges > 0 ? (
              <ul className="mt-1 divide-y">
                {cost.charges.map((charge) => (
                  <Priced
                    key={`${charge.componentId} ${charge.contractVersionId} ${charge.periodFrom} ${charge.kind} ${charge.description.key} ${charge.arithmetic}`}
                    text={say(charge.description)}
                    arithmetic={charge.arithmetic}
                    amount={<Money minor={charge.amountMinor} currency={currency} className="font-medium" />}
                  />
                ))}
              </ul>
            ) : null}
            {shared.length > 0 ? (
              <Part title={t("byCampaign")}>
                {shared.map((one) => (
                  <li key={one.campaignId} className="flex items-baseline justify-between gap-6 py-1 text-sm">
                    <span className="min-w-0 truncate">{one.name || "—"}</span>
                    <Money minor={one.amountMinor} currency={currency} />
                  </li>
                ))}
              </Part>
            ) : null}
            {forecast ? (
              <Part title={t("forecast")}>
                {forecast.parts.map((part) => (
                  <Priced
                    key={`${part.sentence.key} ${part.arithmetic}`}
                    text={say(part.sentence)}
                    arithmetic={part.arithmetic}
                    amount={<Money minor={part.expectedMinor} currency={currency} className="text-muted" />}
                  />
                ))}
              </Part>
            ) : null}
          </details>
        ) : null}
      </Card>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="mt-2 rounded-md bg-sunken px-3 py-2">
      <h3 className="text-xs text-muted">{title}</h3>
      <ul>{children}</ul>
    </div>
  );
}

interface PricedProps {
  readonly text: string;
  readonly arithmetic: Parameters<typeof arithmeticText>[0];
  readonly amount: ReactNode;
}

/** What is charged, how it was reckoned below it, and the amount at the right. */
function Priced({ text, arithmetic, amount }: PricedProps) {
  const locale = useLocale();
  return (
    <li className="flex items-baseline justify-between gap-6 py-2 text-sm">
      <span className="min-w-0">
        {text}
        <span className="tabular block text-xs text-muted">{arithmeticText(arithmetic, locale)}</span>
      </span>
      {amount}
    </li>
  );
}
