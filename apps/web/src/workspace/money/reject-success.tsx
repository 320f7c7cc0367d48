"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { ReasonDialog } from "~/ui/reason-dialog.tsx";
import { toast } from "~/ui/toast.tsx";

/** Rejects a success with a reason: its commission is not charged, or taken back on the next invoice. */
export function RejectSuccess({ callId, onClose }: { callId: string; onClose: () => void }) {
  const t = useTranslations("workspace.successes");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const reject = useMutation(
    trpc.success.reject.mutationOptions({
      meta: { quiet: true },
      onSuccess: () => {
        toast.success(t("rejectedNow"));
        void queryClient.invalidateQueries({ queryKey: trpc.success.pathKey() });
        onClose();
      },
    }),
  );
  return (
    <ReasonDialog
      title={t("rejectTitle")}
      description={t("rejectHint")}
      confirmText={t("reject")}
      busy={reject.isPending}
      refused={reject.error ? { title: t("notRejected"), message: describe(reject.error).message } : null}
      onClose={onClose}
      onConfirm={(reason) => reject.mutate({ callId, reason })}
    />
  );
}
