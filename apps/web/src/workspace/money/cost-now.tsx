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

/** What each contract has cost since its last invoice, a line each; a line opens into how it was reckoned. */
export function CostsNow({ costs }: { costs: readonly Cost[] }) {
  const t = useTranslations("workspace.money");
  if (costs.length === 0) return null;
  return (
    <Card flush title={t("soFar")}>
      <ul className="divide-y">
        {costs.map((cost) => (
          <CostNow key={cost.contractId} cost={cost} open={costs.length === 1} />
        ))}
      </ul>
    </Card>
  );
}

/** What a contract has cost, priced as the invoice will be, and what the month will come to. */
function CostNow({ cost, open }: { cost: Cost; open: boolean }) {
  const t = useTranslations("workspace.money");
  const { currency, taxInclusive, counts } = cost;
  const forecast = cost.forecast?.parts.length ? cost.forecast : null;
  const opens = cost.charges.length > 0 || forecast !== null;
  const figures = (
    <>
      {opens ? (
        <ChevronRight aria-hidden className="size-4 shrink-0 text-faint group-open:rotate-90" />
      ) : (
        <span className="size-4 shrink-0" />
      )}
      <span className="min-w-0 flex-1">
        <span className="block truncate text-sm">
          <span className="font-medium">{cost.reference}</span>{" "}
          <span className="ml-1 text-xs text-muted">
            <Period from={cost.periodFrom} to={cost.periodTo} />
          </span>
        </span>
        <span className="block truncate text-xs text-muted">
          {cost.charges.length === 0
            ? t("nothingYet")
            : `${t("callsCounted", { count: counts.calls })} · ${t("seatDaysCounted", { count: counts.seatDays })}`}
        </span>
      </span>
      {forecast ? (
        <Figure name={t("forecast")}>
          <Money minor={forecast.expectedMinor} currency={currency} className="text-sm text-muted" />
        </Figure>
      ) : null}
      <Figure
        name={
          cost.taxMinor === 0n ? null : (
            <>
              {taxInclusive ? t("withoutTax") : t("withTax")}{" "}
              <Money minor={taxInclusive ? cost.netMinor : cost.totalMinor} currency={currency} />
            </>
          )
        }
      >
        <Money
          minor={taxInclusive ? cost.totalMinor : cost.netMinor}
          currency={currency}
          className="text-lg font-semibold tracking-tight"
        />
      </Figure>
    </>
  );
  const line = "flex min-h-12 items-center gap-3 px-4 py-1.5";
  return (
    <li data-testid={`cost-${cost.reference}`}>
      {opens ? (
        <details open={open && cost.charges.length > 0} className="group">
          <summary className={cx(line, "cursor-pointer list-none hover:bg-hover")}>{figures}</summary>
          <div className="border-t bg-sunken/40 py-2 pr-4 pl-11">
            <h3 className="text-xs text-muted">{t("reckoned")}</h3>
            <Reckoned cost={cost} />
          </div>
        </details>
      ) : (
        <div className={line}>{figures}</div>
      )}
    </li>
  );
}

/** A sum with what it is below it, at the right of its line. */
function Figure({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <span className="w-52 shrink-0 text-right">
      <span className="block leading-6">{children}</span>
      {name === null ? null : <span className="block truncate text-xs text-muted">{name}</span>}
    </span>
  );
}

function Reckoned({ cost }: { cost: Cost }) {
  const t = useTranslations("workspace.money");
  const say = useMessageText();
  const { currency } = cost;
  const shared = cost.campaigns.filter((one) => one.campaignId !== null && one.amountMinor !== 0n);
  return (
    <>
      {cost.charges.length > 0 ? (
        <ul className="divide-y">
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
      {cost.forecast?.parts.length ? (
        <Part title={t("forecast")}>
          {cost.forecast.parts.map((part) => (
            <Priced
              key={`${part.sentence.key} ${part.arithmetic}`}
              text={say(part.sentence)}
              arithmetic={part.arithmetic}
              amount={<Money minor={part.expectedMinor} currency={currency} className="text-muted" />}
            />
          ))}
        </Part>
      ) : null}
    </>
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
