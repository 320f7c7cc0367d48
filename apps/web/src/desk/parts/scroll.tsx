import type { ReactNode } from "react";
import { cx } from "~/ui/cx.ts";

/** A part that scrolls by itself; it takes the focus, since what scrolls must be reachable by keyboard. */
export function Scroll({ label, className, children }: { label: string; className?: string; children: ReactNode }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
      className={cx("min-h-0 overflow-y-auto -outline-offset-2", className)}
    >
      {children}
    </section>
  );
}
