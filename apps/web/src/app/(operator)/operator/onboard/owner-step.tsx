"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { CopyField } from "~/ui/copy-field.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { useForm } from "~/ui/use-form.ts";
import { StepForm } from "./step-form.tsx";
import type { Client } from "./steps.ts";

/** Mails the owner's invitation, and shows its link once. */
export function OwnerStep({ client, onDone }: { client: Client; onDone: () => void }) {
  const t = useTranslations("operator.onboard.owner");
  const c = useTranslations("common");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const [link, setLink] = useState<string | null>(null);
  const { values, tried, set, check } = useForm({ name: "", email: "" });
  const problems = {
    name: values.name.trim() ? undefined : c("required"),
    email: /^\S+@\S+\.\S+$/.test(values.email.trim()) ? undefined : t("emailWrong"),
  };
  const finish = async (): Promise<void> => {
    await queryClient.invalidateQueries({ queryKey: trpc.operator.tenants.pathKey() });
    onDone();
  };
  const invite = useMutation(
    trpc.operator.tenants.inviteOwner.mutationOptions({
      meta: { quiet: true },
      onSuccess: ({ inviteUrl }) => setLink(inviteUrl),
    }),
  );
  const submit = (): void => {
    if (link) void finish();
    else if (check(problems))
      invite.mutate({ tenantId: client.tenant.id, name: values.name.trim(), email: values.email.trim() });
  };
  return (
    <StepForm
      title={t("title")}
      hint={t("hint")}
      busy={invite.isPending}
      error={invite.error ? describe(invite.error).message : null}
      onSubmit={submit}
      action={link ? t("finish") : t("send")}
    >
      {link ? (
        <FormField label={t("link")} hint={t("linkHint", { email: values.email.trim() })}>
          <CopyField value={link} label={t("link")} />
        </FormField>
      ) : (
        <div className="grid grid-cols-2 gap-4">
          <FormField label={t("name")} error={tried ? problems.name : undefined} required>
            <Input
              autoFocus
              autoComplete="off"
              value={values.name}
              onChange={(event) => set("name", event.target.value)}
            />
          </FormField>
          <FormField label={t("email")} error={tried ? problems.email : undefined} required>
            <Input
              type="email"
              autoComplete="off"
              value={values.email}
              onChange={(event) => set("email", event.target.value)}
            />
          </FormField>
        </div>
      )}
    </StepForm>
  );
}
