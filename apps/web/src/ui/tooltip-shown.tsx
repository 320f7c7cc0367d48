"use client";
import { Tooltip as Radix } from "radix-ui";
import type { TooltipProps } from "./tooltip.tsx";

/** The tooltip itself, which a page loads after its own code. */
export default function TooltipShown({ text, children, side = "top" }: TooltipProps) {
  return (
    <Radix.Provider delayDuration={250}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            side={side}
            sideOffset={5}
            className="z-50 max-w-72 animate-pop-in rounded-md bg-ink px-2 py-1 text-xs text-surface shadow-pop"
          >
            {text}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
