"use client";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { Button } from "~/ui/button.tsx";
import { Card, EmptyState } from "~/ui/layout.tsx";
import { DropdownMenu } from "~/ui/menu.tsx";
import type { Problems } from "./field-reader.ts";
import { PriceCard } from "./price-card.tsx";
import { completePrice, newPrice } from "./price-form.ts";
import type { PriceDraft, PriceType, RateTableChoice } from "./prices/kind.ts";
import { PRICE_GROUPS } from "./prices/kinds.ts";
import { useProblemText } from "./problem-text.ts";
import type { TermsDraft } from "./terms-form.ts";

export interface EditorProps {
  readonly draft: TermsDraft;
  readonly onChange: (draft: TermsDraft) => void;
  readonly currency: string;
  /** Empty until the form was sent once. */
  readonly problems: Problems;
}

/** The prices of a contract; each says in words what it will charge while it is typed. */
export function PricesEditor({
  draft,
  onChange,
  currency,
  problems,
  rateTables,
}: EditorProps & {
  readonly rateTables: readonly RateTableChoice[];
}) {
  const t = useTranslations("operator.contractEditor");
  const label = useEnumLabel();
  const problem = useProblemText(problems);
  const { prices } = draft;
  // What is complete begins closed, so that an amendment shows sentences and not a wall of fields.
  const [open, setOpen] = useState<ReadonlySet<number>>(
    () => new Set(prices.filter((price) => completePrice(price) === null).map((price) => price.id)),
  );
  const wrong = (id: number): boolean => Object.keys(problems).some((field) => field.startsWith(`prices.${id}.`));
  const set = (next: readonly PriceDraft[]): void => onChange({ ...draft, prices: next });
  const add = (type: PriceType): void => {
    const id = Math.max(0, ...prices.map((price) => price.id)) + 1;
    set([...prices, newPrice(type, id)]);
    setOpen(new Set([...open, id]));
  };
  const toggle = (id: number): void => {
    setOpen(open.has(id) ? new Set([...open].filter((one) => one !== id)) : new Set([...open, id]));
  };
  const move = (from: number, by: -1 | 1): void => {
    const moved = prices[from];
    if (moved) set(prices.toSpliced(from, 1).toSpliced(from + by, 0, moved));
  };
  return (
    <Card
      title={t("prices")}
      description={t("pricesHint")}
      actions={
        <DropdownMenu
          trigger={
            <Button size="sm" icon={<Plus aria-hidden />}>
              {t("addPrice")}
            </Button>
          }
          groups={PRICE_GROUPS.map((group) =>
            group.map((type) => ({ key: type, label: label("priceType", type), onSelect: () => add(type) })),
          )}
        />
      }
      flush
    >
      {prices.map((price, index) => (
        <PriceCard
          key={price.id}
          price={price}
          number={index + 1}
          last={index === prices.length - 1}
          open={open.has(price.id) || wrong(price.id)}
          onToggle={() => toggle(price.id)}
          onChange={(changed) => set(prices.map((one) => (one.id === changed.id ? changed : one)))}
          onMove={(by) => move(index, by)}
          onRemove={() => set(prices.filter((one) => one.id !== price.id))}
          currency={currency}
          rateTables={rateTables}
          problem={problem}
        />
      ))}
      {prices.length === 0 ? (
        <EmptyState title={t("noPrice")}>{problem("prices") ?? t("noPriceHint")}</EmptyState>
      ) : null}
    </Card>
  );
}
