"use client";
import type { RouterOutputs } from "@callbay/api/router";
import type { Message } from "@callbay/domain/message";
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

/** A version of a contract as both sides read it. */
export function TermsView({ version }: { version: ContractVersionView }) {
  const t = useTranslations("common.terms");
  return (
    <div className="flex flex-col gap-4">
      <div className="flex items-center gap-2 text-sm text-muted">
        <span className="font-medium text-ink">{t("version", { number: version.version })}</span>
        <span>
          {t("from")} <Day date={version.effectiveFrom} />
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
      <Facts
        items={[
          { label: t("minTalk"), value: t("seconds", { seconds: version.minTalkMs / 1000 }) },
          { label: t("recording"), value: version.recordingRequired ? t("recordingRequired") : t("recordingFree") },
          { label: t("tax"), value: `${ppmToPercent(version.taxRatePpm)} %` },
          { label: t("payment"), value: t("days", { days: version.paymentTermDays }) },
          {
            label: t("excluded"),
            value: version.excludedPrefixes.length > 0 ? version.excludedPrefixes.join(", ") : t("noneExcluded"),
          },
        ]}
      />
    </div>
  );
}
