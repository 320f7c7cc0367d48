"use client";
import { Check, ChevronsUpDown } from "lucide-react";
import { Popover } from "radix-ui";
import { type KeyboardEvent, useId, useMemo, useState } from "react";
import { cx } from "./cx.ts";
import { CONTROL } from "./form.tsx";
import type { Option } from "./select.tsx";

export interface ComboboxProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly options: readonly Option[];
  readonly placeholder?: string;
  /** Shown when nothing matches what was typed. */
  readonly emptyText: string;
  readonly searchText: string;
  readonly disabled?: boolean;
  readonly id?: string;
  readonly "aria-label"?: string;
  readonly "aria-describedby"?: string;
  readonly "aria-invalid"?: boolean;
  readonly "aria-required"?: boolean;
}

const MOST_SHOWN = 100;

/** One of many values, found by typing: arrows move, Enter takes, Escape closes. */
export function Combobox(props: ComboboxProps) {
  // A button may not say that it is required; the label and the refusal do.
  const { value, onChange, options, placeholder, emptyText, searchText, disabled, ...field } = props;
  const { "aria-required": _required, ...aria } = field;
  const [open, setOpen] = useState(false);
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
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
        setActive(
          Math.max(
            0,
            options.findIndex((option) => option.value === value),
          ),
        );
      }}
    >
      <Popover.Trigger
        {...aria}
        disabled={disabled}
        // As a button its label would hide the chosen value from those who hear the page.
        role="combobox"
        aria-haspopup="listbox"
        className={cx(CONTROL, "inline-flex h-8 items-center justify-between gap-2 text-left")}
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
