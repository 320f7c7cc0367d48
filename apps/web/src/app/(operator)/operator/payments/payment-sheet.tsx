"use client";
import { amountText } from "@callbay/domain/money";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { amountOf, tidyAmount } from "~/finance/amount.ts";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { FormField, Input, Textarea } from "~/ui/form.tsx";
import { DateTime, Money } from "~/ui/format.tsx";
import { ErrorState, Facts } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { Dialog, Sheet } from "~/ui/overlay.tsx";
import { Select } from "~/ui/select.tsx";
import { Badge, toneOf } from "~/ui/status.tsx";
import { toast } from "~/ui/toast.tsx";
import { useForm } from "~/ui/use-form.ts";
import type { Payment } from "./all.tsx";

/** One payment: what it is, where it belongs, and giving it back. */
export function PaymentSheet({ payment, onDone }: { payment: Payment; onDone: () => void }) {
  const t = useTranslations("finance.payments");
  const label = useEnumLabel();
  const may = useMay()("platform.payment.write");
  const [refunding, setRefunding] = useState(false);
  const left = payment.amountMinor - payment.refundedMinor - payment.disputedMinor;
  return (
    <Sheet
      open
      onOpenChange={onDone}
      title={<Money minor={payment.amountMinor} currency={payment.currency} />}
      description={payment.tenantName}
      footer={
        may && payment.state === "succeeded" && left > 0n ? (
          <Button onClick={() => setRefunding(true)}>{t("refund")}</Button>
        ) : null
      }
    >
      <div className="flex flex-col gap-5">
        <Facts
          items={[
            {
              label: t("state"),
              value: <Badge tone={toneOf(payment.state)}>{label("paymentState", payment.state)}</Badge>,
            },
            { label: t("at"), value: <DateTime at={payment.settledAt ?? payment.createdAt} /> },
            { label: t("way"), value: `${label("paymentProvider", payment.provider)} ${payment.method ?? ""}`.trim() },
            {
              label: t("reference"),
              value: <code className="font-mono text-xs break-all">{payment.providerRef}</code>,
            },
            {
              label: t("invoice"),
              value: payment.invoiceId ? (
                <Link
                  href={`/operator/billing/${payment.tenantId}/${payment.invoiceId}`}
                  className="text-accent hover:underline"
                >
                  {payment.invoiceNumber}
                </Link>
              ) : (
                "—"
              ),
            },
            { label: t("refunded"), value: <Money minor={payment.refundedMinor} currency={payment.currency} /> },
            ...(payment.flag
              ? [
                  {
                    label: t("flag"),
                    value: <span className="text-warn">{t(`flags.${payment.flag as "overpaid"}`)}</span>,
                  },
                ]
              : []),
            ...(payment.failureCode ? [{ label: t("failure"), value: payment.failureCode }] : []),
          ]}
        />
        {may && payment.invoiceId === null && payment.state === "succeeded" ? (
          <Place payment={payment} onDone={onDone} />
        ) : null}
      </div>
      {refunding ? <Refund payment={payment} left={left} onDone={() => setRefunding(false)} onGiven={onDone} /> : null}
    </Sheet>
  );
}

/** Money that waits in suspense goes to an open invoice of its client. */
function Place({ payment, onDone }: { payment: Payment; onDone: () => void }) {
  const t = useTranslations("finance.payments");
  const c = useTranslations("common");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const [invoiceId, setInvoiceId] = useState("");
  const { tenantId, id: paymentId, currency } = payment;
  const invoices = useQuery(trpc.operator.billing.invoices.queryOptions({ tenantId, state: "finalised" }));
  const allocate = useMutation(
    trpc.operator.payments.allocate.mutationOptions({
      meta: { quiet: true },
      onSuccess: () => {
        toast.success(t("placed"));
        onDone();
        void queryClient.invalidateQueries({ queryKey: trpc.operator.pathKey() });
      },
    }),
  );
  const open = (invoices.data?.items ?? []).filter(
    (one) => one.currency === currency && one.kind === "invoice" && (one.settlement?.openMinor ?? 0n) > 0n,
  );
  return (
    <div className="flex flex-col gap-3 border-t pt-4">
      <div className="flex items-end gap-2">
        <FormField label={t("place")} className="flex-1">
          <Select
            value={invoiceId}
            onChange={setInvoiceId}
            placeholder={c("choose")}
            options={open.map((one) => ({
              value: one.id,
              label: one.number ?? "",
              hint: amountText(one.settlement?.openMinor ?? 0n, currency),
            }))}
          />
        </FormField>
        <Button
          tone="primary"
          busy={allocate.isPending}
          disabled={invoiceId === ""}
          onClick={() => allocate.mutate({ tenantId, paymentId, invoiceId })}
        >
          {c("save")}
        </Button>
      </div>
      {allocate.error ? <ErrorState title={t("place")} message={describe(allocate.error).message} /> : null}
    </div>
  );
}

interface RefundProps {
  readonly payment: Payment;
  readonly left: bigint;
  readonly onDone: () => void;
  readonly onGiven: () => void;
}

function Refund({ payment, left, onDone, onGiven }: RefundProps) {
  const t = useTranslations("finance.payments");
  const c = useTranslations("common");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const { currency } = payment;
  const most = amountText(left, currency);
  const { values, tried, set, check } = useForm({ amount: most, reason: "" });
  const refund = useMutation(
    trpc.operator.payments.refund.mutationOptions({
      meta: { quiet: true },
      onSuccess: ({ refundedMinor }) => {
        toast.success(t("refundDone", { amount: `${amountText(refundedMinor, currency)} ${currency}` }));
        onGiven();
        void queryClient.invalidateQueries({ queryKey: trpc.operator.pathKey() });
      },
    }),
  );
  const amount = amountOf(values.amount, currency);
  const problems = {
    amount: amount === null || amount <= 0n || amount > left ? t("refundMost", { amount: most }) : undefined,
    reason: values.reason.trim() ? undefined : t("reasonNeeded"),
  };
  return (
    <Dialog
      open
      onOpenChange={onDone}
      size="sm"
      title={t("refundTitle")}
      description={t("refundHint")}
      onSubmit={() => {
        if (!check(problems)) return;
        refund.mutate({
          tenantId: payment.tenantId,
          paymentId: payment.id,
          amount: tidyAmount(values.amount),
          reason: values.reason.trim(),
        });
      }}
      footer={
        <>
          <Button onClick={onDone}>{c("cancel")}</Button>
          <Button type="submit" tone="danger" busy={refund.isPending}>
            {t("refund")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormField
          label={t("refundAmount", { currency })}
          hint={t("refundMost", { amount: most })}
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
        <FormField label={t("reason")} required error={tried ? problems.reason : undefined}>
          <Textarea rows={2} value={values.reason} onChange={(event) => set("reason", event.target.value)} />
        </FormField>
        {refund.error ? <ErrorState title={t("notRefunded")} message={describe(refund.error).message} /> : null}
      </div>
    </Dialog>
  );
}
