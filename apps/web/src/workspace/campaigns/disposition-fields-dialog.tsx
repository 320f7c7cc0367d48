"use client";
import {
  bringsValue,
  callsAgain,
  DISPOSITION_FIELDS_MAX,
  DISPOSITION_OPTIONS_MAX,
  type DispositionField,
  type DispositionFieldType,
} from "@callbay/domain/disposition-fields";
import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button, IconButton } from "~/ui/button.tsx";
import { Checkbox, Input, Textarea } from "~/ui/form.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { Select } from "~/ui/select.tsx";
import type { DispositionDraft } from "./draft.ts";
import { type FieldDraft, fieldDraftsOf, fieldsOfDrafts, isWhole, OWN_TYPES } from "./field-drafts.ts";

interface DispositionFieldsDialogProps {
  readonly row: DispositionDraft;
  readonly locked: boolean;
  readonly onDone: (fields: readonly DispositionField[]) => void;
  readonly onClose: () => void;
}

/** What agents fill in with one disposition: the note, the time of a callback, and fields of the client's own. */
export function DispositionFieldsDialog({ row, locked, onDone, onClose }: DispositionFieldsDialogProps) {
  const t = useTranslations("workspace.editor.dispositions.fields");
  const common = useTranslations("common");
  const [note, setNote] = useState(row.fields.some(({ type }) => type === "note"));
  const [callback, setCallback] = useState(row.fields.some(({ type }) => type === "callback"));
  const [own, setOwn] = useState<readonly FieldDraft[]>(() => fieldDraftsOf(row.fields.filter(bringsValue)));
  const put = (index: number, patch: Partial<FieldDraft>): void =>
    setOwn(own.map((one, at) => (at === index ? { ...one, ...patch } : one)));
  const move = (index: number, by: number): void => {
    const next = [...own];
    const [one] = next.splice(index, 1);
    if (one) next.splice(index + by, 0, one);
    setOwn(next);
  };
  const submit = (): void => {
    if (!own.every(isWhole)) return;
    onDone(fieldsOfDrafts(own, { note, callback: callback && callsAgain(row) }));
  };
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title={t("title", { label: row.label })}
      description={t("hint")}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" tone="primary" disabled={locked || !own.every(isWhole)}>
            {t("done")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Checkbox checked={note} onChange={setNote} disabled={locked} label={t("note")} />
        {callsAgain(row) ? (
          <Checkbox checked={callback} onChange={setCallback} disabled={locked} label={t("callback")} />
        ) : null}
        {own.length > 0 ? (
          <ul className="flex flex-col gap-3 border-t pt-3">
            {own.map((field, index) => (
              <FieldRow
                key={field.id}
                field={field}
                number={index + 1}
                isLast={index === own.length - 1}
                locked={locked}
                onPut={(patch) => put(index, patch)}
                onMove={(by) => move(index, by)}
                onRemove={() => setOwn(own.filter((_, at) => at !== index))}
              />
            ))}
          </ul>
        ) : null}
        <Button
          size="sm"
          className="self-start"
          icon={<Plus aria-hidden />}
          // The note and the callback are two of them.
          disabled={locked || own.length >= DISPOSITION_FIELDS_MAX - 2}
          onClick={() => setOwn([...own, ...fieldDraftsOf([{ ...EMPTY, type: "text" }])])}
        >
          {t("add")}
        </Button>
      </div>
    </Dialog>
  );
}

const EMPTY = { key: "", label: "", required: true, options: [] };

interface FieldRowProps {
  readonly field: FieldDraft;
  readonly number: number;
  readonly isLast: boolean;
  readonly locked: boolean;
  readonly onPut: (patch: Partial<FieldDraft>) => void;
  readonly onMove: (by: number) => void;
  readonly onRemove: () => void;
}

function FieldRow({ field, number, isLast, locked, onPut, onMove, onRemove }: FieldRowProps) {
  const t = useTranslations("workspace.editor.dispositions.fields");
  const of = { number };
  return (
    <li className="flex flex-col gap-2">
      <div className="flex items-center gap-2">
        <Input
          aria-label={t("labelOf", of)}
          placeholder={t("label")}
          value={field.label}
          maxLength={60}
          disabled={locked}
          aria-invalid={!field.label.trim() || undefined}
          onChange={(event) => onPut({ label: event.target.value })}
          className="min-w-0 flex-1"
        />
        <Select<DispositionFieldType>
          aria-label={t("typeOf", of)}
          value={field.type}
          disabled={locked}
          onChange={(type) => onPut({ type })}
          options={OWN_TYPES.map((type) => ({ value: type, label: t(`type.${type}`) }))}
          className="w-32"
        />
        <Checkbox
          checked={field.required}
          disabled={locked}
          onChange={(required) => onPut({ required })}
          label={t("required")}
        />
        <span className="whitespace-nowrap">
          <IconButton
            size="sm"
            label={t("up", of)}
            icon={<ArrowUp aria-hidden />}
            disabled={locked || number === 1}
            onClick={() => onMove(-1)}
          />
          <IconButton
            size="sm"
            label={t("down", of)}
            icon={<ArrowDown aria-hidden />}
            disabled={locked || isLast}
            onClick={() => onMove(1)}
          />
          <IconButton
            size="sm"
            label={t("remove", of)}
            icon={<Trash2 aria-hidden />}
            disabled={locked}
            onClick={onRemove}
          />
        </span>
      </div>
      {field.type === "choice" ? (
        <Textarea
          aria-label={t("optionsOf", of)}
          placeholder={t("options", { max: DISPOSITION_OPTIONS_MAX })}
          rows={3}
          value={field.options}
          disabled={locked}
          aria-invalid={!isWhole({ ...field, label: "-" }) || undefined}
          onChange={(event) => onPut({ options: event.target.value })}
        />
      ) : null}
    </li>
  );
}
