"use client";
import { createContext, type ReactNode, useContext, useState } from "react";
import { cx } from "./cx.ts";

const SlotContext = createContext<HTMLElement | null>(null);

/** The place in the head of the card around, where a table puts its export button; null without a head. */
export function useCardSlot(): HTMLElement | null {
  return useContext(SlotContext);
}

export interface CardProps {
  readonly title?: ReactNode;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
  /** No inner space: for a table, which brings its own. */
  readonly flush?: boolean;
}

export function Card({ title, description, actions, children, className, flush }: CardProps) {
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  return (
    <section className={cx("overflow-clip rounded-lg border bg-surface shadow-card", className)}>
      {title || actions ? (
        <div className="flex min-h-11 items-center justify-between gap-4 border-b px-4 py-2">
          <div className="min-w-0">
            {title ? <h2 className="truncate text-sm font-semibold">{title}</h2> : null}
            {description ? <p className="text-xs text-muted">{description}</p> : null}
          </div>
          <div className="flex shrink-0 items-center gap-2">
            <span ref={setSlot} className="contents" />
            {actions}
          </div>
        </div>
      ) : null}
      <SlotContext value={slot}>
        <div className={flush ? "" : "p-4"}>{children}</div>
      </SlotContext>
    </section>
  );
}
