"use client";
import { effectiveWindow } from "@callbay/domain/compliance/window";
import { X } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { Button } from "~/ui/button.tsx";
import { spansText } from "~/ui/calling-window.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { Day } from "~/ui/format.tsx";
import { Notice } from "~/ui/layout.tsx";
import { WindowGrid } from "~/workspace/campaigns/window-grid.tsx";
import { Part, type PartProps, useLimits } from "./part.tsx";

/** When numbers may be called: the week, days that are closed, and the countries that ask for more. */
export function HoursPart(props: PartProps) {
  const t = useTranslations("compliance.hours");
  const common = useTranslations("common");
  const { rules, set, looser, locked } = props;
  const { preset, error } = useLimits(props);
  const [day, setDay] = useState("");
  const { weekly, holidays } = rules.callingWindow;
  const law = preset.callingWindow.weekly;
  const wrong = [...looser].find((path) => path.startsWith("callingWindow") || path.startsWith("countries"));
  const setHolidays = (days: readonly string[]): void => set({ callingWindow: { weekly, holidays: [...days].sort() } });
  return (
    <Part title={t("title")} hint={t("hint")}>
      <div className="flex flex-col gap-5">
        <div>
          <WindowGrid
            weekly={weekly}
            disabled={locked}
            onChange={(next) => set({ callingWindow: { weekly: next, holidays } })}
          />
          <p className="mt-2 text-xs text-muted">
            {t("preset")}: {t("weekdays")} {spansText(law.mon)} · {t("saturday")} {spansText(law.sat)} · {t("sunday")}{" "}
            {spansText(law.sun)}
          </p>
        </div>
        {wrong ? <Notice tone="danger">{error(wrong)}</Notice> : null}
        {locked ? null : (
          <div className="flex items-end gap-2">
            <FormField label={t("addHoliday")} className="w-44">
              <Input type="date" value={day} onChange={(event) => setDay(event.target.value)} />
            </FormField>
            <Button
              disabled={!day || holidays.includes(day)}
              onClick={() => {
                setHolidays([...holidays, day]);
                setDay("");
              }}
            >
              {common("add")}
            </Button>
            <p className="ml-1 flex h-8 items-center text-xs text-muted">{t("addHolidayHint")}</p>
          </div>
        )}
        {holidays.length > 0 ? (
          <ul className="flex flex-wrap gap-1.5">
            {holidays.map((one) => (
              <li key={one} className="flex h-7 items-center gap-1 rounded-full bg-neutral-soft px-3 text-xs">
                <Day date={one} />
                {locked ? null : (
                  <button
                    type="button"
                    aria-label={t("removeHoliday", { day: one })}
                    onClick={() => setHolidays(holidays.filter((other) => other !== one))}
                    className="-mr-2 grid size-5 place-items-center rounded-full text-muted hover:bg-hover hover:text-ink"
                  >
                    <X aria-hidden className="size-3" />
                  </button>
                )}
              </li>
            ))}
          </ul>
        ) : null}
        <Countries {...props} />
      </div>
    </Part>
  );
}

/** What holds in countries with rules of their own, the profile's week included. */
function Countries({ rules }: PartProps) {
  const t = useTranslations("compliance.hours");
  const locale = useLocale();
  const names = useMemo(() => new Intl.DisplayNames([locale], { type: "region" }), [locale]);
  const countries = Object.entries(rules.countries);
  if (countries.length === 0) return null;
  return (
    <div>
      <h3 className="mb-2 text-sm font-medium">{t("countries")}</h3>
      <table className="w-full text-sm" aria-label={t("countries")}>
        <thead>
          <tr className="h-8 border-b text-left text-xs text-muted [&_th]:pr-4 [&_th]:font-medium">
            <th scope="col">{t("country")}</th>
            <th scope="col">{t("weekdays")}</th>
            <th scope="col">{t("saturday")}</th>
            <th scope="col">{t("sunday")}</th>
            <th scope="col">{t("holidays")}</th>
            <th scope="col">{t("cap")}</th>
          </tr>
        </thead>
        <tbody>
          {countries.map(([country, own]) => {
            const { weekly } = effectiveWindow(rules.callingWindow, rules, country);
            return (
              <tr key={country} className="h-9 border-b border-line/70 last:border-0 [&_td]:pr-4">
                <td className="font-medium">{names.of(country) ?? country}</td>
                <td className="tabular">{spansText(weekly.mon)}</td>
                <td className="tabular">{spansText(weekly.sat)}</td>
                <td className="tabular">{spansText(weekly.sun)}</td>
                <td>{t("days", { count: own.holidays?.length ?? 0 })}</td>
                <td className="tabular">{own.attempts?.perThirtyDays ?? "—"}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
