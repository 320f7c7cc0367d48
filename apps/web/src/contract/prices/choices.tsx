"use client";
import { cx } from "../../ui/cx.ts";

interface ChoicesProps<V extends string> {
  readonly title: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly options: readonly { readonly value: V; readonly label: string }[];
  readonly chosen: readonly V[];
  readonly onChange: (chosen: V[]) => void;
}

/** Some of a few values, each a chip that is a checkbox. */
export function Choices<V extends string>({ title, hint, error, options, chosen, onChange }: ChoicesProps<V>) {
  return (
    <fieldset>
      <legend className="text-sm font-medium">{title}</legend>
      <div className="mt-1 flex flex-wrap gap-1.5">
        {options.map((option) => {
          const on = chosen.includes(option.value);
          return (
            <label
              key={option.value}
              className={cx(
                "flex h-7 cursor-pointer items-center gap-1.5 rounded-full border px-2.5 text-xs has-focus-visible:outline-2 has-focus-visible:outline-focus",
                on ? "border-accent bg-accent-soft text-accent" : "border-line-strong text-muted hover:bg-hover",
              )}
            >
              <input
                type="checkbox"
                className="size-3 accent-(--accent) outline-none"
                checked={on}
                onChange={() => onChange(on ? chosen.filter((one) => one !== option.value) : [...chosen, option.value])}
              />
              {option.label}
            </label>
          );
        })}
      </div>
      {hint ? <p className="mt-1 text-xs text-muted">{hint}</p> : null}
      {error ? (
        <p role="alert" className="mt-1 text-xs text-danger">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
