"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { ChevronRight } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { Fragment, type ReactNode, useState } from "react";
import { arithmeticText, useMessageText } from "~/i18n/message-text.ts";
import { ppmToPercent } from "~/lib/decimal.ts";
import { cx } from "~/ui/cx.ts";
import { DateTime, Day, Money, Period } from "~/ui/format.tsx";
import { Card, Facts } from "~/ui/layout.tsx";

export type InvoiceData = RouterOutputs["invoices"]["get"];
export type Charge = InvoiceData["charges"][number];

interface InvoiceViewProps {
  readonly invoice: InvoiceData;
  /** The calls or seat-days behind a line; asked for when it is opened. */
  readonly renderUsage: (charge: Charge) => ReactNode;
}

function Party({
  title,
  name,
  lines,
  taxNumber,
}: {
  title: string;
  name: string;
  lines: readonly string[];
  taxNumber: string | null;
}) {
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

/** An invoice as both sides read it: every line says how it was reckoned, and opens into what it stands on. */
export function InvoiceView({ invoice, renderUsage }: InvoiceViewProps) {
  const t = useTranslations("common.invoice");
  const { issuer, client, contract } = invoice.parties;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_20rem] items-start gap-4">
      <Card flush>
        <div className="grid grid-cols-2 gap-6 border-b px-4 py-4">
          <Party title={t("issuer")} name={issuer.name} lines={issuer.addressLines} taxNumber={issuer.taxNumber} />
          <Party title={t("client")} name={client.name} lines={client.addressLines} taxNumber={client.taxNumber} />
        </div>
        <Lines invoice={invoice} renderUsage={renderUsage} />
        <Totals invoice={invoice} />
      </Card>
      <Card title={t("facts")}>
        <Facts
          items={[
            { label: t("number"), value: invoice.number ?? t("noNumberYet") },
            { label: t("contract"), value: contract.reference },
            { label: t("period"), value: <Period from={invoice.periodFrom} to={invoice.periodTo} /> },
            { label: t("issuedAt"), value: <DateTime at={invoice.issuedAt} style="date" /> },
            { label: t("dueOn"), value: <Day date={invoice.dueOn} /> },
            {
              label: t("minTalk"),
              value: invoice.minTalkMs.map((ms) => t("seconds", { seconds: ms / 1000 })).join(", ") || "—",
            },
          ]}
        />
        {issuer.bankDetails ? (
          <p className="mt-3 text-xs whitespace-pre-wrap text-muted">{issuer.bankDetails}</p>
        ) : null}
      </Card>
    </div>
  );
}

function Lines({ invoice, renderUsage }: InvoiceViewProps) {
  const t = useTranslations("common.invoice");
  const say = useMessageText();
  const locale = useLocale();
  const [open, setOpen] = useState<string | null>(null);
  return (
    <table aria-label={t("lines")} className="w-full border-collapse text-sm">
      <thead className="text-xs text-muted">
        <tr className="border-b">
          <th scope="col" className="h-8.5 px-4 text-left font-medium">
            {t("line")}
          </th>
          <th scope="col" className="w-44 px-3 text-left font-medium">
            {t("period")}
          </th>
          <th scope="col" className="w-36 px-4 text-right font-medium">
            {t("amount")}
          </th>
        </tr>
      </thead>
      <tbody>
        {invoice.charges.map((charge) => (
          <Fragment key={charge.id}>
            <tr className="border-b border-line/70 align-top">
              <td className="px-4 py-2.5">
                {charge.usageCount > 0 ? (
                  <button
                    type="button"
                    aria-expanded={open === charge.id}
                    onClick={() => setOpen(open === charge.id ? null : charge.id)}
                    className="flex items-start gap-1.5 rounded-sm text-left font-medium hover:text-accent"
                  >
                    <ChevronRight
                      aria-hidden
                      className={cx("mt-0.5 size-4 shrink-0 text-faint", open === charge.id && "rotate-90")}
                    />
                    {say(charge.description)}
                  </button>
                ) : (
                  <span className="pl-5.5 font-medium">{say(charge.description)}</span>
                )}
                <p className="tabular mt-0.5 pl-5.5 text-xs text-muted">{arithmeticText(charge.arithmetic, locale)}</p>
              </td>
              <td className="px-3 py-2.5 text-muted">
                <Period from={charge.periodFrom} to={charge.periodTo} />
              </td>
              <td className="px-4 py-2.5 text-right">
                <Money minor={charge.amountMinor} currency={invoice.currency} />
              </td>
            </tr>
            {open === charge.id ? (
              <tr className="border-b">
                <td colSpan={3} className="bg-sunken p-3">
                  <div className="overflow-clip rounded-md border bg-surface">{renderUsage(charge)}</div>
                </td>
              </tr>
            ) : null}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

function Totals({ invoice }: { invoice: InvoiceData }) {
  const t = useTranslations("common.invoice");
  const row = "grid grid-cols-[1fr_9rem] justify-items-end gap-4 text-sm";
  return (
    <dl className="flex flex-col gap-1 px-4 py-3">
      <div className={row}>
        <dt className="text-muted">{t("net")}</dt>
        <dd>
          <Money minor={invoice.netMinor} currency={invoice.currency} />
        </dd>
      </div>
      {invoice.taxes.map((tax) => (
        <div key={tax.ratePpm} className={row}>
          <dt className="text-muted">{t("tax", { rate: ppmToPercent(tax.ratePpm) })}</dt>
          <dd>
            <Money minor={tax.taxMinor} currency={invoice.currency} />
          </dd>
        </div>
      ))}
      <div className={cx(row, "mt-1 border-t pt-2 text-base font-semibold")}>
        <dt>{t("total")}</dt>
        <dd>
          <Money minor={invoice.totalMinor} currency={invoice.currency} />
        </dd>
      </div>
    </dl>
  );
}
