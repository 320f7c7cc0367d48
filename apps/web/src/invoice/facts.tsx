"use client";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { DateTime, Day, Period } from "~/ui/format.tsx";
import { Card, Facts } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import type { InvoiceData } from "./invoice-view.tsx";

interface InvoiceFactsProps {
  readonly invoice: InvoiceData;
  /** The page of another invoice of this client. */
  readonly hrefOf: (invoiceId: string) => string;
}

interface Fact {
  readonly label: ReactNode;
  readonly value: ReactNode;
}

/** What is known of an invoice besides its lines: numbers, days, who accepted it, how it was sent and settled. */
export function InvoiceFacts({ invoice, hrefOf }: InvoiceFactsProps) {
  const t = useTranslations("common.invoice");
  const { issuer, contract } = invoice.parties;
  const { settlement } = invoice;
  const items: (Fact | null)[] = [
    { label: t("number"), value: invoice.number ?? t("noNumberYet") },
    { label: t("contract"), value: contract.reference },
    { label: t("period"), value: <Period from={invoice.periodFrom} to={invoice.periodTo} /> },
    invoice.correctsId
      ? {
          label: t("corrects"),
          value: <DocumentLink href={hrefOf(invoice.correctsId)} number={invoice.corrects?.number} />,
        }
      : null,
    invoice.creditNotes.length > 0
      ? {
          label: t("creditNotes"),
          value: invoice.creditNotes.map((note) => (
            <DocumentLink key={note.id} href={hrefOf(note.id)} number={note.number} />
          )),
        }
      : null,
    invoice.reviewDueOn ? { label: t("review"), value: <Day date={invoice.reviewDueOn} /> } : null,
    invoice.acceptedAt
      ? {
          label: t("accepted"),
          value: (
            <>
              <DateTime at={invoice.acceptedAt} />{" "}
              <span className="text-muted">
                {invoice.acceptedBy ? t("acceptedBy", { name: invoice.acceptedBy }) : t("acceptedSilently")}
              </span>
            </>
          ),
        }
      : null,
    { label: t("issuedAt"), value: <DateTime at={invoice.issuedAt} style="date" /> },
    invoice.kind === "invoice" ? { label: t("dueOn"), value: <Day date={invoice.dueOn} /> } : null,
    invoice.autoCharge ? { label: t("autoCharge"), value: t("onDueDay") } : null,
    settlement
      ? { label: t("sent"), value: settlement.sentAt ? <DateTime at={settlement.sentAt} /> : t("notSent") }
      : null,
    settlement && settlement.reminders > 0
      ? {
          label: t("reminders"),
          value: (
            <>
              {t("reminded", { count: settlement.reminders })} <DateTime at={settlement.remindedAt} />
            </>
          ),
        }
      : null,
    settlement?.settledAt ? { label: t("settledAt"), value: <DateTime at={settlement.settledAt} /> } : null,
    {
      label: t("minTalk"),
      value: invoice.minTalkMs.map((ms) => t("seconds", { seconds: ms / 1000 })).join(", ") || "—",
    },
  ];
  return (
    <Card title={t("facts")}>
      <Facts items={items.filter((item) => item !== null)} />
      {issuer.bankDetails ? (
        <p className="mt-3 border-t pt-3 text-xs whitespace-pre-wrap text-muted">{issuer.bankDetails}</p>
      ) : null}
    </Card>
  );
}

function DocumentLink({ href, number }: { href: string; number: string | null | undefined }) {
  return (
    <Link href={href} className="block text-accent hover:underline">
      {number ?? "—"}
    </Link>
  );
}
