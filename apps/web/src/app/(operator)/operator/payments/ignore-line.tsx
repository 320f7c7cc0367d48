"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { ConfirmDialog } from "~/ui/overlay.tsx";
import { toast } from "~/ui/toast.tsx";
import type { BankLine } from "./bank-lines.tsx";

interface IgnoreLineProps {
  readonly line: BankLine;
  readonly onDone: () => void;
  readonly onIgnored: () => void;
}

/** A booking that pays no invoice and never will, with the reason for it. */
export function IgnoreLine({ line, onDone, onIgnored }: IgnoreLineProps) {
  const t = useTranslations("finance.bank");
  const c = useTranslations("common");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const ignore = useMutation(
    trpc.operator.bank.ignore.mutationOptions({
      onSuccess: () => {
        toast.success(t("ignoredNow"));
        onIgnored();
        void queryClient.invalidateQueries({ queryKey: trpc.operator.bank.pathKey() });
      },
    }),
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={onDone}
      title={t("ignoreTitle")}
      description={t("ignoreHint")}
      confirmText={t("ignore")}
      tone="primary"
      busy={ignore.isPending}
      onConfirm={() => {
        setTried(true);
        if (reason.trim()) ignore.mutate({ lineId: line.id, reason: reason.trim() });
      }}
    >
      <FormField label={t("reason")} required error={tried && !reason.trim() ? c("required") : undefined}>
        <Input value={reason} onChange={(event) => setReason(event.target.value)} />
      </FormField>
    </ConfirmDialog>
  );
}
