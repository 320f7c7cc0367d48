"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { ConfirmDialog } from "~/ui/overlay.tsx";
import { toast } from "~/ui/toast.tsx";
import type { Entry } from "./entries-card.tsx";
import { isByCustomer } from "./reason.ts";

/** Allows a number again; where the customer asked for it themselves, only with a reason. */
export function RemoveEntry({ entry, onDone }: { entry: Entry; onDone: () => void }) {
  const t = useTranslations("dnc.entries");
  const d = useTranslations("dnc.remove");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const needed = isByCustomer(entry.reason);
  const remove = useMutation(
    trpc.dnc.remove.mutationOptions({
      onSuccess: async () => {
        toast.success(t("removed"));
        onDone();
        await queryClient.invalidateQueries({ queryKey: trpc.dnc.pathKey() });
      },
    }),
  );
  const confirm = (): void => {
    setTried(true);
    if (needed && !reason.trim()) return;
    remove.mutate({ id: entry.id, reason });
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onDone()}
      title={t("removeTitle", { phone: entry.phone })}
      description={t("removeHint")}
      confirmText={t("remove")}
      busy={remove.isPending}
      onConfirm={confirm}
    >
      <FormField
        label={d("reason")}
        hint={d("reasonHint")}
        required={needed}
        error={tried && needed && !reason.trim() ? d("needed") : undefined}
      >
        <Input value={reason} maxLength={200} onChange={(event) => setReason(event.target.value)} />
      </FormField>
    </ConfirmDialog>
  );
}
