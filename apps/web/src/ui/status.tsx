import type { ReactNode } from "react";
import { cx } from "./cx.ts";

export type Tone = "neutral" | "accent" | "ok" | "warn" | "danger" | "busy";

const SOFT: Record<Tone, string> = {
  neutral: "bg-neutral-soft text-muted",
  accent: "bg-accent-soft text-accent",
  ok: "bg-ok-soft text-ok",
  warn: "bg-warn-soft text-warn",
  danger: "bg-danger-soft text-danger",
  busy: "bg-busy-soft text-busy",
};
const SOLID: Record<Tone, string> = {
  neutral: "bg-neutral-solid",
  accent: "bg-accent",
  ok: "bg-ok-solid",
  warn: "bg-warn-solid",
  danger: "bg-danger-solid",
  busy: "bg-busy-solid",
};

/** A short word about a state. Colour never says it alone. */
export function Badge({ tone = "neutral", dot, children }: { tone?: Tone; dot?: boolean; children: ReactNode }) {
  return (
    <span
      className={cx(
        "inline-flex h-5 shrink-0 items-center gap-1.5 rounded-full px-2 text-xs font-medium whitespace-nowrap",
        SOFT[tone],
      )}
    >
      {dot ? <span aria-hidden className={cx("size-1.5 rounded-full", SOLID[tone])} /> : null}
      {children}
    </span>
  );
}

/** A dot with its word beside it; `pulse` for what is happening right now. */
export function StatusDot({ tone, children, pulse }: { tone: Tone; children: ReactNode; pulse?: boolean }) {
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      <span aria-hidden className="relative grid size-2 place-items-center">
        {pulse ? <span className={cx("absolute size-2 animate-ping rounded-full opacity-60", SOLID[tone])} /> : null}
        <span className={cx("size-2 rounded-full", SOLID[tone])} />
      </span>
      {children}
    </span>
  );
}

/** The tone of each state that screens show, so that the same state looks the same everywhere. */
const TONE_OF_STATE: Readonly<Record<string, Tone>> = {
  active: "ok",
  running: "ok",
  ready: "ok",
  previewing: "busy",
  stored: "ok",
  finalised: "ok",
  completed: "neutral",
  done: "neutral",
  answered: "ok",
  talking: "busy",
  joined: "busy",
  connecting: "accent",
  wrapup: "warn",
  paused: "warn",
  draining: "warn",
  submitted: "accent",
  queued: "accent",
  reserved: "accent",
  approved: "accent",
  recording: "busy",
  returned: "warn",
  draft: "neutral",
  off: "neutral",
  ended: "neutral",
  suspended: "danger",
  closed: "neutral",
  down: "danger",
  failed: "danger",
  cancelled: "neutral",
  blocked: "danger",
  abandoned: "danger",
  rejected: "warn",
  busy: "warn",
  no_answer: "neutral",
  unreachable: "warn",
  machine: "neutral",
  in_review: "accent",
  due: "accent",
  accepted: "ok",
  review_over: "ok",
  disputed: "danger",
  up_to_date: "neutral",
  open: "accent",
  partly_paid: "warn",
  paid: "ok",
  overdue: "danger",
  credited: "neutral",
  void: "neutral",
  pending: "accent",
  requires_action: "warn",
  succeeded: "ok",
  refunded: "neutral",
  sent: "ok",
  held: "warn",
  matched: "ok",
  unmatched: "warn",
  ignored: "neutral",
};

export function toneOf(state: string): Tone {
  return TONE_OF_STATE[state] ?? "neutral";
}

/** How far a job is. Without `value` it says only that something runs: never invent a percentage. */
export function ProgressBar({
  value,
  max,
  label,
  tone = "accent",
}: {
  value: number | null;
  max: number;
  label: string;
  tone?: Tone;
}) {
  const share = value === null || max <= 0 ? null : Math.min(1, Math.max(0, value / max));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === null ? undefined : Math.round(share * 100)}
      className="h-1.5 w-full overflow-hidden rounded-full bg-neutral-soft"
    >
      <div
        className={cx(
          "h-full rounded-full transition-[width] duration-300",
          SOLID[tone],
          share === null && "w-1/3 animate-shimmer",
        )}
        style={share === null ? undefined : { width: `${share * 100}%` }}
      />
    </div>
  );
}

/** Holds the place of text that is still on its way, at its own size, so that nothing moves when it comes. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cx("block h-3.5 animate-shimmer rounded-sm bg-neutral-soft", className)} />;
}

export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-grid h-5 min-w-5 place-items-center rounded-sm border border-line-strong bg-surface px-1 font-sans text-2xs text-muted">
      {children}
    </kbd>
  );
}
