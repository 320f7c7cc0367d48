"use client";
import { startOfLocalDay } from "@callbay/domain/day-start";
import { addDays } from "@callbay/domain/days";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMe } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { toast } from "~/ui/toast.tsx";

/** Forbids a number: in all campaigns, or in the one that is named. */
export function AddDncDialog({
  target,
  onClose,
}: {
  target: { readonly campaignId: string | null; readonly name: string | null };
  onClose: () => void;
}) {
  const t = useTranslations("dnc.entries");
  const common = useTranslations("common");
  const { workspace } = useMe();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const [phone, setPhone] = useState("");
  const [reason, setReason] = useState("");
  const [until, setUntil] = useState("");
  const [tried, setTried] = useState(false);
  const add = useMutation(
    trpc.dnc.add.mutationOptions({
      meta: { quiet: true },
      onSuccess: async () => {
        toast.success(t("added"));
        onClose();
        await queryClient.invalidateQueries({ queryKey: trpc.dnc.pathKey() });
      },
    }),
  );
  const submit = (): void => {
    setTried(true);
    if (!phone.trim() || !reason.trim()) return;
    const zone = workspace.kind === "tenant" ? workspace.timezone : "UTC";
    // The day that is named is the last on which it holds.
    const expiresAt = until ? startOfLocalDay(addDays(until, 1), zone) : null;
    add.mutate({ phone, reason, campaignId: target.campaignId, expiresAt });
  };
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={(open) => !open && onClose()}
      title={t("addTitle")}
      description={target.name ?? t("wholeWorkspace")}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" tone="primary" busy={add.isPending}>
            {common("add")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormField
          label={t("phone")}
          hint={t("phoneHint")}
          required
          error={add.isError ? describe(add.error).message : tried && !phone.trim() ? common("required") : undefined}
        >
          <Input type="tel" value={phone} onChange={(event) => setPhone(event.target.value)} maxLength={40} autoFocus />
        </FormField>
        <FormField
          label={t("reason")}
          hint={t("reasonHint")}
          required
          error={tried && !reason.trim() ? common("required") : undefined}
        >
          <Input value={reason} onChange={(event) => setReason(event.target.value)} maxLength={200} />
        </FormField>
        <FormField label={t("until")} hint={t("untilHint")} optionalText={common("optional")}>
          <Input type="date" value={until} onChange={(event) => setUntil(event.target.value)} className="w-44" />
        </FormField>
      </div>
    </Dialog>
  );
}
