"use client";
import { type CallingWindow, WEEKDAYS, type Weekday } from "@callbay/domain/calling-window/hours";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { Button } from "~/ui/button.tsx";
import { cx } from "~/ui/cx.ts";
import { CELL_MINUTES, CELLS_PER_DAY, cellsOf, clockOf, painted, spansOf, spansText } from "./window-cells.ts";

type Weekly = CallingWindow["weekly"];
const OFFICE = [[540, 1080]] as const;
const LONG = [[540, 1260]] as const;

interface Stroke {
  readonly day: Weekday;
  readonly from: number;
  readonly to: number;
  readonly open: boolean;
}

/**
 * The week on the contact's wall clock. Drag paints, a click turns one half hour over; by keyboard, arrows move and
 * Space turns over, Shift with an arrow paints on.
 */
export function WindowGrid({
  weekly,
  onChange,
  disabled,
}: {
  weekly: Weekly;
  onChange: (weekly: Weekly) => void;
  disabled: boolean;
}) {
  const t = useTranslations("workspace.editor.window");
  const grid = useRef<HTMLDivElement>(null);
  const [stroke, setStroke] = useState<Stroke | null>(null);
  const [focus, setFocus] = useState({ day: 0, cell: 18 });

  const paint = (one: Stroke): void =>
    onChange({ ...weekly, [one.day]: spansOf(painted(cellsOf(weekly[one.day]), one.from, one.to, one.open)) });
  const shown = (day: Weekday): boolean[] => {
    const cells = cellsOf(weekly[day]);
    return stroke?.day === day ? painted(cells, stroke.from, stroke.to, stroke.open) : cells;
  };
  const cellAt = (event: PointerEvent): { day: Weekday; cell: number } | null => {
    const target = document.elementFromPoint(event.clientX, event.clientY)?.closest<HTMLElement>("[data-cell]");
    const day = WEEKDAYS.find((one) => one === target?.dataset.day);
    return target && day ? { day, cell: Number(target.dataset.cell) } : null;
  };
  const onPointerDown = (event: PointerEvent): void => {
    const at = cellAt(event);
    if (!at || disabled || event.button !== 0) return;
    grid.current?.setPointerCapture(event.pointerId);
    setStroke({ day: at.day, from: at.cell, to: at.cell, open: !cellsOf(weekly[at.day])[at.cell] });
    setFocus({ day: WEEKDAYS.indexOf(at.day), cell: at.cell });
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (!stroke) return;
    const at = cellAt(event);
    if (at && at.day === stroke.day && at.cell !== stroke.to) setStroke({ ...stroke, to: at.cell });
  };
  const onPointerUp = (): void => {
    if (stroke) paint(stroke);
    setStroke(null);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const day = WEEKDAYS[focus.day] ?? "mon";
    const steps: Record<string, readonly [number, number]> = {
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
    };
    const step = steps[event.key];
    if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      if (!disabled) paint({ day, from: focus.cell, to: focus.cell, open: !cellsOf(weekly[day])[focus.cell] });
      return;
    }
    if (!step) return;
    event.preventDefault();
    const next = {
      day: Math.max(0, Math.min(6, focus.day + step[0])),
      cell: Math.max(0, Math.min(CELLS_PER_DAY - 1, focus.cell + step[1])),
    };
    if (event.shiftKey && !disabled && step[0] === 0) {
      const open = cellsOf(weekly[day])[focus.cell] ?? false;
      paint({ day, from: focus.cell, to: next.cell, open });
    }
    setFocus(next);
    grid.current?.querySelector<HTMLElement>(`[data-at="${next.day}-${next.cell}"]`)?.focus();
  };
  const all = (days: readonly Weekday[], spans: Weekly[Weekday]): void => {
    const set = Object.fromEntries(WEEKDAYS.map((day) => [day, days.includes(day) ? spans : []]));
    onChange({ ...weekly, ...set });
  };
  return (
    <div>
      <div className="mb-3 flex items-center gap-2">
        <Button size="sm" disabled={disabled} onClick={() => all(WEEKDAYS.slice(0, 5), OFFICE)}>
          {t("office")}
        </Button>
        <Button size="sm" disabled={disabled} onClick={() => all(WEEKDAYS, LONG)}>
          {t("everyDay")}
        </Button>
        <Button size="sm" disabled={disabled} onClick={() => all([], [])}>
          {t("clear")}
        </Button>
        <span className="ml-auto text-xs text-muted">{t("howTo")}</span>
      </div>
      <div className="mb-1 ml-14 flex text-2xs text-faint" aria-hidden>
        {[0, 3, 6, 9, 12, 15, 18, 21].map((hour) => (
          <span key={hour} className="tabular flex-1">
            {clockOf(hour * 60)}
          </span>
        ))}
        <span className="w-44" />
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: as below. */}
      <div
        ref={grid}
        role="grid"
        tabIndex={-1}
        aria-label={t("label")}
        aria-readonly={disabled}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={() => setStroke(null)}
        onKeyDown={onKeyDown}
        className="flex touch-none flex-col gap-1 select-none"
      >
        {WEEKDAYS.map((day, dayIndex) => {
          const cells = shown(day);
          return (
            // biome-ignore lint/a11y/useFocusableInteractive: its cells take the focus.
            // biome-ignore lint/a11y/useSemanticElements: a week of half hours is no table of data.
            <div key={day} role="row" className="flex items-center">
              {/* biome-ignore lint/a11y/useFocusableInteractive: it names its row. */}
              {/* biome-ignore lint/a11y/useSemanticElements: as above. */}
              <span role="rowheader" className="w-14 text-xs text-muted">
                {t(`days.${day}`)}
              </span>
              <span className="flex h-6 flex-1 overflow-hidden rounded-sm bg-sunken" role="presentation">
                {cells.map((open, cell) => (
                  // biome-ignore lint/a11y/useSemanticElements: as above.
                  <span
                    // biome-ignore lint/suspicious/noArrayIndexKey: a half hour is its place in the day.
                    key={cell}
                    role="gridcell"
                    data-day={day}
                    data-cell={cell}
                    data-at={`${dayIndex}-${cell}`}
                    tabIndex={focus.day === dayIndex && focus.cell === cell ? 0 : -1}
                    aria-selected={open}
                    aria-label={`${t(`days.${day}`)} ${clockOf(cell * CELL_MINUTES)} ${t(open ? "open" : "closed")}`}
                    className={cx(
                      "flex-1 focus-visible:z-10 focus-visible:outline-offset-0",
                      cell % 2 === 0 && "border-l border-surface",
                      open && "bg-accent",
                      !open && !disabled && "hover:bg-neutral-soft",
                    )}
                  />
                ))}
              </span>
              <span className="tabular w-44 truncate pl-3 text-xs text-muted" title={spansText(spansOf(cells))}>
                {cells.some(Boolean) ? spansText(stroke?.day === day ? spansOf(cells) : weekly[day]) : t("closedDay")}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
