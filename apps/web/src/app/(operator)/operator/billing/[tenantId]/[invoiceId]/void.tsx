"use client";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { InvoiceData } from "~/invoice/invoice-view.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { FormField, Textarea } from "~/ui/form.tsx";
import { ErrorState } from "~/ui/layout.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { toast } from "~/ui/toast.tsx";
import { useRenewInvoice } from "./renew.ts";

/** Gives everything back; the invoice asks for nothing any more. */
export function VoidInvoice({ invoice, onDone }: { invoice: InvoiceData; onDone: () => void }) {
  const t = useTranslations("finance.invoice");
  const c = useTranslations("common");
  const trpc = useTRPC();
  const renew = useRenewInvoice();
  const describe = useDescribeError();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const take = useMutation(
    trpc.operator.billing.void.mutationOptions({
      meta: { quiet: true },
      onSuccess: ({ number }) => {
        toast.success(t("voided", { number }));
        onDone();
        void renew();
      },
    }),
  );
  return (
    <Dialog
      open
      onOpenChange={onDone}
      size="sm"
      title={t("voidTitle")}
      description={t("voidHint")}
      onSubmit={() => {
        setTried(true);
        if (reason.trim()) take.mutate({ tenantId: invoice.tenantId, invoiceId: invoice.id, reason: reason.trim() });
      }}
      footer={
        <>
          <Button onClick={onDone}>{c("cancel")}</Button>
          <Button type="submit" tone="danger" busy={take.isPending}>
            {t("void")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormField
          label={t("reason")}
          hint={t("clientReads")}
          required
          error={tried && !reason.trim() ? t("reasonNeeded") : undefined}
        >
          <Textarea rows={3} value={reason} onChange={(event) => setReason(event.target.value)} />
        </FormField>
        {take.error ? <ErrorState title={t("notDone")} message={describe(take.error).message} /> : null}
      </div>
    </Dialog>
  );
}
