"use client";
import type { RatedPeriod } from "@callbay/domain/rating/types";
import { Calculator, ChevronRight } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, useDeferredValue, useId, useMemo, useState } from "react";
import { arithmeticText, useMessageText } from "~/i18n/message-text.ts";
import { ppmToPercent } from "~/lib/decimal.ts";
import { cx } from "~/ui/cx.ts";
import { Input } from "~/ui/form.tsx";
import { Money } from "~/ui/format.tsx";
import { Card } from "~/ui/layout.tsx";
import { ASSUMED, type Assumption, type Assumptions, assumptionsFor, completePrices, quoteOf } from "./quote-form.ts";
import type { TermsDraft } from "./terms-form.ts";

interface QuotePanelProps {
  readonly draft: TermsDraft;
  readonly currency: string;
}

/** What a month under these terms would cost, while they are typed: assumptions above, an invoice below. */
export function QuotePanel({ draft, currency }: QuotePanelProps) {
  const t = useTranslations("operator.contractEditor.quote");
  const [assumed, setAssumed] = useState<Assumptions>(ASSUMED);
  const [month] = useState(() => new Date().toISOString().slice(0, 7));
  const later = useDeferredValue(draft);
  const quote = useMemo(() => quoteOf(later, currency, assumed, month), [later, currency, assumed, month]);
  const asked = useMemo(() => assumptionsFor(completePrices(later)), [later]);
  const incomplete = later.prices.length - completePrices(later).length;
  const tabled = later.prices.some((price) => price.type === "per_minute" && price.values.rateTableId !== "none");
  return (
    <aside aria-label={t("title")} className="sticky top-20">
      <Card title={t("title")} description={t("hint")} flush>
        <div className="max-h-[calc(100dvh-9rem)] overflow-y-auto">
          {asked.length > 0 ? (
            <div className="grid grid-cols-2 gap-x-3 gap-y-2 border-b px-4 py-3">
              {asked.map((name) => (
                <AssumedField
                  key={name}
                  name={name}
                  currency={currency}
                  value={assumed[name]}
                  onChange={(value) => setAssumed({ ...assumed, [name]: value })}
                />
              ))}
            </div>
          ) : null}
          {quote ? (
            <div aria-live="polite" className="flex flex-col">
              <Charges rated={quote.monthly} currency={currency} title={t("monthly")} />
              {quote.once.charges.length > 0 ? (
                <Charges rated={quote.once} currency={currency} title={t("once")} />
              ) : null}
            </div>
          ) : (
            <p className="flex flex-col items-center gap-2 px-6 py-10 text-center text-sm text-muted">
              <Calculator aria-hidden className="size-5 text-faint" />
              {t("empty")}
            </p>
          )}
          {quote && (incomplete > 0 || tabled) ? (
            <p className="border-t px-4 py-2 text-xs text-muted">
              {incomplete > 0 ? t("incomplete", { count: incomplete }) : null} {tabled ? t("tabled") : null}
            </p>
          ) : null}
        </div>
      </Card>
    </aside>
  );
}

interface AssumedFieldProps {
  readonly name: Assumption;
  readonly currency: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function AssumedField({ name, currency, value, onChange }: AssumedFieldProps) {
  const t = useTranslations("operator.contractEditor.quote.assumed");
  const id = useId();
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="block truncate text-xs text-muted">
        {t(name, { currency })}
      </label>
      <Input
        id={id}
        inputMode="decimal"
        autoComplete="off"
        className="tabular h-7"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}

function Charges({ rated, currency, title }: { rated: RatedPeriod; currency: string; title: string }) {
  const t = useTranslations("operator.contractEditor.quote");
  return (
    <section className="border-b last:border-b-0">
      <h3 className="px-4 pt-2.5 pb-1 text-xs font-medium text-muted">{title}</h3>
      <ul>
        {rated.charges.map((charge) => (
          <ChargeLine key={charge.key} charge={charge} currency={currency} />
        ))}
      </ul>
      <dl className="flex flex-col gap-0.5 px-4 pt-1.5 pb-3">
        <Sum label={t("net")}>
          <Money minor={rated.netMinor} currency={currency} />
        </Sum>
        {rated.taxes.map((tax) => (
          <Sum key={tax.ratePpm} label={t("tax", { rate: ppmToPercent(tax.ratePpm) })}>
            <Money minor={tax.taxMinor} currency={currency} />
          </Sum>
        ))}
        <div className="mt-1 flex items-baseline justify-between gap-3 border-t pt-1.5 text-base font-semibold">
          <dt>{t("total")}</dt>
          <dd>
            <Money minor={rated.totalMinor} currency={currency} />
          </dd>
        </div>
      </dl>
    </section>
  );
}

function Sum({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-3 text-sm">
      <dt className="text-muted">{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function ChargeLine({ charge, currency }: { charge: RatedPeriod["charges"][number]; currency: string }) {
  const say = useMessageText();
  const locale = useLocale();
  const [open, setOpen] = useState(false);
  const arithmetic = arithmeticText(charge.arithmetic, locale);
  return (
    <li>
      <button
        type="button"
        aria-expanded={open}
        title={open ? undefined : arithmetic}
        onClick={() => setOpen(!open)}
        className="flex w-full items-start gap-1.5 py-1 pr-4 pl-3 text-left text-sm -outline-offset-2 hover:bg-hover"
      >
        <ChevronRight aria-hidden className={cx("mt-0.5 size-4 shrink-0 text-faint", open && "rotate-90")} />
        <span className="mr-2 min-w-0 flex-1">{say(charge.description)}</span>
        <Money minor={charge.amountMinor} currency={currency} />
      </button>
      {open ? <p className="tabular pr-4 pb-1.5 pl-8 text-xs text-muted">{arithmetic}</p> : null}
    </li>
  );
}
