"use client";
import { Check, ChevronsUpDown } from "lucide-react";
import { Popover } from "radix-ui";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { COMBOBOX_LOOK, type ComboboxProps } from "./combobox.tsx";
import { cx } from "./cx.ts";
import type { Option } from "./select.tsx";

const MOST_SHOWN = 100;

interface ShownProps extends ComboboxProps {
  /** What was typed while this was on its way. */
  readonly typed: string;
  /** Enter was pressed too: what was found is taken at once. */
  readonly taken: boolean;
}

/** The control from the first opening of its list on; combobox.tsx shows it. */
export default function ShownCombobox(props: ShownProps) {
  const { value, onChange, options, placeholder, emptyText, searchText, disabled, typed, taken, ...aria } = props;
  const at = Math.max(
    0,
    options.findIndex((option) => option.value === value),
  );
  const [open, setOpen] = useState(!taken);
  const [query, setQuery] = useState(typed);
  const [active, setActive] = useState(typed ? 0 : at);
  const listId = useId();
  const chosen = options.find((option) => option.value === value);
  const found = useMemo(() => {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    const text = (option: Option): string => `${option.label} ${option.value} ${option.hint ?? ""}`.toLowerCase();
    return options.filter((option) => words.every((word) => text(option).includes(word))).slice(0, MOST_SHOWN);
  }, [options, query]);

  const take = (option: Option | undefined): void => {
    if (!option || option.disabled) return;
    onChange(option.value);
    setOpen(false);
  };
  const atOnce = useRef(taken);
  useEffect(() => {
    const isFirst = atOnce.current;
    atOnce.current = false;
    if (isFirst && found[0] && !found[0].disabled) onChange(found[0].value);
  }, [found, onChange]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setActive((active + step + found.length) % Math.max(1, found.length));
      document.getElementById(`${listId}-${active + step}`)?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter") {
      event.preventDefault();
      take(found[active]);
    }
  };
  return (
    <Popover.Root
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setQuery("");
        setActive(at);
      }}
    >
      <Popover.Trigger
        {...aria}
        disabled={disabled}
        // As a button its label would hide the chosen value from those who hear the page.
        role="combobox"
        aria-haspopup="listbox"
        className={COMBOBOX_LOOK}
      >
        <span className={cx("truncate", chosen ? "" : "text-faint")}>{chosen?.label ?? placeholder}</span>
        <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-faint" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label={searchText}
          align="start"
          sideOffset={4}
          className={
            "z-50 w-(--radix-popover-trigger-width) min-w-60 animate-pop-in overflow-hidden rounded-lg border " +
            "bg-raised shadow-pop"
          }
        >
          <input
            // biome-ignore lint/a11y/noAutofocus: the popover was opened to type into this field.
            autoFocus
            role="combobox"
            aria-expanded="true"
            aria-controls={listId}
            aria-activedescendant={found.length > 0 ? `${listId}-${active}` : undefined}
            aria-label={searchText}
            placeholder={searchText}
            value={query}
            onChange={(event) => {
              setQuery(event.target.value);
              setActive(0);
            }}
            onKeyDown={onKeyDown}
            className="h-9 w-full border-b bg-transparent px-3 text-sm outline-none"
          />
          <div id={listId} role="listbox" aria-label={searchText} className="max-h-64 overflow-y-auto p-1">
            {found.length === 0 ? <p className="px-2.5 py-2 text-sm text-muted">{emptyText}</p> : null}
            {found.map((option, index) => (
              <div
                key={option.value}
                id={`${listId}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={option.value === value}
                onClick={() => take(option)}
                onKeyDown={onKeyDown}
                onMouseMove={() => setActive(index)}
                className={cx(
                  "flex cursor-pointer items-center gap-2 rounded-md px-2.5 py-1.5 text-sm",
                  index === active && "bg-hover",
                  option.disabled && "opacity-50",
                )}
              >
                <span className="truncate">{option.label}</span>
                {option.hint ? <span className="ml-auto text-xs text-faint">{option.hint}</span> : null}
                {option.value === value ? <Check aria-hidden className="size-4 shrink-0 text-accent" /> : null}
              </div>
            ))}
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
