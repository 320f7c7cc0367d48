"use client";
import { CONSENT_BASES } from "@callbay/domain/values";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { codeOf, useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { FormField, Input, Textarea } from "~/ui/form.tsx";
import { Notice } from "~/ui/layout.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { Select } from "~/ui/select.tsx";
import { toast } from "~/ui/toast.tsx";
import { Conflict } from "~/workspace/conflict.tsx";
import type { ListView } from "./list-files.tsx";

const FIELDS = ["name", "source", "consentBasis", "consentNote"] as const;
type Draft = Pick<ListView, (typeof FIELDS)[number]>;

const draftOf = ({ name, source, consentBasis, consentNote }: ListView): Draft => ({
  ...{ name, source, consentBasis, consentNote },
});

/** Changes what a list is called, where it comes from and by what right; sends only what was changed. */
export function EditListDialog({ list, onClose }: { list: ListView; onClose: () => void }) {
  const t = useTranslations("workspace.lists");
  const common = useTranslations("common");
  const label = useEnumLabel();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  /** What the edit began from. */
  const [base, setBase] = useState(list);
  const [draft, setDraft] = useState(() => draftOf(list));
  const set = (patch: Partial<Draft>): void => setDraft((before) => ({ ...before, ...patch }));
  const update = useMutation(
    trpc.lists.update.mutationOptions({
      meta: { quiet: true },
      onSuccess: () => {
        toast.success(t("changed"));
        onClose();
      },
      // A refusal shows what is there now.
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.lists.pathKey() }),
    }),
  );
  const save = (from: ListView): void => {
    const patch = Object.fromEntries(FIELDS.filter((key) => draft[key] !== base[key]).map((key) => [key, draft[key]]));
    if (Object.keys(patch).length === 0) onClose();
    else update.mutate({ listId: list.id, revision: from.revision, ...patch });
  };
  const isStale = codeOf(update.error) === "STALE_REVISION" && list.revision > base.revision;
  const theirs = FIELDS.filter((key) => list[key] !== base[key]);
  const shown = (key: keyof Draft): string =>
    key === "consentBasis" ? label("consentBasis", list.consentBasis) : list[key] || "—";
  const missing = { name: draft.name.trim() === "", source: draft.source.trim() === "" };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("editTitle")}
      description={t("editHint")}
      onSubmit={() => !missing.name && !missing.source && save(base)}
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" tone="primary" busy={update.isPending} disabled={isStale}>
            {common("save")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormField label={t("name")} required error={missing.name ? common("required") : undefined}>
          <Input value={draft.name} onChange={(event) => set({ name: event.target.value })} maxLength={120} autoFocus />
        </FormField>
        <FormField
          label={t("source")}
          hint={t("sourceHint")}
          required
          error={missing.source ? common("required") : undefined}
        >
          <Input value={draft.source} onChange={(event) => set({ source: event.target.value })} maxLength={500} />
        </FormField>
        <FormField label={t("consent")} hint={t(`consentHint.${draft.consentBasis}`)} required>
          <Select
            value={draft.consentBasis}
            onChange={(consentBasis) => set({ consentBasis })}
            options={CONSENT_BASES.map((value) => ({ value, label: label("consentBasis", value) }))}
          />
        </FormField>
        <FormField label={t("note")} hint={t("noteHint")} optionalText={common("optional")}>
          <Textarea
            rows={3}
            value={draft.consentNote}
            onChange={(event) => set({ consentNote: event.target.value })}
            maxLength={2000}
          />
        </FormField>
        {isStale ? (
          <Conflict
            busy={update.isPending}
            onTheirs={() => {
              setBase(list);
              setDraft(draftOf(list));
              update.reset();
            }}
            onMine={() => save(list)}
          >
            <p>{t("conflict")}</p>
            <ul>
              {theirs.map((key) => (
                <li key={key}>
                  {t(key === "consentBasis" ? "consent" : key === "consentNote" ? "note" : key)}: {shown(key)}
                </li>
              ))}
            </ul>
          </Conflict>
        ) : update.error ? (
          <Notice tone="danger">{describe(update.error).message}</Notice>
        ) : null}
      </div>
    </Dialog>
  );
}
