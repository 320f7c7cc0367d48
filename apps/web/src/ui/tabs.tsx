"use client";
import { useFormatter } from "next-intl";
import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";

export interface Tab {
  readonly value: string;
  readonly label: ReactNode;
  readonly count?: number;
  readonly content: ReactNode;
}

/** Parts of one page. Arrows move between them. */
export function Tabs({
  tabs,
  value,
  onChange,
  label,
}: {
  tabs: readonly Tab[];
  value: string;
  onChange: (value: string) => void;
  label: string;
}) {
  const format = useFormatter();
  return (
    <Radix.Root value={value} onValueChange={onChange}>
      <Radix.List aria-label={label} className="mb-4 flex gap-5 border-b">
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
            className={
              "-mb-px flex h-9 items-center gap-1.5 border-b-2 border-transparent text-sm font-medium text-muted " +
              "hover:text-ink data-[state=active]:border-accent data-[state=active]:text-ink"
            }
          >
            {tab.label}
            {tab.count === undefined ? null : (
              <span className="tabular rounded-full bg-neutral-soft px-1.5 text-2xs text-muted">
                {format.number(tab.count)}
              </span>
            )}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className="focus-visible:outline-offset-4">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
