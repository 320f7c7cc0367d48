"use client";
import { callsAgain } from "@callbay/domain/disposition-fields";
import { ArrowDown, ArrowUp, ListChecks, Plus, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button, IconButton } from "~/ui/button.tsx";
import { Checkbox, Input } from "~/ui/form.tsx";
import { Kbd } from "~/ui/status.tsx";
import { codeFor, type DispositionDraft } from "./draft.ts";
import { MinutesInput } from "./minutes-input.tsx";
import type { SectionProps } from "./section.tsx";

const FieldsDialog = dynamic(() =>
  import("./disposition-fields-dialog.tsx").then(({ DispositionFieldsDialog }) => DispositionFieldsDialog),
);

/** What agents may say at the end of a call, in the order of their keys, and what follows from it. */
export function DispositionsSection({ draft, set, locked }: SectionProps) {
  const t = useTranslations("workspace.editor.dispositions");
  const rows = draft.dispositions;
  const put = (index: number, patch: Partial<DispositionDraft>): void =>
    set({ dispositions: rows.map((row, at) => (at === index ? withoutPromise({ ...row, ...patch }) : row)) });
  const [asking, setAsking] = useState<string | null>(null);
  const asked = rows.findIndex(({ key }) => key === asking);
  const askedRow = rows[asked];
  const move = (index: number, by: number): void => {
    const next = [...rows];
    const [row] = next.splice(index, 1);
    if (row) next.splice(index + by, 0, row);
    set({ dispositions: next });
  };
  const add = (label: string, flags: Partial<DispositionDraft> = {}): DispositionDraft => ({
    key: crypto.randomUUID(),
    code: "",
    label,
    success: false,
    doNotCall: false,
    retryAfterMinutes: null,
    fields: [],
    ...flags,
  });
  const propose = (): void =>
    set({
      dispositions: named([
        ...rows,
        add(t("proposed.success"), { success: true }),
        add(t("proposed.later"), { retryAfterMinutes: 1440 }),
        add(t("proposed.notInterested")),
        add(t("proposed.wrongNumber")),
        add(t("proposed.doNotCall"), { doNotCall: true }),
      ]),
    });
  return (
    <div className="flex flex-col gap-3">
      {rows.length > 0 ? (
        <table className="w-full text-sm" aria-label={t("title")}>
          <thead>
            <tr className="text-left text-xs text-muted [&_th]:pb-1.5 [&_th]:font-medium">
              <th className="w-10" scope="col">
                {t("keyShort")}
              </th>
              <th scope="col">{t("label")}</th>
              <th className="w-17 pl-3" scope="col">
                {t("success")}
              </th>
              <th className="w-22" scope="col">
                {t("doNotCall")}
              </th>
              <th className="w-62" scope="col">
                {t("then")}
              </th>
              <th className="w-17" scope="col">
                {t("fields.column")}
              </th>
              <th className="w-24" scope="col">
                <span className="sr-only">{t("order")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={row.key} className="[&_td]:py-1">
                <td>{index < 9 ? <Kbd>{index + 1}</Kbd> : null}</td>
                <td>
                  <Input
                    aria-label={t("labelOf", { number: index + 1 })}
                    value={row.label}
                    maxLength={80}
                    disabled={locked}
                    onChange={(event) => put(index, { label: event.target.value })}
                    onBlur={() => set({ dispositions: named(rows) })}
                    aria-invalid={!row.label.trim() || undefined}
                  />
                </td>
                <td className="pl-3">
                  <Checkbox
                    checked={row.success}
                    disabled={locked || row.doNotCall}
                    onChange={(success) => put(index, { success, ...(success ? { retryAfterMinutes: null } : {}) })}
                    label={t("successOf", { label: row.label })}
                    hideLabel
                  />
                </td>
                <td>
                  <Checkbox
                    checked={row.doNotCall}
                    disabled={locked || row.success}
                    onChange={(doNotCall) =>
                      put(index, { doNotCall, ...(doNotCall ? { retryAfterMinutes: null } : {}) })
                    }
                    label={t("doNotCallOf", { label: row.label })}
                    hideLabel
                  />
                </td>
                <td>
                  {row.success || row.doNotCall ? (
                    <span className="text-xs text-muted">{t(row.success ? "doneSuccess" : "blocked")}</span>
                  ) : (
                    <MinutesInput
                      label={t("retryOf", { label: row.label })}
                      never={t("done")}
                      again={t("again")}
                      value={row.retryAfterMinutes}
                      onChange={(retryAfterMinutes) => put(index, { retryAfterMinutes })}
                      disabled={locked}
                    />
                  )}
                </td>
                <td>
                  <Button
                    size="sm"
                    tone="ghost"
                    icon={<ListChecks aria-hidden />}
                    aria-label={t("fields.of", { label: row.label, count: row.fields.length })}
                    data-testid="disposition-fields-of"
                    onClick={() => setAsking(row.key)}
                  >
                    {row.fields.length > 0 ? row.fields.length : "–"}
                  </Button>
                </td>
                <td className="text-right whitespace-nowrap">
                  <IconButton
                    size="sm"
                    label={t("up", { label: row.label })}
                    icon={<ArrowUp aria-hidden />}
                    disabled={locked || index === 0}
                    onClick={() => move(index, -1)}
                  />
                  <IconButton
                    size="sm"
                    label={t("down", { label: row.label })}
                    icon={<ArrowDown aria-hidden />}
                    disabled={locked || index === rows.length - 1}
                    onClick={() => move(index, 1)}
                  />
                  <IconButton
                    size="sm"
                    label={t("remove", { label: row.label })}
                    icon={<Trash2 aria-hidden />}
                    disabled={locked}
                    onClick={() => set({ dispositions: rows.filter((_, at) => at !== index) })}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <p className="text-sm text-muted">{t("none")}</p>
      )}
      {askedRow ? (
        <FieldsDialog
          row={askedRow}
          locked={locked}
          onClose={() => setAsking(null)}
          onDone={(fields) => {
            put(asked, { fields });
            setAsking(null);
          }}
        />
      ) : null}
      <div className="flex gap-2">
        <Button
          size="sm"
          icon={<Plus aria-hidden />}
          disabled={locked || rows.length >= 40}
          onClick={() => set({ dispositions: [...rows, add("")] })}
        >
          {t("add")}
        </Button>
        {rows.length === 0 ? (
          <Button size="sm" disabled={locked} onClick={propose}>
            {t("propose")}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

/** Nobody can promise a call after a disposition that ends with the contact: it asks for none. */
function withoutPromise(row: DispositionDraft): DispositionDraft {
  return callsAgain(row) ? row : { ...row, fields: row.fields.filter(({ type }) => type !== "callback") };
}

/** Rows that have a label and no code yet get one; codes that were saved never change, reports stand on them. */
export function named(rows: readonly DispositionDraft[]): DispositionDraft[] {
  const taken = rows.map((row) => row.code).filter(Boolean);
  return rows.map((row) => {
    if (row.code || !row.label.trim()) return row;
    const code = codeFor(row.label, taken);
    taken.push(code);
    return { ...row, code };
  });
}
