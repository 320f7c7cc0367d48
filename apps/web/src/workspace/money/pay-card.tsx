"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { CreditCard } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import type { InvoiceData } from "~/invoice/invoice-view.tsx";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { CopyField } from "~/ui/copy-field.tsx";
import { cx } from "~/ui/cx.ts";
import { DateTime, Money } from "~/ui/format.tsx";
import { Card, Facts } from "~/ui/layout.tsx";
import { Badge, toneOf } from "~/ui/status.tsx";

/** How a final invoice is paid, by card or by transfer, and what was paid of it. */
export function PayCard({ invoice }: { invoice: InvoiceData }) {
  const t = useTranslations("workspace.money");
  const label = useEnumLabel();
  const may = useMay();
  const trpc = useTRPC();
  const payable = invoice.state === "finalised" && invoice.kind === "invoice";
  const options = useQuery(trpc.payments.options.queryOptions({ invoiceId: invoice.id }, { enabled: payable }));
  const payments = useQuery(trpc.payments.list.queryOptions({ invoiceId: invoice.id }, { enabled: payable }));
  const checkout = useMutation(
    trpc.payments.checkout.mutationOptions({ onSuccess: ({ url }) => window.location.assign(url) }),
  );
  if (!payable || !options.data) return null;
  const { openMinor, currency, cards, bank } = options.data;
  const done = payments.data?.items ?? [];
  const payNow = openMinor > 0n && invoice.settlement?.state !== "void";
  if (!payNow && done.length === 0) return null;
  return (
    <Card title={t("payment")}>
      {payNow ? (
        <div className="flex flex-col gap-3">
          <p className="flex items-baseline justify-between gap-3 text-sm">
            <span className="text-muted">{t("open")}</span>
            <Money minor={openMinor} currency={currency} className="text-lg font-semibold" />
          </p>
          {cards && may("payment.write") ? (
            <Button
              tone="primary"
              icon={<CreditCard aria-hidden />}
              busy={checkout.isPending || checkout.isSuccess}
              onClick={() => checkout.mutate({ invoiceId: invoice.id })}
            >
              {t("payByCard")}
            </Button>
          ) : null}
          <div className="flex flex-col gap-2 border-t pt-3">
            <h3 className="text-xs text-muted">{cards ? t("orTransfer") : t("transfer")}</h3>
            <Facts
              items={[
                { label: t("beneficiary"), value: bank.beneficiary },
                ...(bank.iban ? [{ label: "IBAN", value: <span className="tabular">{bank.iban}</span> }] : []),
                ...(bank.bic ? [{ label: "BIC", value: <span className="tabular">{bank.bic}</span> }] : []),
              ]}
            />
            {!bank.iban && bank.details ? (
              <p className="text-xs whitespace-pre-wrap text-muted">{bank.details}</p>
            ) : null}
            <p className="text-xs text-muted">{t("reference")}</p>
            <CopyField label={t("reference")} value={bank.reference} />
          </div>
        </div>
      ) : null}
      {done.length > 0 ? (
        <ul className={cx("flex flex-col gap-2 text-sm", payNow && "mt-3 border-t pt-3")}>
          {done.map((one) => (
            <li key={one.id} className="flex items-baseline justify-between gap-3">
              <span className="flex items-center gap-2">
                <Badge tone={toneOf(one.state)}>{label("paymentState", one.state)}</Badge>
                <span className="text-xs text-muted">
                  <DateTime at={one.settledAt ?? one.createdAt} style="date" />
                </span>
              </span>
              <Money minor={one.amountMinor - one.refundedMinor} currency={one.currency} />
            </li>
          ))}
        </ul>
      ) : null}
    </Card>
  );
}
