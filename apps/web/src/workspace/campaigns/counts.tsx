"use client";
import { useFormatter } from "next-intl";
import type { ReactNode } from "react";
import { cx } from "~/ui/cx.ts";
import { Count } from "~/ui/format.tsx";
import type { Tone } from "~/ui/status.tsx";

export interface CountRow {
  readonly key: string;
  readonly label: ReactNode;
  readonly value: number;
  readonly tone: Tone;
  readonly hint?: ReactNode;
}

const SOFT: Record<Tone, string> = {
  neutral: "bg-neutral-soft",
  accent: "bg-accent-soft",
  ok: "bg-ok-soft",
  warn: "bg-warn-soft",
  danger: "bg-danger-soft",
  busy: "bg-busy-soft",
};

/** Counts with their share of the whole drawn behind the words. */
export function Counts({ rows, total, empty }: { rows: readonly CountRow[]; total: number; empty: string }) {
  const format = useFormatter();
  if (rows.length === 0) return <p className="px-4 py-6 text-sm text-muted">{empty}</p>;
  return (
    <ul className="flex flex-col gap-0.5 p-2">
      {rows.map((row) => {
        const share = total === 0 ? 0 : row.value / total;
        return (
          <li key={row.key} className="relative flex h-8 items-center gap-3 overflow-hidden rounded-sm px-2 text-sm">
            <span
              aria-hidden
              className={cx("absolute inset-y-0 left-0 rounded-sm transition-[width] duration-300", SOFT[row.tone])}
              style={{ width: `${share * 100}%` }}
            />
            <span className="relative min-w-0 flex-1 truncate">{row.label}</span>
            {row.hint ? <span className="relative text-xs text-muted">{row.hint}</span> : null}
            <span className="relative w-14 text-right font-medium">
              <Count value={row.value} />
            </span>
            <span className="tabular relative w-12 text-right text-xs text-muted">
              {format.number(share, { style: "percent", maximumFractionDigits: share > 0 && share < 0.1 ? 1 : 0 })}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
