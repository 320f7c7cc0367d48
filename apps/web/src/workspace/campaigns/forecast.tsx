"use client";
import { useFormatter, useTranslations } from "next-intl";
import type { Progress } from "./progress.tsx";

/** What predictive dialling expected when it decided: the numbers behind its reason, in words. */
export function Forecast({ forecast }: { forecast: NonNullable<NonNullable<Progress["lastDecision"]>["forecast"]> }) {
  const t = useTranslations("workspace.progress.forecast");
  const format = useFormatter();
  const number = (value: number): string => format.number(value, { maximumFractionDigits: 1 });
  const percent = (share: number): string => format.number(share, { style: "percent", maximumFractionDigits: 1 });
  const lines = [
    {
      key: "expected",
      text: t("expected", {
        seconds: number(forecast.horizonS),
        answers: number(forecast.expectedAnswers),
        agents: number(Math.max(0, forecast.expectedFree)),
      }),
    },
    {
      key: "risk",
      text: t("risk", { risk: percent(forecast.risk), allowed: percent(forecast.riskAllowed) }),
    },
    { key: "rate", text: t("rate", { rate: percent(forecast.answerRate), error: percent(forecast.answerRateError) }) },
    { key: "durations", text: t("durations", { talk: number(forecast.talkS), wrapup: number(forecast.wrapupS) }) },
    {
      key: "budget",
      text: t("budget", {
        left: number(Math.max(0, forecast.budgetLeft)),
        expected: number(forecast.expectedAbandoned),
      }),
    },
  ];
  return (
    <ul className="mt-2 space-y-1 border-t pt-2 text-xs leading-5 text-muted">
      {lines.map(({ key, text }) => (
        <li className="tabular" key={key}>
          {text}
        </li>
      ))}
    </ul>
  );
}
