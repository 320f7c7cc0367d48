"use client";
import { useMutation } from "@tanstack/react-query";
import { Ellipsis, FileCheck, FileX, Mail, ReceiptText, Send, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { InvoiceData } from "~/invoice/invoice-view.tsx";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button, IconButton } from "~/ui/button.tsx";
import { DropdownMenu } from "~/ui/menu.tsx";
import { ConfirmDialog } from "~/ui/overlay.tsx";
import { toast } from "~/ui/toast.tsx";
import { CreditNote } from "./credit-note.tsx";
import { Finalise } from "./finalise.tsx";
import { useRenewInvoice } from "./renew.ts";
import { VoidInvoice } from "./void.tsx";

type Asking = "openReview" | "finalise" | "discard" | "creditNote" | "void" | null;

/** What the operator can do with an invoice at the point where it is: the likeliest step is the main button. */
export function InvoiceActions({ invoice }: { invoice: InvoiceData }) {
  const may = useMay()("platform.billing.close");
  const [asking, setAsking] = useState<Asking>(null);
  if (!may) return null;
  const done = (): void => setAsking(null);
  const open = (what: Asking) => () => setAsking(what);
  return (
    <>
      {invoice.state === "finalised" ? (
        <AfterFinal invoice={invoice} onCreditNote={open("creditNote")} onVoid={open("void")} />
      ) : (
        <BeforeFinal
          invoice={invoice}
          onOpenReview={open("openReview")}
          onFinalise={open("finalise")}
          onDiscard={open("discard")}
        />
      )}
      <OpenReview invoice={invoice} open={asking === "openReview"} onDone={done} />
      <Discard invoice={invoice} open={asking === "discard"} onDone={done} />
      {asking === "finalise" ? <Finalise invoice={invoice} onDone={done} /> : null}
      {asking === "creditNote" ? <CreditNote invoice={invoice} onDone={done} /> : null}
      {asking === "void" ? <VoidInvoice invoice={invoice} onDone={done} /> : null}
    </>
  );
}

interface BeforeProps {
  readonly invoice: InvoiceData;
  readonly onOpenReview: () => void;
  readonly onFinalise: () => void;
  readonly onDiscard: () => void;
}

function BeforeFinal({ invoice, onOpenReview, onFinalise, onDiscard }: BeforeProps) {
  const t = useTranslations("finance.invoice");
  const b = useTranslations("operator.billing");
  const draft = invoice.state === "draft";
  const today = new Date().toISOString().slice(0, 10);
  const accepted = invoice.acceptedAt !== null || (invoice.reviewDueOn !== null && invoice.reviewDueOn < today);
  return (
    <>
      {invoice.disputes.length === 0 ? (
        <Button icon={<Trash2 aria-hidden />} onClick={onDiscard}>
          {b("discard")}
        </Button>
      ) : null}
      <Button tone={accepted ? "primary" : "secondary"} icon={<FileCheck aria-hidden />} onClick={onFinalise}>
        {b("finalise")}
      </Button>
      {draft ? (
        <Button tone="primary" icon={<Send aria-hidden />} onClick={onOpenReview}>
          {t("openReview")}
        </Button>
      ) : null}
    </>
  );
}

interface AfterProps {
  readonly invoice: InvoiceData;
  readonly onCreditNote: () => void;
  readonly onVoid: () => void;
}

function AfterFinal({ invoice, onCreditNote, onVoid }: AfterProps) {
  const t = useTranslations("finance.invoice");
  const trpc = useTRPC();
  const renew = useRenewInvoice();
  const { tenantId, id: invoiceId } = invoice;
  const send = useMutation(
    trpc.operator.billing.send.mutationOptions({
      onSuccess: ({ by }) => {
        toast.success(by === "mail" ? t("wasSent") : t("wasMarked"));
        void renew();
      },
    }),
  );
  const sent = invoice.settlement?.sentAt != null;
  const state = invoice.settlement?.state;
  const correctable = invoice.kind === "invoice" && state !== "void" && state !== "credited";
  return (
    <>
      <Button
        tone={sent ? "secondary" : "primary"}
        icon={<Mail aria-hidden />}
        busy={send.isPending}
        onClick={() => send.mutate({ tenantId, invoiceId, by: "mail" })}
      >
        {sent ? t("sendAgain") : t("send")}
      </Button>
      <DropdownMenu
        trigger={<IconButton tone="secondary" label={t("more")} icon={<Ellipsis aria-hidden />} />}
        groups={[
          sent
            ? []
            : [
                {
                  key: "hand",
                  label: t("sentByHand"),
                  icon: <Send aria-hidden />,
                  onSelect: () => send.mutate({ tenantId, invoiceId, by: "hand" }),
                },
              ],
          correctable
            ? [
                {
                  key: "credit",
                  label: `${t("creditNote")}…`,
                  icon: <ReceiptText aria-hidden />,
                  onSelect: onCreditNote,
                },
                { key: "void", label: `${t("void")}…`, icon: <FileX aria-hidden />, danger: true, onSelect: onVoid },
              ]
            : [],
        ]}
      />
    </>
  );
}

interface AskProps {
  readonly invoice: InvoiceData;
  readonly open: boolean;
  readonly onDone: () => void;
}

function OpenReview({ invoice, open, onDone }: AskProps) {
  const t = useTranslations("finance.invoice");
  const trpc = useTRPC();
  const renew = useRenewInvoice();
  const review = useMutation(
    trpc.operator.billing.openReview.mutationOptions({
      onSuccess: ({ reviewDueOn }) => {
        toast.success(t("reviewOpened", { day: reviewDueOn }));
        onDone();
        void renew();
      },
    }),
  );
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onDone}
      title={t("openReviewTitle")}
      description={t("openReviewHint")}
      confirmText={t("openReview")}
      tone="primary"
      busy={review.isPending}
      onConfirm={() => review.mutate({ tenantId: invoice.tenantId, invoiceId: invoice.id })}
    />
  );
}

function Discard({ invoice, open, onDone }: AskProps) {
  const t = useTranslations("operator.billing");
  const trpc = useTRPC();
  const router = useRouter();
  const renew = useRenewInvoice();
  const discard = useMutation(
    trpc.operator.billing.discard.mutationOptions({
      onSuccess: () => {
        toast.success(t("discarded"));
        router.push("/operator/billing");
        void renew("lists");
      },
    }),
  );
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onDone}
      title={t("discardTitle")}
      description={t("discardHint")}
      confirmText={t("discard")}
      busy={discard.isPending}
      onConfirm={() => discard.mutate({ tenantId: invoice.tenantId, invoiceId: invoice.id })}
    />
  );
}
