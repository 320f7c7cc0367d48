"use client";
import { useId } from "react";
import { Input } from "~/ui/form.tsx";

interface DayFilterProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (day: string) => void;
}

/** One end of a period, in the line above a table. */
export function DayFilter({ label, value, onChange }: DayFilterProps) {
  const id = useId();
  return (
    <span className="flex items-center gap-1.5">
      <label htmlFor={id} className="text-xs whitespace-nowrap text-muted">
        {label}
      </label>
      <Input
        id={id}
        type="date"
        className="h-7 w-36"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </span>
  );
}
