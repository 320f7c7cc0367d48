"use client";
import { useLocale, useTranslations } from "next-intl";
import { arithmeticText, useMessageText } from "~/i18n/message-text.ts";
import { Money } from "~/ui/format.tsx";
import type { Cost } from "./cost-now.tsx";

type Forecast = NonNullable<Cost["forecast"]>;

/** What the calendar month will probably come to, and how that was reckoned. */
export function ForecastOf({ forecast, currency }: { forecast: Forecast; currency: string }) {
  const t = useTranslations("workspace.money");
  const say = useMessageText();
  const locale = useLocale();
  if (forecast.parts.length === 0) return null;
  return (
    <details className="group mt-3 rounded-md bg-sunken px-3 py-2">
      <summary className="flex cursor-pointer items-baseline justify-between gap-6 text-sm font-medium">
        <span>
          {t("forecast")} <span className="text-xs font-normal text-muted">{t("forecastHow")}</span>
        </span>
        <Money minor={forecast.expectedMinor} currency={currency} />
      </summary>
      <ul className="mt-2 flex flex-col gap-1.5 border-t pt-2 text-xs text-muted">
        {forecast.parts.map((part) => (
          <li key={part.sentence.key} className="flex items-baseline justify-between gap-6">
            <span>
              {say(part.sentence)}
              <span className="tabular block">{arithmeticText(part.arithmetic, locale)}</span>
            </span>
            <Money minor={part.expectedMinor} currency={currency} />
          </li>
        ))}
      </ul>
    </details>
  );
}
