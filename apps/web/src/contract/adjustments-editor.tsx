"use client";
import { explainAdjustment } from "@callbay/domain/rating/explain";
import { PRICE_COMPONENT_TYPES } from "@callbay/domain/rating/price-type";
import { useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { Card } from "~/ui/layout.tsx";
import { Select } from "~/ui/select.tsx";
import { newDiscount, readAdjustments } from "./adjustment-form.ts";
import { FieldReader } from "./field-reader.ts";
import { Choices } from "./prices/choices.tsx";
import { Cell, FieldRow, Rows, TextField } from "./prices/parts.tsx";
import type { EditorProps } from "./prices-editor.tsx";
import { useProblemText } from "./problem-text.ts";
import { PriceInWords } from "./terms-view.tsx";

/** What follows the prices: discounts, then a floor under the whole month. */
export function AdjustmentsEditor({ draft, onChange, currency, problems }: EditorProps) {
  const t = useTranslations("operator.contractEditor.adjustments");
  const label = useEnumLabel();
  const problem = useProblemText(problems);
  const reader = FieldReader.fresh();
  const read = readAdjustments(draft, reader);
  const complete = Object.keys(reader.problems).length === 0 ? read : [];
  const priced = PRICE_COMPONENT_TYPES.filter((type) => draft.prices.some((price) => price.type === type));
  return (
    <Card title={t("title")} description={t("hint")}>
      <div className="flex flex-col gap-3">
        <FieldRow>
          <TextField
            label={t("monthlyMinimum", { currency })}
            hint={t("monthlyMinimumHint")}
            optional
            className="col-span-2 max-w-72"
            value={draft.monthlyMinimum}
            onChange={(monthlyMinimum) => onChange({ ...draft, monthlyMinimum })}
            error={problem("monthlyMinimum")}
          />
        </FieldRow>
        <Rows
          title={t("discounts")}
          hint={t("discountsHint")}
          addText={t("addDiscount")}
          rows={draft.discounts}
          onChange={(discounts) => onChange({ ...draft, discounts })}
          newRow={newDiscount}
          columns="minmax(0,1fr) 9rem 7rem"
          headers={[t("name"), t("by"), t("value")]}
        >
          {(row, change, index) => (
            <>
              <Cell
                label={t("name")}
                mode="text"
                placeholder={t("namePlaceholder")}
                value={row.name}
                onChange={(name) => change({ name })}
                error={problem(`discounts.${index}.name`)}
              />
              <Select
                aria-label={t("by")}
                value={row.by}
                onChange={(by) => change({ by })}
                options={[
                  { value: "percent" as const, label: t("percent") },
                  { value: "amount" as const, label: t("amount", { currency }) },
                ]}
              />
              <Cell
                label={t("value")}
                value={row.value}
                onChange={(value) => change({ value })}
                error={problem(`discounts.${index}.value`)}
              />
              {priced.length > 1 || row.on.length > 0 ? (
                <div className="col-span-full mb-1">
                  <Choices
                    title={t("on")}
                    hint={row.on.length === 0 ? t("onAll") : ""}
                    options={PRICE_COMPONENT_TYPES.filter((type) => priced.includes(type) || row.on.includes(type)).map(
                      (type) => ({ value: type, label: label("priceType", type) }),
                    )}
                    chosen={row.on}
                    onChange={(on) => change({ on })}
                  />
                </div>
              ) : null}
            </>
          )}
        </Rows>
        {complete.map((adjustment) => (
          <PriceInWords key={JSON.stringify(adjustment)} {...explainAdjustment(adjustment, currency)} />
        ))}
      </div>
    </Card>
  );
}
