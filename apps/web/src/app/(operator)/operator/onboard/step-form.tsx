"use client";
import { useTranslations } from "next-intl";
import type { FormEvent, ReactNode } from "react";
import { Button } from "~/ui/button.tsx";
import { Card, ErrorState } from "~/ui/layout.tsx";

interface StepFormProps {
  readonly title: string;
  readonly hint: string;
  readonly busy: boolean;
  readonly error: string | null;
  /** Above the error; that nothing was saved, when left out. */
  readonly errorTitle?: string | undefined;
  readonly onSubmit: () => void;
  /** Of the button; "Save" when left out. */
  readonly action?: string;
  /** Goes on without saving: what is there suffices. */
  readonly onSkip?: (() => void) | undefined;
  readonly children: ReactNode;
}

/** One step: fields, what was refused, and a button that Enter presses. */
export function StepForm({ title, hint, busy, error, errorTitle, onSubmit, action, onSkip, children }: StepFormProps) {
  const t = useTranslations("operator.onboard");
  const c = useTranslations("common");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form noValidate onSubmit={submit}>
      <Card title={title} description={hint}>
        <div className="flex flex-col gap-4">
          {children}
          {error ? <ErrorState title={errorTitle ?? t("notSaved")} message={error} /> : null}
          <div className="flex justify-end gap-2">
            {onSkip ? <Button onClick={onSkip}>{t("goOn")}</Button> : null}
            <Button type="submit" tone="primary" busy={busy}>
              {action ?? c("save")}
            </Button>
          </div>
        </div>
      </Card>
    </form>
  );
}
