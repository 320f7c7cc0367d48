"use client";
import { bringsValue, type DispositionField, type DispositionProblem } from "@callbay/domain/disposition-fields";
import { useTranslations } from "next-intl";
import type { KeyboardEvent } from "react";
import { cx } from "~/ui/cx.ts";
import { Input } from "~/ui/form.tsx";
import { Select } from "~/ui/select.tsx";
import { fieldId } from "../model/draft.ts";

/** So many options are seen at a glance; more are a list to open. */
const AT_A_GLANCE = 6;

interface FieldsProps {
  readonly fields: readonly DispositionField[];
  readonly problems: readonly DispositionProblem[];
  readonly values: Readonly<Record<string, string>>;
  readonly onField: (key: string, value: string) => void;
  /** Sends, or goes to what is still missing. */
  readonly onEnter: () => void;
}

/** What the chosen disposition asks for beside the note and the promise. */
export function Fields({ fields, problems, values, onField, onEnter }: FieldsProps) {
  const asked = fields.filter(bringsValue);
  if (asked.length === 0) return null;
  return (
    <div className="mb-2 flex max-h-56 flex-col gap-2 overflow-y-auto" data-testid="disposition-fields">
      {asked.map((field) => {
        const problem = problems.find(({ key }) => key === field.key)?.problem ?? null;
        return (
          <div key={field.key}>
            <FieldLabel field={field} isInvalid={problem === "invalid"} />
            <Control
              field={field}
              value={values[field.key] ?? ""}
              isInvalid={problem === "invalid"}
              onChange={(value) => onField(field.key, value)}
              onEnter={onEnter}
            />
          </div>
        );
      })}
    </div>
  );
}

/** The label of a control; a group of options is named by it, and each option by itself. */
function FieldLabel({ field, isInvalid }: { field: DispositionField; isInvalid: boolean }) {
  const t = useTranslations("desk.call");
  const id = fieldId(field.key);
  const words = (
    <>
      <span className="min-w-0 truncate" title={field.label}>
        {field.label}
      </span>
      <span className={cx("shrink-0 font-normal", isInvalid ? "text-danger" : "")}>
        {isInvalid ? t(`invalid.${typeOf(field)}`) : field.required ? t("required") : ""}
      </span>
    </>
  );
  const look = "mb-1 flex items-baseline justify-between gap-2 text-xs font-medium text-muted";
  return isGlance(field) ? (
    <div id={`${id}-label`} className={look}>
      {words}
    </div>
  ) : (
    <label htmlFor={id} className={look}>
      {words}
    </label>
  );
}

function isGlance({ type, options }: DispositionField): boolean {
  return type === "choice" && options.length <= AT_A_GLANCE;
}

function typeOf({ type }: DispositionField): "amount" | "date" | "text" {
  return type === "amount" || type === "date" ? type : "text";
}

interface ControlProps {
  readonly field: DispositionField;
  readonly value: string;
  readonly isInvalid: boolean;
  readonly onChange: (value: string) => void;
  readonly onEnter: () => void;
}

function Control({ field, value, isInvalid, onChange, onEnter }: ControlProps) {
  const { key, type, options, required } = field;
  if (isGlance(field)) return <Glance {...{ field, value, onChange }} />;
  if (type === "choice")
    return (
      <Select
        id={fieldId(key)}
        aria-required={required}
        value={value}
        onChange={onChange}
        options={options.map((option) => ({ value: option, label: option }))}
      />
    );
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") event.currentTarget.blur();
    if (event.key !== "Enter") return;
    event.preventDefault();
    onEnter();
  };
  return (
    <Input
      id={fieldId(key)}
      type={type === "date" ? "date" : "text"}
      inputMode={type === "amount" ? "decimal" : undefined}
      maxLength={type === "text" ? 500 : 20}
      aria-required={required || undefined}
      aria-invalid={isInvalid || undefined}
      autoComplete="off"
      className={type === "text" ? "" : "tabular"}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={onKeyDown}
    />
  );
}

/** Few options side by side; the arrows go from one to the next, as in every group of which one is chosen. */
function Glance({ field, value, onChange }: Pick<ControlProps, "field" | "value" | "onChange">) {
  const { key, options } = field;
  const move = (event: KeyboardEvent, index: number): void => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const next = step === undefined ? undefined : (index + step + options.length) % options.length;
    const target = next === undefined ? undefined : options[next];
    if (target === undefined || next === undefined) return;
    event.preventDefault();
    onChange(target);
    const other = event.currentTarget.parentElement?.children[next];
    if (other instanceof HTMLElement) other.focus();
  };
  return (
    <div role="radiogroup" aria-labelledby={`${fieldId(key)}-label`} className="flex flex-wrap gap-1">
      {options.map((option, index) => {
        const isChosen = option === value;
        const isStop = isChosen || (!options.includes(value) && index === 0);
        return (
          // biome-ignore lint/a11y/useSemanticElements: a radio input cannot be a chip of the desk.
          <button
            key={option}
            id={isStop ? fieldId(key) : undefined}
            type="button"
            role="radio"
            aria-checked={isChosen}
            tabIndex={isStop ? 0 : -1}
            onClick={() => onChange(option)}
            onKeyDown={(event) => {
              if (event.key !== " ") return move(event, index);
              event.preventDefault();
              onChange(option);
            }}
            className={cx(
              "h-7 max-w-full truncate rounded-md border px-2 text-xs",
              isChosen
                ? "border-accent bg-selected font-medium text-ink"
                : "border-control/70 bg-raised hover:bg-hover",
            )}
          >
            {option}
          </button>
        );
      })}
    </div>
  );
}
