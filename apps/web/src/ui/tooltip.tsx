"use client";
import { Tooltip as Radix } from "radix-ui";
import type { ReactNode } from "react";

/** A few words on what a control does; never the only place of something that must be known. */
export function Tooltip({
  text,
  children,
  side = "top",
}: {
  text: ReactNode;
  children: ReactNode;
  side?: "top" | "right" | "bottom";
}) {
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
