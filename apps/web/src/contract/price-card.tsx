"use client";
import type { Message } from "@callbay/domain/message";
import { ArrowDown, ArrowUp, ChevronRight, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useMessageText } from "~/i18n/message-text.ts";
import { IconButton } from "~/ui/button.tsx";
import { cx } from "~/ui/cx.ts";
import { PriceFields } from "./price-fields.tsx";
import { explain } from "./price-form.ts";
import type { PriceDraft, RateTableChoice } from "./prices/kind.ts";
import { PriceInWords } from "./terms-view.tsx";

interface PriceCardProps {
  readonly price: PriceDraft;
  readonly number: number;
  readonly last: boolean;
  readonly open: boolean;
  readonly onToggle: () => void;
  readonly onChange: (price: PriceDraft) => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
  readonly currency: string;
  readonly rateTables: readonly RateTableChoice[];
  readonly problem: (field: string) => string | undefined;
}

/** One price: closed it is a sentence, open its fields with the sentence and a worked example below. */
export function PriceCard(props: PriceCardProps) {
  const { price, number, open, onToggle, currency } = props;
  const t = useTranslations("operator.contractEditor");
  const label = useEnumLabel();
  const body = useId();
  const explained = explain(price, currency);
  return (
    <section className="group/price border-b last:border-b-0">
      <header className="flex items-center gap-1 px-4 pt-2.5 pb-1.5">
        <h3 className="min-w-0 flex-1">
          <button
            type="button"
            aria-expanded={open}
            aria-controls={body}
            onClick={onToggle}
            className="flex w-full items-center gap-2 rounded-sm text-left text-sm font-medium hover:text-accent"
          >
            <ChevronRight aria-hidden className={cx("size-4 shrink-0 text-faint", open && "rotate-90")} />
            <span className="tabular text-faint">{number}</span>
            <span className="truncate">{label("priceType", price.type)}</span>
          </button>
        </h3>
        <div className="flex opacity-60 group-focus-within/price:opacity-100 group-hover/price:opacity-100">
          <IconButton
            size="sm"
            label={t("moveUp", { number })}
            icon={<ArrowUp aria-hidden />}
            disabled={number === 1}
            onClick={() => props.onMove(-1)}
          />
          <IconButton
            size="sm"
            label={t("moveDown", { number })}
            icon={<ArrowDown aria-hidden />}
            disabled={props.last}
            onClick={() => props.onMove(1)}
          />
          <IconButton
            size="sm"
            label={t("removePrice", { number })}
            icon={<Trash2 aria-hidden />}
            onClick={props.onRemove}
          />
        </div>
      </header>
      <div id={body} className="px-4 pb-3.5">
        {open ? (
          <>
            <div className="flex flex-col gap-3 pb-3">
              <PriceFields
                price={price}
                onChange={props.onChange}
                problem={(field) => props.problem(`prices.${price.id}.${field}`)}
                currency={currency}
                rateTables={props.rateTables}
              />
            </div>
            <div aria-live="polite">{explained ? <PriceInWords {...explained} /> : <NotComplete />}</div>
          </>
        ) : (
          <Sentence said={explained?.sentence ?? null} />
        )}
      </div>
    </section>
  );
}

function Sentence({ said }: { said: Message | null }) {
  const t = useTranslations("operator.contractEditor");
  const say = useMessageText();
  return <p className="pl-6 text-sm text-muted">{said ? say(said) : t("notComplete")}</p>;
}

function NotComplete() {
  const t = useTranslations("operator.contractEditor");
  return (
    <p className="flex min-h-15 items-center rounded-md border border-dashed px-3 text-xs text-muted">
      {t("notComplete")}
    </p>
  );
}
