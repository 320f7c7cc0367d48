"use client";
import type { OverridableReason } from "@callbay/domain/compliance/types";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { FormField, Textarea } from "~/ui/form.tsx";
import { Notice } from "~/ui/layout.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { toast } from "~/ui/toast.tsx";
import { useWord } from "~/workspace/words.ts";
import { NumberInput } from "./number-input.tsx";

const MIN_NOTE = 5;

/** Asks why a refusal may be lifted for the next call to a contact, and for how long. */
export function LiftDialog({
  campaignId,
  contactId,
  reason,
  onClose,
}: {
  readonly campaignId: string;
  readonly contactId: string;
  readonly reason: OverridableReason;
  readonly onClose: () => void;
}) {
  const t = useTranslations("compliance.why");
  const common = useTranslations("common");
  const word = useWord();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const [note, setNote] = useState("");
  const [hours, setHours] = useState(24);
  const [tried, setTried] = useState(false);
  const short = note.trim().length < MIN_NOTE;
  const lift = useMutation(
    trpc.campaigns.liftRefusal.mutationOptions({
      meta: { quiet: true },
      onSuccess: async () => {
        toast.success(t("liftedToast"));
        await queryClient.invalidateQueries({ queryKey: trpc.campaigns.why.queryKey({ campaignId, contactId }) });
        onClose();
      },
    }),
  );
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={(open) => !open && onClose()}
      title={t("liftTitle", { reason: word("reason", reason) })}
      description={t("liftHint")}
      onSubmit={() => {
        setTried(true);
        if (!short) lift.mutate({ campaignId, contactId, reason, note, hours });
      }}
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" tone="primary" busy={lift.isPending}>
            {t("lift")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormField
          label={t("note")}
          hint={t("noteHint")}
          required
          error={tried && short ? common("required") : undefined}
        >
          <Textarea rows={3} value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} />
        </FormField>
        <FormField label={t("hours")} className="w-40">
          <NumberInput value={hours} min={1} max={72} onChange={setHours} />
        </FormField>
        {lift.isError ? <Notice tone="danger">{describe(lift.error).message}</Notice> : null}
      </div>
    </Dialog>
  );
}
