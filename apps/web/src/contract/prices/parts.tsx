"use client";
import { DIRECTIONS, type Direction } from "@callbay/domain/values";
import { Plus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { createContext, type ReactNode, useContext } from "react";
import { useEnumLabel } from "../../i18n/enum-label.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { FormField, Input } from "../../ui/form.tsx";
import { Select } from "../../ui/select.tsx";

/** Fields beside each other; a card holds one or more rows of them. */
export function FieldRow({ children }: { children: ReactNode }) {
  return <div className="grid grid-cols-3 items-start gap-x-3 gap-y-3">{children}</div>;
}

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: string | undefined;
  readonly hint?: string;
  readonly placeholder?: string;
  readonly mode?: "decimal" | "numeric" | "text";
  readonly required?: boolean;
  /** May be left empty, and says so. */
  readonly optional?: boolean;
  readonly type?: "date";
  readonly className?: string;
}

export function TextField(props: TextFieldProps) {
  const c = useTranslations("common");
  const { label, value, onChange, error, hint, placeholder, mode = "decimal", required, optional, type } = props;
  return (
    <FormField label={label} hint={hint} error={error} required={required ?? false} className={props.className ?? ""}>
      <Input
        {...(type ? { type } : { inputMode: mode })}
        className={mode === "text" ? "" : "tabular"}
        autoComplete="off"
        value={value}
        placeholder={placeholder ?? (optional ? c("optional") : "")}
        onChange={(event) => onChange(event.target.value)}
      />
    </FormField>
  );
}

export function DirectionField({ value, onChange }: { value: Direction; onChange: (value: Direction) => void }) {
  const t = useTranslations("operator.contractEditor");
  const label = useEnumLabel();
  return (
    <FormField label={t("direction")}>
      <Select
        value={value}
        onChange={onChange}
        options={[...DIRECTIONS].reverse().map((one) => ({ value: one, label: label("direction", one) }))}
      />
    </FormField>
  );
}

function stay(): void {}

/** What Enter does in a field of a row, instead of sending the form. */
const EnterContext = createContext<() => void>(stay);

export interface Row {
  readonly id: number;
}

interface RowsProps<R extends Row> {
  readonly title: string;
  readonly hint?: string;
  readonly rows: readonly R[];
  readonly onChange: (rows: R[]) => void;
  readonly newRow: (id: number, last: R | undefined) => R;
  readonly addText: string;
  /** CSS columns of a row, without the last one, which removes it. */
  readonly columns: string;
  /** Names of the columns; said again to screen readers by each field. */
  readonly headers: readonly string[];
  readonly children: (row: R, set: (change: Partial<R>) => void, index: number) => ReactNode;
  /** Beside the title, once there are rows: how they count. */
  readonly mode?: ReactNode;
  readonly error?: string | undefined;
}

/**
 * Rows of a price: tiers, rates, milestones. Nothing but a quiet button while there are none. Enter in the last row
 * adds another one instead of sending the form.
 */
export function Rows<R extends Row>(props: RowsProps<R>) {
  const { title, hint, rows, onChange, newRow, addText, columns, headers, children, mode, error } = props;
  const t = useTranslations("operator.contractEditor");
  const add = (): void => onChange([...rows, newRow(Math.max(0, ...rows.map((row) => row.id)) + 1, rows.at(-1))]);
  const addButton = (
    <Button size="sm" tone="ghost" icon={<Plus aria-hidden />} onClick={add} className="-ml-2 self-start text-accent">
      {addText}
    </Button>
  );
  if (rows.length === 0)
    return (
      <div className="flex flex-col">
        {addButton}
        {error ? <p className="text-xs text-danger">{error}</p> : null}
      </div>
    );
  const grid = { gridTemplateColumns: `${columns} 2rem` };
  return (
    <fieldset className="flex flex-col gap-1.5 rounded-md border border-line/70 px-3 pt-1.5 pb-2">
      <legend className="-ml-1 px-1 text-xs font-medium">{title}</legend>
      {hint || mode ? (
        <div className="flex items-start justify-between gap-4">
          <p className="text-xs text-muted">{hint}</p>
          {mode}
        </div>
      ) : null}
      <div aria-hidden className="grid gap-2 text-xs text-muted" style={grid}>
        {headers.map((header) => (
          <span key={header} className="truncate">
            {header}
          </span>
        ))}
      </div>
      {rows.map((row, index) => (
        <div key={row.id} className="grid items-start gap-2" style={grid}>
          <EnterContext value={index === rows.length - 1 ? add : stay}>
            {children(
              row,
              (change) => onChange(rows.map((one) => (one.id === row.id ? { ...one, ...change } : one))),
              index,
            )}
          </EnterContext>
          <IconButton
            size="md"
            label={t("removeRow", { number: index + 1 })}
            icon={<X aria-hidden />}
            onClick={() => onChange(rows.filter((one) => one.id !== row.id))}
          />
        </div>
      ))}
      {addButton}
      {error ? <p className="text-xs text-danger">{error}</p> : null}
    </fieldset>
  );
}

interface CellProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: string | undefined;
  readonly mode?: "decimal" | "numeric" | "text";
  readonly type?: "date";
  readonly placeholder?: string;
}

/** A field of a row: its label is the column's, said to screen readers. */
export function Cell({ label, value, onChange, error, mode = "decimal", type, placeholder }: CellProps) {
  const enter = useContext(EnterContext);
  return (
    <div className="flex min-w-0 flex-col gap-0.5">
      <Input
        aria-label={label}
        aria-invalid={error ? true : undefined}
        {...(type ? { type } : { inputMode: mode })}
        {...(placeholder ? { placeholder } : {})}
        className={mode === "text" ? "" : "tabular"}
        autoComplete="off"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
          event.preventDefault();
          enter();
        }}
      />
      {error ? (
        <p role="alert" className="text-xs text-danger">
          {error}
        </p>
      ) : null}
    </div>
  );
}
