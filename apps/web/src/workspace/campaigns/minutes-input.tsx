"use client";
import { useTranslations } from "next-intl";
import { Select } from "~/ui/select.tsx";
import { NumberInput } from "./number-input.tsx";

const UNITS = { minutes: 1, hours: 60, days: 1440 } as const;
type Unit = keyof typeof UNITS;
const NAMES = ["minutes", "hours", "days"] as const satisfies readonly Unit[];
const MOST = 525_600;

/** The largest unit in which the number is whole. */
function unitOf(minutes: number): Unit {
  if (minutes % UNITS.days === 0) return "days";
  return minutes % UNITS.hours === 0 ? "hours" : "minutes";
}

/** A delay in the unit that suits it, or none at all. */
export function MinutesInput({
  label,
  never,
  again,
  value,
  onChange,
  disabled,
}: {
  label: string;
  /** Says what no delay means. */
  never: string;
  /** Says what a delay means. */
  again: string;
  value: number | null;
  onChange: (minutes: number | null) => void;
  disabled: boolean;
}) {
  const t = useTranslations("workspace.editor.units");
  const unit = value === null ? "hours" : unitOf(value);
  return (
    <div className="flex items-center gap-1.5">
      <Select
        aria-label={label}
        value={value === null ? "never" : "again"}
        onChange={(choice) => onChange(choice === "never" ? null : 1440)}
        options={[
          { value: "never", label: never },
          { value: "again", label: again },
        ]}
        disabled={disabled}
        className="w-25"
      />
      {value === null ? null : (
        <>
          <NumberInput
            min={1}
            max={Math.floor(MOST / UNITS[unit])}
            aria-label={`${label}: ${t(unit)}`}
            value={value / UNITS[unit]}
            onChange={(typed) => onChange(typed * UNITS[unit])}
            disabled={disabled}
            className="w-12 px-2"
          />
          <Select
            aria-label={`${label}: ${t("unit")}`}
            value={unit}
            onChange={(next) => onChange(Math.min(MOST, (value / UNITS[unit]) * UNITS[next]))}
            options={NAMES.map((name) => ({ value: name, label: t(name) }))}
            disabled={disabled}
            className="w-24"
          />
        </>
      )}
    </div>
  );
}
