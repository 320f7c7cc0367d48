import type { ReactNode } from "react";
import { cx } from "~/ui/cx.ts";

/** The key of a button, inside it: a reminder for the eyes, the button's name for everybody else. */
export function Key({ children, onTone }: { children: ReactNode; onTone?: boolean }) {
  return (
    <kbd
      aria-hidden
      className={cx(
        "inline-grid h-4.5 min-w-4.5 place-items-center rounded-sm border px-1 font-sans text-2xs",
        onTone ? "border-current/50" : "border-line-strong text-muted",
      )}
    >
      {children}
    </kbd>
  );
}
