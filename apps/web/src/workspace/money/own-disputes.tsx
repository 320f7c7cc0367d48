"use client";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useMessageText } from "~/i18n/message-text.ts";
import type { InvoiceData } from "~/invoice/invoice-view.tsx";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { DateTime, Money } from "~/ui/format.tsx";
import { Card } from "~/ui/layout.tsx";
import { Badge } from "~/ui/status.tsx";
import { toast } from "~/ui/toast.tsx";

/** What was disputed of an invoice, and what the operator answered. */
export function OwnDisputes({ invoice }: { invoice: InvoiceData }) {
  const t = useTranslations("workspace.money");
  const label = useEnumLabel();
  const say = useMessageText();
  const may = useMay();
  const trpc = useTRPC();
  const withdraw = useMutation(
    trpc.invoices.withdrawDispute.mutationOptions({ onSuccess: () => toast.success(t("withdrawn")) }),
  );
  if (invoice.disputes.length === 0) return null;
  return (
    <Card flush title={t("disputes")}>
      <ul>
        {invoice.disputes.map((one) => (
          <li key={one.id} className="flex flex-col gap-1 border-b border-line/70 px-4 py-2.5 text-sm last:border-b-0">
            <span className="flex items-center justify-between gap-3">
              <Badge tone={one.resolution ? "neutral" : "warn"}>
                {one.resolution ? label("disputeResolution", one.resolution) : t("waiting")}
              </Badge>
              <Money minor={one.amountMinor ?? one.atStakeMinor} currency={one.currency} />
            </span>
            <span className="text-xs text-muted">
              {say(one.description)}
              {one.occurredAt ? (
                <>
                  {" · "}
                  <DateTime at={one.occurredAt} /> {one.maskedPhone}
                </>
              ) : null}
            </span>
            <span>{one.comment}</span>
            {one.reason ? (
              <span className="rounded-md bg-sunken px-2 py-1 text-xs">{t("answer", { reason: one.reason })}</span>
            ) : null}
            {one.resolvedAt === null && may("invoice.review") ? (
              <Button
                size="sm"
                className="self-start"
                busy={withdraw.isPending && withdraw.variables.disputeId === one.id}
                onClick={() => withdraw.mutate({ disputeId: one.id })}
              >
                {t("withdraw")}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}
