"use client";
import type { RouterOutputs } from "@callbay/api/router";
import type { Message } from "@callbay/domain/message";
import { explainAdjustment } from "@callbay/domain/rating/explain";
import { useTranslations } from "next-intl";
import { useMessageText } from "~/i18n/message-text.ts";
import { ppmToPercent } from "~/lib/decimal.ts";
import { Day } from "~/ui/format.tsx";
import { Facts } from "~/ui/layout.tsx";
import { Badge } from "~/ui/status.tsx";

export type ContractVersionView = RouterOutputs["operator"]["contracts"]["get"]["versions"][number];

/** One price in words, with its worked example. */
export function PriceInWords({ sentence, example }: { sentence: Message; example: Message }) {
  const say = useMessageText();
  return (
    <div className="rounded-md bg-sunken px-3 py-2.5">
      <p className="text-sm font-medium">{say(sentence)}</p>
      <p className="tabular mt-1 text-xs text-muted">{say(example)}</p>
    </div>
  );
}

interface TermsViewProps {
  readonly version: ContractVersionView;
  readonly currency: string;
  /** The last day of these terms, where others follow or the contract ends. */
  readonly lastDay?: string | null;
}

/** A version of a contract as both sides read it. */
export function TermsView({ version, currency, lastDay }: TermsViewProps) {
  const t = useTranslations("common.terms");
  return (
    <div className="flex flex-col gap-4">
      <div className="flex items-center gap-2 text-sm text-muted">
        <span className="font-medium text-ink">{t("version", { number: version.version })}</span>
        <span>
          {t("from")} <Day date={version.effectiveFrom} />
          {lastDay ? (
            <>
              {" "}
              {t("until")} <Day date={lastDay} />
            </>
          ) : null}
        </span>
        {version.inForce ? <Badge tone="ok">{t("inForce")}</Badge> : null}
        {version.effectiveFrom > new Date().toISOString().slice(0, 10) ? (
          <Badge tone="accent">{t("upcoming")}</Badge>
        ) : null}
      </div>
      <div className="flex flex-col gap-2">
        {version.components.map((component) => (
          <PriceInWords key={component.id} {...component.explanation} />
        ))}
      </div>
      {version.adjustments.length > 0 ? (
        <section className="flex flex-col gap-2">
          <h3 className="text-xs font-medium text-muted">{t("after")}</h3>
          {version.adjustments.map((adjustment) => (
            <PriceInWords key={JSON.stringify(adjustment)} {...explainAdjustment(adjustment, currency)} />
          ))}
        </section>
      ) : null}
      <Conditions version={version} />
    </div>
  );
}

function Conditions({ version }: { version: ContractVersionView }) {
  const t = useTranslations("common.terms");
  return (
    <Facts
      items={[
        { label: t("minTalk"), value: t("seconds", { seconds: version.minTalkMs / 1000 }) },
        { label: t("recording"), value: version.recordingRequired ? t("recordingRequired") : t("recordingFree") },
        {
          label: t("tax"),
          value: (
            <>
              {t(`taxMode.${version.taxMode}`, { rate: ppmToPercent(version.taxRatePpm) })}
              {version.taxNote ? <span className="block text-xs text-muted">{version.taxNote}</span> : null}
            </>
          ),
        },
        { label: t("review"), value: t("reviewDays", { days: version.reviewDays }) },
        { label: t("payment"), value: t("days", { days: version.paymentTermDays }) },
        ...(version.autoCharge ? [{ label: t("autoCharge"), value: t("autoChargeOn") }] : []),
        {
          label: t("excluded"),
          value: version.excludedPrefixes.length > 0 ? version.excludedPrefixes.join(", ") : t("noneExcluded"),
        },
      ]}
    />
  );
}
