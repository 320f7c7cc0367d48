"use client";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { amountOf, tidyAmount } from "~/finance/amount.ts";
import { useMessageText } from "~/i18n/message-text.ts";
import type { InvoiceData } from "~/invoice/invoice-view.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { FormField, Input, Textarea } from "~/ui/form.tsx";
import { Money } from "~/ui/format.tsx";
import { ErrorState } from "~/ui/layout.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { Select } from "~/ui/select.tsx";
import { toast } from "~/ui/toast.tsx";
import { useRenewInvoice } from "./renew.ts";

/** Gives back an invoice, whole or line by line. */
export function CreditNote({ invoice, onDone }: { invoice: InvoiceData; onDone: () => void }) {
  const t = useTranslations("finance.invoice");
  const c = useTranslations("common");
  const trpc = useTRPC();
  const renew = useRenewInvoice();
  const describe = useDescribeError();
  const [scope, setScope] = useState<"all" | "some">("all");
  const [amounts, setAmounts] = useState<Readonly<Record<string, string>>>({});
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const give = useMutation(
    trpc.operator.billing.creditNote.mutationOptions({
      meta: { quiet: true },
      onSuccess: ({ number }) => {
        toast.success(t("issued", { number }));
        onDone();
        void renew();
      },
    }),
  );
  const typed = Object.entries(amounts).filter(([, text]) => text.trim() !== "");
  const wrong = typed.some(([id, text]) => {
    const amount = amountOf(text, invoice.currency);
    const line = invoice.charges.find((charge) => charge.id === id);
    return amount === null || amount <= 0n || !line || amount > line.amountMinor;
  });
  const problem =
    scope === "all" ? undefined : typed.length === 0 ? t("nothingChosen") : wrong ? t("amountsWrong") : undefined;
  const submit = (): void => {
    setTried(true);
    if (problem || !reason.trim()) return;
    const which = { tenantId: invoice.tenantId, invoiceId: invoice.id, reason: reason.trim() };
    const lines = typed.map(([chargeId, text]) => ({ chargeId, amount: tidyAmount(text) }));
    give.mutate(scope === "all" ? which : { ...which, lines });
  };
  return (
    <Dialog
      open
      onOpenChange={onDone}
      size={scope === "all" ? "sm" : "lg"}
      title={t("creditNoteTitle")}
      description={t("creditNoteHint")}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onDone}>{c("cancel")}</Button>
          <Button type="submit" tone="primary" busy={give.isPending}>
            {t("giveBack")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormField label={t("giveBack")} error={tried ? problem : undefined}>
          <Select
            value={scope}
            onChange={setScope}
            options={(["all", "some"] as const).map((one) => ({ value: one, label: t(one) }))}
          />
        </FormField>
        {scope === "some" ? <CreditedLines invoice={invoice} amounts={amounts} onChange={setAmounts} /> : null}
        <FormField
          label={t("reason")}
          hint={t("clientReads")}
          required
          error={tried && !reason.trim() ? t("reasonNeeded") : undefined}
        >
          <Textarea rows={3} value={reason} onChange={(event) => setReason(event.target.value)} />
        </FormField>
        {give.error ? <ErrorState title={t("notDone")} message={describe(give.error).message} /> : null}
      </div>
    </Dialog>
  );
}

interface CreditedLinesProps {
  readonly invoice: InvoiceData;
  readonly amounts: Readonly<Record<string, string>>;
  readonly onChange: (amounts: Readonly<Record<string, string>>) => void;
}

function CreditedLines({ invoice, amounts, onChange }: CreditedLinesProps) {
  const t = useTranslations("finance.invoice");
  const say = useMessageText();
  return (
    <ul className="flex flex-col gap-1.5">
      {invoice.charges
        .filter((charge) => charge.amountMinor > 0n)
        .map((charge) => (
          <li key={charge.id} className="grid grid-cols-[minmax(0,1fr)_9rem_9rem] items-center gap-3 text-sm">
            <span className="truncate">{say(charge.description)}</span>
            <Money minor={charge.amountMinor} currency={invoice.currency} className="text-right text-muted" />
            <Input
              aria-label={t("amountOf", { number: charge.position + 1 })}
              inputMode="decimal"
              className="tabular text-right"
              value={amounts[charge.id] ?? ""}
              onChange={(event) => onChange({ ...amounts, [charge.id]: event.target.value })}
            />
          </li>
        ))}
    </ul>
  );
}
