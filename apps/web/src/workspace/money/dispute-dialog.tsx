"use client";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMessageText } from "~/i18n/message-text.ts";
import type { Charge } from "~/invoice/invoice-view.tsx";
import type { Usage } from "~/invoice/usage-table.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { FormField, Textarea } from "~/ui/form.tsx";
import { DateTime } from "~/ui/format.tsx";
import { ErrorState } from "~/ui/layout.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { toast } from "~/ui/toast.tsx";
import { useForm } from "~/ui/use-form.ts";

export interface DisputeTarget {
  readonly charge: Charge;
  /** One record behind the line; the whole line without it. */
  readonly usage: Usage | null;
}

interface DisputeDialogProps {
  readonly invoiceId: string;
  readonly target: DisputeTarget;
  readonly onClose: () => void;
}

/** Says what is wrong with a line, or with one call behind it. */
export function DisputeDialog({ invoiceId, target, onClose }: DisputeDialogProps) {
  const t = useTranslations("workspace.money");
  const common = useTranslations("common");
  const say = useMessageText();
  const trpc = useTRPC();
  const describe = useDescribeError();
  const { values, tried, set, check } = useForm({ comment: "" });
  const dispute = useMutation(
    trpc.invoices.dispute.mutationOptions({
      meta: { quiet: true },
      onSuccess: () => {
        toast.success(t("disputeSent"));
        onClose();
      },
    }),
  );
  const { charge, usage } = target;
  const problems = { comment: values.comment.trim() ? undefined : t("commentNeeded") };
  const send = (): void => {
    if (!check(problems)) return;
    dispute.mutate({
      invoiceId,
      chargeId: charge.id,
      ...(usage ? { usageId: usage.id } : {}),
      comment: values.comment.trim(),
    });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={usage ? t("disputeCall") : t("disputeLine")}
      description={
        <>
          {say(charge.description)}
          {usage ? (
            <>
              {" · "}
              <DateTime at={usage.occurredAt} />
              {usage.maskedPhone ? ` · ${usage.maskedPhone}` : ""}
            </>
          ) : null}
        </>
      }
      onSubmit={send}
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" tone="primary" busy={dispute.isPending}>
            {t("dispute")}
          </Button>
        </>
      }
    >
      <FormField label={t("comment")} hint={t("commentHint")} required error={tried ? problems.comment : undefined}>
        <Textarea rows={4} value={values.comment} onChange={(event) => set("comment", event.target.value)} />
      </FormField>
      {dispute.error ? <ErrorState title={t("notDisputed")} message={describe(dispute.error).message} /> : null}
    </Dialog>
  );
}
