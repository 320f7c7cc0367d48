"use client";
import type { ComponentType } from "react";
import type { FieldsProps, PriceDraft, PriceType } from "./prices/kind.ts";
import { KINDS } from "./prices/kinds.ts";

type Around = Pick<FieldsProps<PriceType>, "problem" | "currency" | "rateTables" | "forCosts">;

interface PriceFieldsProps extends Around {
  readonly price: PriceDraft;
  readonly onChange: (price: PriceDraft) => void;
}

/** The fields of a price of any type. */
export function PriceFields({ price, onChange, ...around }: PriceFieldsProps) {
  return fieldsOf(price, onChange, around);
}

function fieldsOf<T extends PriceType>(draft: PriceDraft<T>, onChange: (price: PriceDraft) => void, around: Around) {
  const KindFields = KINDS[draft.type as T].Fields as ComponentType<FieldsProps<T>>;
  const set: FieldsProps<T>["set"] = (change) =>
    onChange({ ...draft, values: { ...draft.values, ...change } } as PriceDraft);
  return <KindFields values={draft.values} set={set} {...around} />;
}
