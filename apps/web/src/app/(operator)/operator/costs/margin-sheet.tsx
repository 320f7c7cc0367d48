"use client";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { arithmeticText, useMessageText } from "~/i18n/message-text.ts";
import { Money } from "~/ui/format.tsx";
import { Sheet } from "~/ui/overlay.tsx";
import { type CampaignMargin, type ContractMargin, Share } from "./margins.tsx";

interface MarginSheetProps {
  readonly campaign: CampaignMargin;
  readonly margin: ContractMargin;
  readonly onDone: () => void;
}

/** How a campaign's margin came about. */
export function MarginSheet({ campaign, margin, onDone }: MarginSheetProps) {
  const t = useTranslations("finance.costs");
  const { currency } = margin;
  const money = (minor: bigint): ReactNode => <Money minor={minor} currency={currency} />;
  return (
    <Sheet open onOpenChange={onDone} title={campaign.name ?? t("noCampaign")} description={margin.contractReference}>
      <dl className="flex flex-col gap-1.5 text-sm">
        <Line label={t("ownRevenue")}>{money(campaign.ownRevenueMinor)}</Line>
        <Line label={t("sharedRevenue")}>{money(campaign.revenueMinor - campaign.ownRevenueMinor)}</Line>
        <Line label={t("carrier")}>{money(-campaign.carrierMinor)}</Line>
        <Line label={t("seat")}>{money(-campaign.seatMinor)}</Line>
        <Line label={t("agent")}>{money(-campaign.agentMinor)}</Line>
        <div className="mt-1 flex items-baseline justify-between gap-4 border-t pt-2 text-base font-semibold">
          <dt>{t("left")}</dt>
          <dd className="flex gap-4">
            <Share ppm={campaign.marginPpm} />
            {money(campaign.marginMinor)}
          </dd>
        </div>
      </dl>
      <Explained title={t("carrierLines")} lines={campaign.carrierLines} currency={currency} />
      <Explained title={t("sharedCosts")} lines={margin.sharedCosts} currency={currency} />
    </Sheet>
  );
}

function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-4">
      <dt className="text-muted">{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

interface ExplainedProps {
  readonly title: string;
  readonly lines: ContractMargin["sharedCosts"];
  readonly currency: string;
}

function Explained({ title, lines, currency }: ExplainedProps) {
  const say = useMessageText();
  const locale = useLocale();
  if (lines.length === 0) return null;
  return (
    <section className="mt-6">
      <h3 className="mb-1 text-xs font-medium text-muted">{title}</h3>
      <ul className="divide-y rounded-md border">
        {lines.map((line) => (
          <li key={`${line.description.key} ${line.arithmetic}`} className="px-3 py-2 text-sm">
            <span className="flex items-baseline justify-between gap-4">
              <span>{say(line.description)}</span>
              <Money minor={line.amountMinor} currency={currency} />
            </span>
            <span className="tabular block text-xs text-muted">{arithmeticText(line.arithmetic, locale)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
