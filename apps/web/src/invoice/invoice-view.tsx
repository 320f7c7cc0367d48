"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Card } from "~/ui/layout.tsx";
import { InvoiceFacts } from "./facts.tsx";
import { Lines } from "./lines.tsx";
import { Totals } from "./totals.tsx";

export type InvoiceData = RouterOutputs["invoices"]["get"];
export type Charge = InvoiceData["charges"][number];

interface InvoiceViewProps {
  readonly invoice: InvoiceData;
  /** The page of another invoice of this client. */
  readonly hrefOf: (invoiceId: string) => string;
  /** What a line stands on; asked for when it is opened. */
  readonly renderUsage: (charge: Charge) => ReactNode;
  /** At the end of a line: what its reader may do about it. */
  readonly lineActions?: (charge: Charge) => ReactNode;
  /** The line that is open at first. */
  readonly openAt?: string | null;
  /** Below the facts, at the right. */
  readonly aside?: ReactNode;
  /** Below the lines, within their card. */
  readonly footer?: ReactNode;
}

/** An invoice as both sides read it: every line says how it was reckoned, and opens into what it stands on. */
export function InvoiceView({ invoice, hrefOf, renderUsage, lineActions, openAt, aside, footer }: InvoiceViewProps) {
  const t = useTranslations("common.invoice");
  const { issuer, client } = invoice.parties;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_20rem] items-start gap-4">
      <Card flush>
        <div className="grid grid-cols-2 gap-6 border-b px-4 py-4">
          <Party title={t("issuer")} name={issuer.name} lines={issuer.addressLines} taxNumber={issuer.taxNumber} />
          <Party title={t("client")} name={client.name} lines={client.addressLines} taxNumber={client.taxNumber} />
        </div>
        <Lines invoice={invoice} renderUsage={renderUsage} lineActions={lineActions} openAt={openAt} />
        {footer}
        <Totals invoice={invoice} />
      </Card>
      <div className="flex min-w-0 flex-col gap-4">
        <InvoiceFacts invoice={invoice} hrefOf={hrefOf} />
        {aside}
      </div>
    </div>
  );
}

interface PartyProps {
  readonly title: string;
  readonly name: string;
  readonly lines: readonly string[];
  readonly taxNumber: string | null;
}

function Party({ title, name, lines, taxNumber }: PartyProps) {
  const t = useTranslations("common.invoice");
  return (
    <div className="min-w-0">
      <p className="text-xs text-muted">{title}</p>
      <p className="mt-0.5 text-sm font-medium">{name}</p>
      {lines.map((line) => (
        <p key={line} className="text-sm text-muted">
          {line}
        </p>
      ))}
      {taxNumber ? <p className="text-xs text-muted">{t("taxNumber", { number: taxNumber })}</p> : null}
    </div>
  );
}
