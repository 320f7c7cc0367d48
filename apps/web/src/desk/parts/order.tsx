"use client";
import { useTranslations } from "next-intl";
import { Input } from "~/ui/form.tsx";
import type { Draft, OrderWanted } from "../model/draft.ts";

interface OrderProps {
  readonly wanted: OrderWanted;
  readonly draft: Draft;
  readonly onOrder: (order: Partial<Pick<Draft, "orderValue" | "orderCost">>) => void;
}

/** What was sold: the contract earns a part of it. */
export function Order({ wanted, draft, onOrder }: OrderProps) {
  const t = useTranslations("desk.call");
  const { currency } = wanted;
  const field = (key: "orderValue" | "orderCost", text: string) => (
    <div className="min-w-0 flex-1">
      <label htmlFor={`desk-${key}`} className="text-xs font-medium text-muted">
        {text}
      </label>
      <Input
        id={`desk-${key}`}
        inputMode="decimal"
        className="tabular mt-1"
        value={draft[key]}
        onChange={(event) => onOrder({ [key]: event.target.value })}
      />
    </div>
  );
  return (
    <div className="mb-2 flex gap-2">
      {field("orderValue", t("orderValue", { currency }))}
      {wanted.cost ? field("orderCost", t("orderCost", { currency })) : null}
    </div>
  );
}
