import { cx } from "~/ui/cx.ts";
import type { Tone } from "~/ui/status.tsx";

export interface Part {
  readonly key: string;
  readonly label: string;
  readonly value: number;
  readonly tone: Tone;
}

const SOLID: Record<Tone, string> = {
  neutral: "bg-neutral-solid",
  accent: "bg-accent",
  ok: "bg-ok-solid",
  warn: "bg-warn-solid",
  danger: "bg-danger-solid",
  busy: "bg-busy-solid",
};

/** Parts of a whole side by side, each with its word and number below: colour says nothing alone. */
export function StackedBar({
  parts,
  label,
  format,
  tall,
}: {
  parts: readonly Part[];
  label: string;
  format: (value: number) => string;
  tall?: boolean;
}) {
  const total = parts.reduce((sum, part) => sum + part.value, 0);
  const said = parts.map((part) => `${part.label} ${format(part.value)}`).join(", ");
  return (
    <div>
      <div
        role="img"
        aria-label={`${label}: ${said}`}
        className={cx("flex w-full gap-px overflow-hidden rounded-full bg-neutral-soft", tall ? "h-2.5" : "h-1.5")}
      >
        {parts
          .filter((part) => part.value > 0)
          .map((part) => (
            <span
              key={part.key}
              className={cx("block h-full transition-[width] duration-300", SOLID[part.tone])}
              style={{ width: `${(part.value / total) * 100}%` }}
            />
          ))}
      </div>
      <ul className="mt-2.5 flex flex-wrap gap-x-5 gap-y-1 text-xs text-muted">
        {parts.map((part) => (
          <li key={part.key} className="flex items-center gap-1.5">
            <span aria-hidden className={cx("size-2 rounded-full", SOLID[part.tone])} />
            {part.label}
            <span className="tabular font-medium text-ink">{format(part.value)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
