"use client";
import { currencyExponent } from "@callbay/domain/currency";
import { formatRate } from "@callbay/domain/money";
import { ChevronRight } from "lucide-react";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { arithmeticText, useMessageText } from "~/i18n/message-text.ts";
import { Money, Period } from "~/ui/format.tsx";
import { useWord } from "~/workspace/words.ts";
import type { ChargeView, InvoiceView } from "./usage-sheet.tsx";

/** The lines with their arithmetic; each opens into what it stands on. They sum to the net amount, shown below. */
export function InvoiceLines({ invoice, onOpen }: { invoice: InvoiceView; onOpen: (charge: ChargeView) => void }) {
  const t = useTranslations("workspace.money");
  const say = useMessageText();
  const word = useWord();
  const format = useFormatter();
  const locale = useLocale();
  const { currency } = invoice;
  return (
    <table className="w-full text-sm" aria-label={t("lines")}>
      <thead>
        <tr className="h-9 border-b text-left text-xs text-muted [&_th]:px-4 [&_th]:font-medium">
          <th scope="col">{t("line")}</th>
          <th scope="col" className="w-64">
            {t("period")}
          </th>
          <th scope="col" className="w-32 text-right">
            {t("quantity")}
          </th>
          <th scope="col" className="w-24 text-right">
            {t("unitPrice")}
          </th>
          <th scope="col" className="w-32 text-right">
            {t("amount")}
          </th>
        </tr>
      </thead>
      <tbody>
        {invoice.charges.map((charge) => (
          <tr key={charge.id} className="border-b align-top [&_td]:px-4 [&_td]:py-2.5">
            <td>
              <button
                type="button"
                disabled={charge.usageCount === 0}
                onClick={() => onOpen(charge)}
                className="group flex w-full items-start gap-1.5 rounded-sm text-left disabled:cursor-default"
              >
                <ChevronRight
                  aria-hidden
                  className={`mt-0.5 size-4 shrink-0 text-faint ${charge.usageCount === 0 ? "invisible" : ""}`}
                />
                <span>
                  <span className="font-medium group-enabled:group-hover:underline">{say(charge.description)}</span>
                  <span className="tabular block text-xs text-muted">{arithmeticText(charge.arithmetic, locale)}</span>
                  {charge.usageCount > 0 ? (
                    <span className="block text-xs text-accent">{t("openLine", { count: charge.usageCount })}</span>
                  ) : null}
                </span>
              </button>
            </td>
            <td className="text-muted">
              <Period from={charge.periodFrom} to={charge.periodTo} />
            </td>
            <td className="tabular text-right">
              {format.number(Number(charge.quantityMicros) / 1e6, { maximumFractionDigits: 4 })}{" "}
              <span className="text-xs text-muted">{word("unit", charge.unit)}</span>
            </td>
            <td className="tabular text-right">{formatRate(charge.unitPriceMicros, currencyExponent(currency))}</td>
            <td className="text-right font-medium">
              <Money minor={charge.amountMinor} currency={currency} />
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot className="[&_td]:px-4 [&_td]:py-1.5 [&_tr:first-child_td]:pt-3 [&_tr:last-child_td]:pb-4">
        <tr>
          <td colSpan={4} className="text-right text-muted">
            {t("net")}
          </td>
          <td className="text-right">
            <Money minor={invoice.netMinor} currency={currency} />
          </td>
        </tr>
        {invoice.taxes.map((tax) => (
          <tr key={tax.ratePpm}>
            <td colSpan={4} className="text-right text-muted">
              {t("taxOf", { rate: format.number(tax.ratePpm / 10_000, { maximumFractionDigits: 4 }) })}{" "}
              <Money minor={tax.netMinor} currency={currency} />
            </td>
            <td className="text-right">
              <Money minor={tax.taxMinor} currency={currency} />
            </td>
          </tr>
        ))}
        <tr>
          <td colSpan={4} className="text-right font-semibold">
            {t("total")}
          </td>
          <td className="text-right text-lg font-semibold">
            <Money minor={invoice.totalMinor} currency={currency} />
          </td>
        </tr>
      </tfoot>
    </table>
  );
}
