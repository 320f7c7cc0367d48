"use client";
import type { Direction } from "@callbay/domain/values";
import { useTranslations } from "next-intl";
import { Checkbox, FormField } from "../../ui/form.tsx";
import { Select } from "../../ui/select.tsx";
import {
  IncrementFields,
  type IncrementValues,
  incrementValuesOf,
  readIncrements,
  WHOLE_MINUTES,
} from "./increments.tsx";
import type { FieldsProps, PriceKind } from "./kind.ts";
import { DirectionField, FieldRow, TextField } from "./parts.tsx";

export interface PackageValues extends IncrementValues {
  readonly direction: Direction;
  readonly unit: "call" | "minute";
  readonly monthlyFee: string;
  readonly included: string;
  readonly overageRate: string;
  readonly rollOver: boolean;
}

/** A monthly fee that includes calls or minutes. */
export const packagePrice: PriceKind<"package"> = {
  empty: {
    direction: "outbound",
    unit: "call",
    monthlyFee: "",
    included: "",
    overageRate: "",
    rollOver: false,
    ...WHOLE_MINUTES,
  },
  valuesOf: (params) => ({
    direction: params.direction,
    unit: params.unit,
    monthlyFee: params.monthlyFee,
    included: String(params.included),
    overageRate: params.overageRate,
    rollOver: params.rollOver,
    ...incrementValuesOf(params.increments),
  }),
  read: (values, fields) => ({
    type: "package",
    direction: values.direction,
    unit: values.unit,
    monthlyFee: fields.rate("monthlyFee", values.monthlyFee),
    included: fields.whole("included", values.included, 0, 1_000_000_000),
    overageRate: fields.rate("overageRate", values.overageRate),
    ...(values.unit === "minute" ? { increments: readIncrements(values, fields) } : {}),
    rollOver: values.rollOver,
  }),
  Fields: PackageFields,
};

function PackageFields({ values, set, problem, currency }: FieldsProps<"package">) {
  const t = useTranslations("operator.contractEditor.package");
  return (
    <>
      <FieldRow>
        <DirectionField value={values.direction} onChange={(direction) => set({ direction })} />
        <FormField label={t("unit")}>
          <Select
            value={values.unit}
            onChange={(unit) => set({ unit })}
            options={(["call", "minute"] as const).map((unit) => ({ value: unit, label: t(`units.${unit}`) }))}
          />
        </FormField>
        <TextField
          label={t("monthlyFee", { currency })}
          required
          placeholder="2000"
          value={values.monthlyFee}
          onChange={(monthlyFee) => set({ monthlyFee })}
          error={problem("monthlyFee")}
        />
        <TextField
          label={t(`included.${values.unit}`)}
          mode="numeric"
          required
          placeholder="5000"
          value={values.included}
          onChange={(included) => set({ included })}
          error={problem("included")}
        />
        <TextField
          label={t(`overage.${values.unit}`, { currency })}
          required
          placeholder="0.50"
          value={values.overageRate}
          onChange={(overageRate) => set({ overageRate })}
          error={problem("overageRate")}
        />
        {values.unit === "minute" ? <IncrementFields values={values} set={set} problem={problem} /> : null}
      </FieldRow>
      <Checkbox
        checked={values.rollOver}
        onChange={(rollOver) => set({ rollOver })}
        label={t("rollOver")}
        hint={t("rollOverHint")}
      />
    </>
  );
}
