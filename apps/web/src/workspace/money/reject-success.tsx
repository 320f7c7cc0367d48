"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { FormField, Textarea } from "~/ui/form.tsx";
import { ErrorState } from "~/ui/layout.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { toast } from "~/ui/toast.tsx";
import { useForm } from "~/ui/use-form.ts";

/** Rejects a success with a reason: its commission is not charged, or taken back on the next invoice. */
export function RejectSuccess({ callId, onClose }: { callId: string; onClose: () => void }) {
  const t = useTranslations("workspace.successes");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const { values, tried, set, check } = useForm({ reason: "" });
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
  const problems = { reason: values.reason.trim().length >= 3 ? undefined : t("reasonNeeded") };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("rejectTitle")}
      description={t("rejectHint")}
      onSubmit={() => check(problems) && reject.mutate({ callId, reason: values.reason.trim() })}
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" tone="danger" busy={reject.isPending}>
            {t("reject")}
          </Button>
        </>
      }
    >
      <FormField label={t("reason")} required error={tried ? problems.reason : undefined}>
        <Textarea rows={3} value={values.reason} onChange={(event) => set("reason", event.target.value)} />
      </FormField>
      {reject.error ? <ErrorState title={t("notRejected")} message={describe(reject.error).message} /> : null}
    </Dialog>
  );
}
