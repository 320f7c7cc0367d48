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

/** What a named reason can go over. */
const OVERRIDABLE = new Set(["REVIEW_NOT_OPENED", "REVIEW_RUNS", "DISPUTES_OPEN"]);

/** Finalises; where the client has not accepted, it asks why before it tries again. */
export function Finalise({ invoice, onDone }: { invoice: InvoiceData; onDone: () => void }) {
  const t = useTranslations("finance.invoice");
  const b = useTranslations("operator.billing");
  const c = useTranslations("common");
  const trpc = useTRPC();
  const renew = useRenewInvoice();
  const describe = useDescribeError();
  const [why, setWhy] = useState("");
  const [tried, setTried] = useState(false);
  const finalise = useMutation(
    trpc.operator.billing.finalise.mutationOptions({
      meta: { quiet: true },
      onSuccess: ({ number }) => {
        toast.success(b("finalised", { number }));
        onDone();
        void renew();
      },
    }),
  );
  const refusal = finalise.error ? describe(finalise.error) : null;
  const [needsWhy, setNeedsWhy] = useState(false);
  const override = needsWhy || (refusal !== null && OVERRIDABLE.has(refusal.code));
  const submit = (): void => {
    const which = { tenantId: invoice.tenantId, invoiceId: invoice.id };
    if (!override) {
      finalise.mutate(which);
      return;
    }
    setNeedsWhy(true);
    setTried(true);
    if (why.trim()) finalise.mutate({ ...which, withoutAcceptance: why.trim() });
  };
  return (
    <Dialog
      open
      onOpenChange={onDone}
      size="sm"
      title={b("finaliseTitle")}
      description={b("finaliseHint")}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onDone}>{c("cancel")}</Button>
          <Button type="submit" tone={override ? "danger" : "primary"} busy={finalise.isPending}>
            {override ? t("withoutAcceptance") : b("finalise")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {refusal ? <ErrorState title={t("notDone")} message={refusal.message} /> : null}
        {override ? (
          <FormField
            label={t("reason")}
            hint={t("withoutAcceptanceHint")}
            required
            error={tried && !why.trim() ? t("reasonNeeded") : undefined}
          >
            <Textarea rows={3} value={why} onChange={(event) => setWhy(event.target.value)} />
          </FormField>
        ) : null}
      </div>
    </Dialog>
  );
}
