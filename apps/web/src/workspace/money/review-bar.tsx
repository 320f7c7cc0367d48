"use client";
import { useMutation } from "@tanstack/react-query";
import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { InvoiceData } from "~/invoice/invoice-view.tsx";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { DateTime, Day, useToday } from "~/ui/format.tsx";
import { Notice } from "~/ui/layout.tsx";
import { ConfirmDialog } from "~/ui/overlay.tsx";
import { toast } from "~/ui/toast.tsx";

/** What the client has to do with an invoice in review: accept it, or say line by line what is wrong. */
export function ReviewBar({ invoice }: { invoice: InvoiceData }) {
  const t = useTranslations("workspace.money");
  const may = useMay();
  const trpc = useTRPC();
  const today = useToday();
  const [asking, setAsking] = useState(false);
  const accept = useMutation(
    trpc.invoices.accept.mutationOptions({
      onSuccess: () => {
        toast.success(t("acceptedNow"));
        setAsking(false);
      },
    }),
  );
  if (invoice.state !== "in_review") return null;
  const open = invoice.disputes.filter((one) => one.resolvedAt === null).length;
  if (invoice.acceptedAt) {
    return (
      <Notice tone="ok" icon={<Check aria-hidden />}>
        {t("acceptedAt")} <DateTime at={invoice.acceptedAt} />
        {invoice.acceptedBy ? ` · ${invoice.acceptedBy}` : ""}. {t("acceptedNext")}
      </Notice>
    );
  }
  const over = invoice.reviewDueOn !== null && invoice.reviewDueOn < today;
  return (
    <Notice tone={open > 0 ? "warn" : "accent"}>
      <span className="flex w-full items-center justify-between gap-6">
        <span className="text-ink">
          <span className="font-medium">{over ? t("reviewOver") : t("reviewUntil")}</span>{" "}
          <Day date={invoice.reviewDueOn} />. {open > 0 ? t("disputesWait", { count: open }) : t("reviewHow")}
        </span>
        {may("invoice.review") ? (
          <Button tone="primary" disabled={open > 0} onClick={() => setAsking(true)} icon={<Check aria-hidden />}>
            {t("accept")}
          </Button>
        ) : null}
      </span>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t("acceptTitle")}
        description={t("acceptHint")}
        confirmText={t("accept")}
        tone="primary"
        busy={accept.isPending}
        onConfirm={() => accept.mutate({ invoiceId: invoice.id })}
      />
    </Notice>
  );
}

/** May lines of this invoice be disputed now, by this person? */
export function useMayDispute(invoice: InvoiceData | undefined): boolean {
  const may = useMay();
  const today = useToday();
  if (invoice?.state !== "in_review" || !may("invoice.review")) return false;
  return invoice.reviewDueOn === null || invoice.reviewDueOn >= today;
}
