"use client";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "~/ui/button.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { Day } from "~/ui/format.tsx";
import { Notice } from "~/ui/layout.tsx";
import type { SectionProps } from "./section.tsx";
import { WindowGrid } from "./window-grid.tsx";

/** When the campaign may ring, in the time zone of each contact. */
export function WindowSection({ draft, set, locked }: SectionProps) {
  const t = useTranslations("workspace.editor.window");
  const common = useTranslations("common");
  const [day, setDay] = useState("");
  const { weekly, holidays } = draft.callingWindow;
  const never = Object.values(weekly).every((spans) => spans.length === 0);
  const setHolidays = (days: readonly string[]): void => set({ callingWindow: { weekly, holidays: [...days].sort() } });
  return (
    <div className="flex flex-col gap-5">
      <WindowGrid
        weekly={weekly}
        onChange={(next) => set({ callingWindow: { weekly: next, holidays } })}
        disabled={locked}
      />
      {never ? <Notice tone="warn">{t("never")}</Notice> : null}
      <div className="flex items-start gap-2">
        <FormField label={t("holidays")} hint={t("holidaysHint")}>
          <Input type="date" value={day} onChange={(event) => setDay(event.target.value)} disabled={locked} />
        </FormField>
        <Button
          className="mt-6"
          disabled={locked || !day || holidays.includes(day)}
          onClick={() => {
            setHolidays([...holidays, day]);
            setDay("");
          }}
        >
          {common("add")}
        </Button>
      </div>
      {holidays.length > 0 ? (
        <ul className="flex flex-wrap gap-1.5">
          {holidays.map((one) => (
            <li key={one} className="flex h-7 items-center gap-1 rounded-full bg-neutral-soft pr-1 pl-3 text-xs">
              <Day date={one} />
              <button
                type="button"
                aria-label={t("removeHoliday", { day: one })}
                disabled={locked}
                onClick={() => setHolidays(holidays.filter((other) => other !== one))}
                className="grid size-5 place-items-center rounded-full text-muted hover:bg-hover hover:text-ink"
              >
                <X aria-hidden className="size-3" />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
