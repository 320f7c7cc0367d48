"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useFormatter } from "next-intl";
import { clock } from "~/ui/format.tsx";

export type Report = RouterOutputs["reports"]["read"];
export type ReportRow = Report["rows"][number];
export type Metric = Report["metrics"][number];

/** A figure in its unit, as text: shares with one decimal, durations as a clock. */
export function useFigure(): (value: number | null | undefined, unit: Metric["unit"]) => string {
  const format = useFormatter();
  return (value, unit) => {
    if (value === null || value === undefined) return "—";
    if (unit === "ms") return clock(value);
    if (unit === "share")
      return format.number(value, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });
    return format.number(value, unit === "perHour" ? { minimumFractionDigits: 1, maximumFractionDigits: 1 } : {});
  };
}

export function Figure({ value, unit }: { value: number | null | undefined; unit: Metric["unit"] }) {
  const figure = useFigure();
  return (
    <span className={value === null || value === undefined ? "text-faint" : "tabular"}>{figure(value, unit)}</span>
  );
}

/** How much more, or less, than before; nothing where there was nothing. */
export function Change({ now, before }: { now: number | null | undefined; before: number | null | undefined }) {
  const format = useFormatter();
  if (now === null || now === undefined || !before) return null;
  const change = (now - before) / before;
  return (
    <span className="tabular ml-1.5 text-2xs text-faint">
      {format.number(change, { style: "percent", maximumFractionDigits: 0, signDisplay: "exceptZero" })}
    </span>
  );
}
