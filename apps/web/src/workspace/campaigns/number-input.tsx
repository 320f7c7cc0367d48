"use client";
import { useState } from "react";
import { Input } from "~/ui/form.tsx";

export interface NumberInputProps {
  readonly value: number | null;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly onChange: (value: number) => void;
  /** Given: an empty field is a value too. */
  readonly onEmpty?: () => void;
  readonly placeholder?: string;
  readonly disabled?: boolean;
  readonly className?: string;
  readonly id?: string;
  readonly "aria-label"?: string;
  readonly "aria-describedby"?: string;
}

/** A number within bounds. While it is typed it may be anything; what is out of bounds is not taken, and is marked. */
export function NumberInput({ value, min, max, step = 1, onChange, onEmpty, ...field }: NumberInputProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const read = (text: string): number | null => {
    const number = Number(text);
    const whole = step < 1 || Number.isInteger(number);
    return text.trim() !== "" && whole && number >= min && number <= max ? number : null;
  };
  const wrong = typed !== null && read(typed) === null && !(typed === "" && onEmpty);
  return (
    <Input
      {...field}
      inputMode={step < 1 ? "decimal" : "numeric"}
      value={typed ?? (value === null ? "" : String(value))}
      aria-invalid={wrong || undefined}
      onChange={(event) => {
        const text = event.target.value;
        setTyped(text);
        const number = read(text);
        if (number !== null) onChange(number);
        else if (text === "" && onEmpty) onEmpty();
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
