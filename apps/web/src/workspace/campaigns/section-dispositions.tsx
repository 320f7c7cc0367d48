"use client";
import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button, IconButton } from "~/ui/button.tsx";
import { Checkbox, Input } from "~/ui/form.tsx";
import { Kbd } from "~/ui/status.tsx";
import { codeFor, type DispositionDraft } from "./draft.ts";
import { MinutesInput } from "./minutes-input.tsx";
import type { SectionProps } from "./section.tsx";

/** What agents may say at the end of a call, in the order of their keys, and what follows from it. */
export function DispositionsSection({ draft, set, locked }: SectionProps) {
  const t = useTranslations("workspace.editor.dispositions");
  const rows = draft.dispositions;
  const put = (index: number, patch: Partial<DispositionDraft>): void =>
    set({ dispositions: rows.map((row, at) => (at === index ? { ...row, ...patch } : row)) });
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
              <th className="w-20 pl-4" scope="col">
                {t("success")}
              </th>
              <th className="w-24" scope="col">
                {t("doNotCall")}
              </th>
              <th className="w-68" scope="col">
                {t("then")}
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
                <td className="pl-4">
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
