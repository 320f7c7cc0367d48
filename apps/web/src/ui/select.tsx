"use client";
import { ChevronDown } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { cx } from "./cx.ts";
import { CONTROL } from "./form.tsx";
import { later, useLater } from "./later.ts";

export interface Option<V extends string = string> {
  readonly value: V;
  readonly label: string;
  readonly hint?: string;
  readonly disabled?: boolean;
}

export interface SelectProps<V extends string> {
  readonly value: V | "";
  readonly onChange: (value: V) => void;
  readonly options: readonly Option<V>[];
  readonly placeholder?: string;
  readonly disabled?: boolean;
  readonly className?: string;
  readonly size?: "sm" | "md";
  readonly id?: string;
  readonly "aria-label"?: string;
  readonly "aria-describedby"?: string;
  readonly "aria-invalid"?: boolean;
  readonly "aria-required"?: boolean;
}

const listCode = later(() => import("./select-shown.tsx"));

/** Of the button that shows the value. */
export function selectLook(size: "sm" | "md" | undefined, className: string | undefined): string {
  return cx(
    CONTROL,
    "inline-flex items-center justify-between gap-2 text-left data-placeholder:text-faint",
    size === "sm" ? "h-7 text-xs" : "h-8",
    className,
  );
}

/** One of a few values. For many values, or values to search, take Combobox. */
export function Select<V extends string>(props: SelectProps<V>) {
  const [wanted, setWanted] = useState(false);
  const Shown = useLater(listCode, wanted);
  if (!Shown) return <Closed {...props} onOpen={() => setWanted(true)} />;
  const { options, onChange } = props;
  const choose = (next: string): void => {
    const option = options.find(({ value }) => value === next);
    if (option) onChange(option.value);
  };
  return <Shown {...props} onChange={choose} />;
}

/** As it is until its list was opened for the first time. */
function Closed<V extends string>({
  value,
  onChange,
  options,
  placeholder,
  disabled,
  className,
  size,
  onOpen,
  ...aria
}: SelectProps<V> & { readonly onOpen: () => void }) {
  const chosen = options.find((option) => option.value === value);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      onOpen();
    } else if (/^\S$/u.test(event.key)) {
      // A letter goes on to the next value that begins with it, as in every list of the system.
      const next = nextByLetter(options, value, event.key);
      if (next) onChange(next.value);
    }
  };
  return (
    <button
      {...aria}
      type="button"
      role="combobox"
      aria-expanded={false}
      aria-autocomplete="none"
      data-placeholder={chosen ? undefined : ""}
      disabled={disabled}
      onClick={onOpen}
      onKeyDown={onKeyDown}
      className={selectLook(size, className)}
    >
      <span className="truncate">{chosen?.label ?? placeholder}</span>
      <ChevronDown aria-hidden className="size-4 shrink-0 text-faint" />
    </button>
  );
}

function nextByLetter<V extends string>(
  options: readonly Option<V>[],
  value: string,
  letter: string,
): Option<V> | undefined {
  const at = options.findIndex((option) => option.value === value);
  const inTurn = [...options.slice(at + 1), ...options.slice(0, at + 1)];
  return inTurn.find(({ label, disabled }) => !disabled && label.toLowerCase().startsWith(letter.toLowerCase()));
}
