"use client";
import { cx } from "~/ui/cx.ts";
import { barsOf } from "./bars.ts";

const BARS = 160;
const HEIGHT = 40;

/** A moment of a recording that a line is drawn at. */
export interface Mark {
  readonly key: string;
  /** Milliseconds from its beginning. */
  readonly atMs: number;
  readonly label: string;
  /** note: somebody's word; event: what happened in the call. */
  readonly kind: "note" | "event";
}

/** Two channels lie one over the other; before anything is known a quiet line holds the place. */
export function Waveform({ channels, played }: { channels: readonly (readonly number[])[]; played: number }) {
  const rows = channels.length === 0 ? [[]] : channels;
  const loudest = Math.max(0, ...rows.flat());
  const each = HEIGHT / rows.length;
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${BARS} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="absolute inset-0 size-full"
    >
      {rows.map((parts, row) =>
        barsOf(parts, BARS, loudest).map((level, bar) => {
          const height = Math.max(1, level * (each - 4));
          return (
            <rect
              // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place in time.
              key={`${row}-${bar}`}
              x={bar + 0.15}
              y={row * each + (each - height) / 2}
              width={0.7}
              height={height}
              className={cx(loudest > 0 && bar / BARS < played ? "fill-accent" : "fill-line-strong")}
            />
          );
        }),
      )}
    </svg>
  );
}

/** The marks over the waveform; each leads to its moment. They are told once more as a list, for whoever does not point. */
export function MarkLines({
  marks,
  totalMs,
  onSeek,
}: {
  marks: readonly Mark[];
  totalMs: number;
  onSeek: (seconds: number) => void;
}) {
  if (totalMs <= 0) return null;
  return marks
    .filter(({ atMs }) => atMs >= 0 && atMs <= totalMs)
    .map(({ key, atMs, label, kind }) => (
      <button
        key={key}
        type="button"
        tabIndex={-1}
        aria-hidden
        title={label}
        onClick={() => onSeek(atMs / 1000)}
        style={{ left: `${(atMs / totalMs) * 100}%` }}
        className="group/mark absolute -top-1 z-10 h-12 w-2 -translate-x-1/2 cursor-pointer"
      >
        <span
          className={cx(
            "absolute inset-y-0 left-1/2 w-px -translate-x-1/2",
            kind === "note" ? "bg-warn-solid" : "bg-busy-solid/60",
          )}
        />
        <span
          className={cx(
            "absolute -top-0.5 left-1/2 size-1.5 -translate-x-1/2 rounded-full group-hover/mark:scale-150",
            kind === "note" ? "bg-warn-solid" : "bg-busy-solid",
          )}
        />
      </button>
    ));
}
