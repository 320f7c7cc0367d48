import { cx } from "~/ui/cx.ts";

/** A call coming into harbour: two waves inside a bay. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden className={cx("size-6", className)}>
      <rect width="32" height="32" rx="8" fill="var(--accent)" />
      <g fill="none" stroke="var(--on-accent)" strokeWidth="2.6" strokeLinecap="round">
        <path d="M22.5 9.6a9 9 0 1 0 0 12.8" />
        <path d="M19.2 12.9a4.4 4.4 0 1 0 0 6.2" />
      </g>
      <circle cx="24" cy="16" r="1.9" fill="var(--on-accent)" />
    </svg>
  );
}

export function Logo() {
  return (
    <span className="inline-flex items-center gap-2">
      <Mark />
      <span className="text-base font-semibold tracking-tight">Callbay</span>
    </span>
  );
}
