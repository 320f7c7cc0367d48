"use client";
import { ChevronsUpDown } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { cx } from "./cx.ts";
import { CONTROL } from "./form.tsx";
import { later, useLater } from "./later.ts";
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

export const COMBOBOX_LOOK = cx(CONTROL, "inline-flex h-8 items-center justify-between gap-2 text-left");

const listCode = later(() => import("./combobox-shown.tsx"));

/** One of many values, found by typing: arrows move, Enter takes, Escape closes. */
export function Combobox({ "aria-required": _required, ...props }: ComboboxProps) {
  // A button may not say that it is required; the label and the refusal do.
  const [wanted, setWanted] = useState(false);
  const [typed, setTyped] = useState("");
  const [taken, setTaken] = useState(false);
  const Shown = useLater(listCode, wanted);
  if (Shown) return <Shown {...props} typed={typed} taken={taken} />;
  const onKeyDown = (event: KeyboardEvent): void => {
    // What is typed before the list is there is not lost.
    if (!wanted || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter") setTaken(typed !== "");
    else if (event.key.length === 1) setTyped((before) => before + event.key);
    else return;
    event.preventDefault();
  };
  return <Closed {...props} onOpen={() => setWanted(true)} onKeyDown={onKeyDown} />;
}

interface ClosedProps extends ComboboxProps {
  readonly onOpen: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

function Closed({
  value,
  options,
  placeholder,
  onChange: _onChange,
  emptyText: _emptyText,
  searchText: _searchText,
  onOpen,
  ...button
}: ClosedProps) {
  const chosen = options.find((option) => option.value === value);
  return (
    <button
      {...button}
      type="button"
      // As a button its label would hide the chosen value from those who hear the page.
      role="combobox"
      aria-expanded={false}
      aria-haspopup="listbox"
      onClick={onOpen}
      className={COMBOBOX_LOOK}
    >
      <span className={cx("truncate", chosen ? "" : "text-faint")}>{chosen?.label ?? placeholder}</span>
      <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-faint" />
    </button>
  );
}
