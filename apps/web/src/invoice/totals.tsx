"use client";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ppmToPercent } from "~/lib/decimal.ts";
import { cx } from "~/ui/cx.ts";
import { Money } from "~/ui/format.tsx";
import type { InvoiceData } from "./invoice-view.tsx";

const ROW = "grid grid-cols-[1fr_9rem] justify-items-end gap-4 text-sm";

function Row({ label, minor, currency }: { label: ReactNode; minor: bigint; currency: string }) {
  return (
    <div className={ROW}>
      <dt className="text-muted">{label}</dt>
      <dd>
        <Money minor={minor} currency={currency} />
      </dd>
    </div>
  );
}

/** Net, tax and total; where prices contain the tax, the total first and the tax out of it. Then what is paid. */
export function Totals({ invoice }: { invoice: InvoiceData }) {
  const t = useTranslations("common.invoice");
  const { currency, settlement } = invoice;
  const total = (
    <div className={cx(ROW, "mt-1 border-t pt-2 text-base font-semibold")}>
      <dt>{t("total")}</dt>
      <dd>
        <Money minor={invoice.totalMinor} currency={currency} />
      </dd>
    </div>
  );
  const net = (
    <Row label={invoice.taxInclusive ? t("totalNet") : t("net")} minor={invoice.netMinor} currency={currency} />
  );
  const taxes = invoice.taxes.map((tax) => {
    const rate = ppmToPercent(tax.ratePpm);
    const label = invoice.taxInclusive ? t("taxIncluded", { rate }) : t("tax", { rate });
    return <Row key={tax.ratePpm} label={label} minor={tax.taxMinor} currency={currency} />;
  });
  const touched = settlement && (settlement.paidMinor !== 0n || settlement.creditedMinor !== 0n);
  return (
    <dl className="flex flex-col gap-1 px-4 py-3">
      {invoice.taxInclusive ? total : net}
      {invoice.taxInclusive ? net : taxes}
      {invoice.taxInclusive ? taxes : total}
      {touched ? (
        <>
          <Row label={t("paid")} minor={settlement.paidMinor} currency={currency} />
          {settlement.creditedMinor === 0n ? null : (
            <Row label={t("credited")} minor={settlement.creditedMinor} currency={currency} />
          )}
          <Row label={t("open")} minor={settlement.openMinor} currency={currency} />
        </>
      ) : null}
    </dl>
  );
}
