"use client";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { ConfirmDialog } from "~/ui/overlay.tsx";
import { toast } from "~/ui/toast.tsx";

interface FactorResetProps {
  readonly tenantId: string;
  /** `key` is the membership. */
  readonly person: { readonly key: string; readonly name: string };
}

/** Takes a lost second factor off, after asking how the person proved who they are. */
export function FactorReset({ tenantId, person }: FactorResetProps) {
  const t = useTranslations("operator.factorReset");
  const c = useTranslations("common");
  const trpc = useTRPC();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const reset = useMutation(
    trpc.operator.tenants.resetSecondFactor.mutationOptions({
      onSuccess: () => {
        toast.success(t("done", { name: person.name }));
        setOpen(false);
      },
    }),
  );
  const confirm = (): void => {
    setTried(true);
    if (reason.trim()) reset.mutate({ tenantId, membershipId: person.key, reason: reason.trim() });
  };
  return (
    <>
      <Button size="sm" tone="ghost" onClick={() => setOpen(true)}>
        {t("do")}
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={t("title", { name: person.name })}
        description={t("text")}
        confirmText={t("do")}
        busy={reset.isPending}
        onConfirm={confirm}
      >
        <FormField
          label={t("reason")}
          hint={t("reasonHint")}
          error={tried && !reason.trim() ? c("required") : undefined}
        >
          <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </FormField>
      </ConfirmDialog>
    </>
  );
}
