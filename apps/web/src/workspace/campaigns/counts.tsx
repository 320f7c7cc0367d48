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

const SOLID: Record<Tone, string> = {
  neutral: "bg-neutral-solid",
  accent: "bg-accent",
  ok: "bg-ok-solid",
  warn: "bg-warn-solid",
  danger: "bg-danger-solid",
  busy: "bg-busy-solid",
};

/** Counts with their share of the whole drawn below the words. */
export function Counts({ rows, total, empty }: { rows: readonly CountRow[]; total: number; empty: string }) {
  const format = useFormatter();
  if (rows.length === 0) return <p className="px-4 py-6 text-sm text-muted">{empty}</p>;
  return (
    <ul className="flex flex-col gap-0.5 p-2">
      {rows.map((row) => {
        const share = total === 0 ? 0 : row.value / total;
        return (
          <li key={row.key} className="relative flex h-9 items-center gap-3 px-2 pb-1 text-sm">
            <span
              aria-hidden
              className="absolute inset-x-2 bottom-0.5 h-1 overflow-hidden rounded-full bg-neutral-soft"
            >
              <span
                className={cx("block h-full rounded-full transition-[width] duration-300", SOLID[row.tone])}
                style={{ width: `${share * 100}%` }}
              />
            </span>
            <span className="min-w-0 flex-1 truncate">{row.label}</span>
            {row.hint ? <span className="text-xs text-muted">{row.hint}</span> : null}
            <span className="w-14 text-right font-medium">
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
