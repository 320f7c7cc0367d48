"use client";
import { CircleAlert } from "lucide-react";
import { Checkbox as RadixCheckbox, Switch as RadixSwitch } from "radix-ui";
import { type ComponentProps, cloneElement, type ReactElement, type ReactNode, useId } from "react";
import { cx } from "./cx.ts";

export const CONTROL =
  "w-full rounded-md border border-control/70 bg-raised px-2.5 text-sm text-ink shadow-none transition-colors " +
  "hover:border-control focus-visible:border-focus focus-visible:outline-1 focus-visible:outline-offset-0 " +
  "disabled:opacity-60 disabled:bg-sunken aria-invalid:border-danger-solid";

export function Input(props: ComponentProps<"input">) {
  return <input {...props} className={cx(CONTROL, "h-8", props.className)} />;
}

export function Textarea(props: ComponentProps<"textarea">) {
  return <textarea rows={4} {...props} className={cx(CONTROL, "py-1.5 leading-5", props.className)} />;
}

interface FieldControl {
  readonly id?: string;
  readonly "aria-describedby"?: string | undefined;
  readonly "aria-invalid"?: boolean | undefined;
  readonly "aria-required"?: boolean | undefined;
}

export interface FormFieldProps {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** What is wrong and how to mend it; announced when it appears. */
  readonly error?: ReactNode;
  readonly required?: boolean;
  readonly optionalText?: string;
  readonly className?: string;
  /** The one control; it gets id, description and validity from here. */
  readonly children: ReactElement<FieldControl>;
}

/** A label, a control, a hint and an error, tied together for screen readers. */
export function FormField({ label, hint, error, required, optionalText, className, children }: FormFieldProps) {
  const generated = useId();
  const id = children.props.id ?? generated;
  const described = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ") || undefined;
  return (
    <div className={cx("flex flex-col gap-1", className)}>
      <label htmlFor={id} className="flex items-baseline gap-1.5 text-sm font-medium text-ink">
        {label}
        {optionalText ? <span className="text-xs font-normal text-faint">{optionalText}</span> : null}
      </label>
      {cloneElement(children, {
        id,
        "aria-describedby": described,
        "aria-invalid": error ? true : undefined,
        "aria-required": required || undefined,
      })}
      {hint ? (
        <p id={`${id}-hint`} className="text-xs text-muted">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} role="alert" className="flex items-start gap-1 text-xs text-danger">
          <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
          <span>{error}</span>
        </p>
      ) : null}
    </div>
  );
}

export interface CheckboxProps {
  readonly checked: boolean | "indeterminate";
  readonly onChange: (checked: boolean) => void;
  readonly label: ReactNode;
  /** Keeps the label for screen readers alone, e.g. in a table's row. */
  readonly hideLabel?: boolean;
  readonly hint?: ReactNode;
  readonly disabled?: boolean;
}

export function Checkbox({ checked, onChange, label, hideLabel, hint, disabled }: CheckboxProps) {
  const id = useId();
  return (
    <div className="flex items-start gap-2">
      <RadixCheckbox.Root
        id={id}
        checked={checked}
        disabled={disabled}
        onCheckedChange={(next) => onChange(next === true)}
        className={
          "mt-0.5 grid size-4 shrink-0 place-items-center rounded-sm border border-control bg-raised " +
          "data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:bg-accent"
        }
      >
        <RadixCheckbox.Indicator className="text-on-accent">
          <svg viewBox="0 0 12 12" className="size-3" fill="none" stroke="currentColor" strokeWidth="2" aria-hidden>
            {checked === "indeterminate" ? <path d="M2.5 6h7" /> : <path d="m2.5 6.2 2.4 2.4 4.6-5" />}
          </svg>
        </RadixCheckbox.Indicator>
      </RadixCheckbox.Root>
      <div className={hideLabel ? "sr-only" : "flex flex-col"}>
        <label htmlFor={id} className="text-sm">
          {label}
        </label>
        {hint ? <span className="text-xs text-muted">{hint}</span> : null}
      </div>
    </div>
  );
}

export interface SwitchProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly label: string;
  readonly disabled?: boolean;
  readonly hideLabel?: boolean;
}

export function Switch({ checked, onChange, label, disabled, hideLabel }: SwitchProps) {
  const id = useId();
  return (
    <span className="inline-flex items-center gap-2">
      <RadixSwitch.Root
        id={id}
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChange}
        aria-label={hideLabel ? label : undefined}
        className={
          "relative h-4.5 w-8 shrink-0 rounded-full bg-control transition-colors data-[state=checked]:bg-accent " +
          "disabled:opacity-50"
        }
      >
        <RadixSwitch.Thumb
          className={
            "block size-3.5 translate-x-0.5 rounded-full bg-surface transition-transform " +
            "data-[state=checked]:translate-x-4"
          }
        />
      </RadixSwitch.Root>
      {hideLabel ? null : (
        <label htmlFor={id} className="text-sm">
          {label}
        </label>
      )}
    </span>
  );
}
