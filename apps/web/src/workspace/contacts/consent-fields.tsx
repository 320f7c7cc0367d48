"use client";
import { useTranslations } from "next-intl";
import { FormField, Input, Textarea } from "~/ui/form.tsx";
import { useToday } from "~/ui/format.tsx";
import type { Form } from "~/ui/use-form.ts";

/** What a consent says of itself, of one person or of everybody on a list. */
export interface ConsentDraft {
  readonly day: string;
  readonly proof: string;
}

/** What is missing from a consent before it can be written down. */
export function useConsentProblems({ day, proof }: ConsentDraft): { readonly day?: string; readonly proof?: string } {
  const common = useTranslations("common");
  return { ...(day ? {} : { day: common("required") }), ...(proof.trim() ? {} : { proof: common("required") }) };
}

interface FieldProps {
  readonly form: Pick<Form<ConsentDraft>, "values" | "tried" | "set">;
  readonly className?: string;
}

/** On which day it was given, today at the latest. */
export function ConsentDay({ form, className }: FieldProps) {
  const t = useTranslations("workspace.contacts");
  const today = useToday();
  const problems = useConsentProblems(form.values);
  return (
    <FormField
      label={t("consentAt")}
      required
      error={form.tried ? problems.day : undefined}
      {...(className ? { className } : {})}
    >
      <Input
        type="date"
        max={today}
        value={form.values.day}
        onChange={(event) => form.set("day", event.target.value)}
      />
    </FormField>
  );
}

/** Where the proof of it is, or of its withdrawal. */
export function ConsentProof({ form, label, hint }: FieldProps & { readonly label: string; readonly hint: string }) {
  const problems = useConsentProblems(form.values);
  return (
    <FormField label={label} hint={hint} required error={form.tried ? problems.proof : undefined}>
      <Textarea
        rows={3}
        maxLength={2_000}
        value={form.values.proof}
        onChange={(event) => form.set("proof", event.target.value)}
      />
    </FormField>
  );
}
