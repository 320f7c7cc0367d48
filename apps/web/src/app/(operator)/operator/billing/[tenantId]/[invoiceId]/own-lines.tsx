"use client";
import { useMutation } from "@tanstack/react-query";
import { Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { amountOf, tidyAmount } from "~/finance/amount.ts";
import type { Charge, InvoiceData } from "~/invoice/invoice-view.tsx";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button, IconButton } from "~/ui/button.tsx";
import { FormField, Input, Textarea } from "~/ui/form.tsx";
import { ErrorState } from "~/ui/layout.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { toast } from "~/ui/toast.tsx";
import { useForm } from "~/ui/use-form.ts";
import { useRenewInvoice } from "./renew.ts";

/** A quiet button below the lines while they may still change. */
export function AddLine({ invoice }: { invoice: InvoiceData }) {
  const t = useTranslations("finance.invoice");
  const may = useMay()("platform.billing.close");
  const [open, setOpen] = useState(false);
  if (!may || invoice.state === "finalised") return null;
  return (
    <div className="border-b px-4 py-1.5">
      <Button
        size="sm"
        tone="ghost"
        className="-ml-1 text-accent"
        icon={<Plus aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {t("addLine")}
      </Button>
      {open ? <AddLineDialog invoice={invoice} onDone={() => setOpen(false)} /> : null}
    </div>
  );
}

function AddLineDialog({ invoice, onDone }: { invoice: InvoiceData; onDone: () => void }) {
  const t = useTranslations("finance.invoice");
  const c = useTranslations("common");
  const trpc = useTRPC();
  const renew = useRenewInvoice();
  const describe = useDescribeError();
  const { values, tried, set, check } = useForm({ text: "", amount: "", reason: "" });
  const add = useMutation(
    trpc.operator.billing.addLine.mutationOptions({
      meta: { quiet: true },
      onSuccess: () => {
        toast.success(t("lineAdded"));
        onDone();
        void renew();
      },
    }),
  );
  const amount = amountOf(values.amount, invoice.currency);
  const problems = {
    text: values.text.trim() ? undefined : c("required"),
    amount: amount === null || amount === 0n ? t("lineAmountWrong") : undefined,
    reason: values.reason.trim() ? undefined : t("reasonNeeded"),
  };
  return (
    <Dialog
      open
      onOpenChange={onDone}
      size="sm"
      title={t("addLine")}
      description={t("addLineHint")}
      onSubmit={() => {
        if (!check(problems)) return;
        add.mutate({
          tenantId: invoice.tenantId,
          invoiceId: invoice.id,
          text: values.text.trim(),
          amount: tidyAmount(values.amount),
          reason: values.reason.trim(),
        });
      }}
      footer={
        <>
          <Button onClick={onDone}>{c("cancel")}</Button>
          <Button type="submit" tone="primary" busy={add.isPending}>
            {c("add")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormField label={t("lineText")} required error={tried ? problems.text : undefined}>
          <Input value={values.text} onChange={(event) => set("text", event.target.value)} />
        </FormField>
        <FormField
          label={t("lineAmount", { currency: invoice.currency })}
          hint={t("lineAmountHint")}
          required
          error={tried ? problems.amount : undefined}
        >
          <Input
            inputMode="decimal"
            className="tabular"
            value={values.amount}
            onChange={(event) => set("amount", event.target.value)}
          />
        </FormField>
        <FormField label={t("reason")} hint={t("clientReads")} required error={tried ? problems.reason : undefined}>
          <Textarea rows={2} value={values.reason} onChange={(event) => set("reason", event.target.value)} />
        </FormField>
        {add.error ? <ErrorState title={t("notDone")} message={describe(add.error).message} /> : null}
      </div>
    </Dialog>
  );
}

/** Beside a line that the operator added itself. */
export function RemoveLine({ invoice, charge }: { invoice: InvoiceData; charge: Charge }) {
  const t = useTranslations("finance.invoice");
  const may = useMay()("platform.billing.close");
  const trpc = useTRPC();
  const renew = useRenewInvoice();
  const remove = useMutation(
    trpc.operator.billing.removeLine.mutationOptions({
      onSuccess: () => {
        toast.success(t("lineRemoved"));
        void renew();
      },
    }),
  );
  if (!may || invoice.state === "finalised" || charge.description.key !== "charge.added") return null;
  return (
    <IconButton
      size="sm"
      label={t("removeLine")}
      icon={<Trash2 aria-hidden />}
      disabled={remove.isPending}
      onClick={() => remove.mutate({ tenantId: invoice.tenantId, invoiceId: invoice.id, chargeId: charge.id })}
    />
  );
}
