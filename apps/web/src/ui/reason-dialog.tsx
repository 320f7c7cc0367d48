"use client";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { FormField, Textarea } from "./form.tsx";
import { ErrorState } from "./layout.tsx";
import { Dialog } from "./overlay.tsx";
import { useForm } from "./use-form.ts";

/** Fewer letters say nothing. */
const MIN_LETTERS = 3;

interface ReasonDialogProps {
  readonly title: string;
  readonly description: string;
  readonly confirmText: string;
  readonly tone?: "primary" | "danger";
  readonly busy: boolean;
  /** What became of it, when it was refused. */
  readonly refused: { readonly title: string; readonly message: string } | null;
  readonly onClose: () => void;
  readonly onConfirm: (reason: string) => void;
  /** What else is chosen, above the reason. */
  readonly children?: ReactNode;
}

/** Asks why before something is done that others will ask about. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { title, description, confirmText, tone = "danger", busy, refused, onClose, onConfirm, children } = props;
  const t = useTranslations("common");
  const { values, tried, set, check } = useForm({ reason: "" });
  const reason = values.reason.trim();
  const problems = { reason: reason.length >= MIN_LETTERS ? undefined : t("reasonNeeded", { least: MIN_LETTERS }) };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={description}
      onSubmit={() => check(problems) && onConfirm(reason)}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" tone={tone} busy={busy}>
            {confirmText}
          </Button>
        </>
      }
    >
      {children}
      <FormField label={t("reason")} required error={tried ? problems.reason : undefined}>
        <Textarea rows={3} value={values.reason} onChange={(event) => set("reason", event.target.value)} />
      </FormField>
      {refused ? <ErrorState title={refused.title} message={refused.message} /> : null}
    </Dialog>
  );
}
