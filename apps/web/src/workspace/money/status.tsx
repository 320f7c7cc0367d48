"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { Badge, toneOf } from "~/ui/status.tsx";

type Invoice = Pick<
  RouterOutputs["invoices"]["list"]["items"][number],
  "kind" | "state" | "settlement" | "acceptedAt" | "dueOn"
>;

/** Open and due before today, as the reader's calendar has it. */
export function isOverdue({ kind, settlement, dueOn }: Invoice, today: string): boolean {
  const open = settlement?.state === "open" || settlement?.state === "partly_paid";
  return kind === "invoice" && open && dueOn !== null && dueOn < today;
}

/** The one word that says how an invoice stands for who has to pay it. */
export function InvoiceStatus({ invoice, today }: { invoice: Invoice; today: string }) {
  const label = useEnumLabel();
  const t = useTranslations("workspace.money");
  if (invoice.kind === "credit_note") return <Badge>{label("invoiceKind", "credit_note")}</Badge>;
  if (invoice.state === "in_review")
    return invoice.acceptedAt ? <Badge tone="ok">{t("accepted")}</Badge> : <Badge tone="warn">{t("toReview")}</Badge>;
  if (isOverdue(invoice, today)) return <Badge tone="danger">{label("settlementState", "overdue")}</Badge>;
  const state = invoice.settlement?.state ?? "open";
  return <Badge tone={toneOf(state)}>{label("settlementState", state)}</Badge>;
}
