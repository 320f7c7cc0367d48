"use client";
import type { Direction } from "@callbay/domain/values";
import { useTranslations } from "next-intl";
import { FormField } from "../../ui/form.tsx";
import { Select } from "../../ui/select.tsx";
import { IncrementFields, type IncrementValues, incrementValuesOf, readIncrements } from "./increments.tsx";
import type { FieldsProps, PriceKind } from "./kind.ts";
import { DirectionField, FieldRow, TextField } from "./parts.tsx";

const NO_TABLE = "none";

export interface PerMinuteValues extends IncrementValues {
  readonly direction: Direction;
  readonly rate: string;
  /** The table's id, or "none". */
  readonly rateTableId: string;
  readonly minimumPerCall: string;
  readonly baseFee: string;
  readonly minimumCharge: string;
}

/** Talk by the minute. */
export const perMinute: PriceKind<"per_minute"> = {
  empty: {
    direction: "outbound",
    rate: "",
    rateTableId: NO_TABLE,
    minimumPerCall: "",
    baseFee: "",
    minimumCharge: "",
    ...incrementValuesOf({ first: 60, next: 6 }),
  },
  valuesOf: (params) => ({
    direction: params.direction,
    rate: params.rate,
    rateTableId: params.rateTableId ?? NO_TABLE,
    minimumPerCall: params.minimumPerCall ?? "",
    baseFee: params.baseFee ?? "",
    minimumCharge: params.minimumCharge ?? "",
    ...incrementValuesOf(params.increments),
  }),
  read: (values, fields) => ({
    type: "per_minute",
    direction: values.direction,
    rate: fields.rate("rate", values.rate),
    increments: readIncrements(values, fields),
    ...(values.rateTableId === NO_TABLE ? {} : { rateTableId: values.rateTableId }),
    minimumPerCall: fields.optionalRate("minimumPerCall", values.minimumPerCall),
    baseFee: fields.optionalRate("baseFee", values.baseFee),
    minimumCharge: fields.optionalRate("minimumCharge", values.minimumCharge),
  }),
  Fields: PerMinuteFields,
};

function PerMinuteFields({ values, set, problem, currency, rateTables, forCosts }: FieldsProps<"per_minute">) {
  const t = useTranslations("operator.contractEditor");
  const withTable = values.rateTableId !== NO_TABLE;
  const fitting = rateTables.filter((table) => table.currency === currency || table.id === values.rateTableId);
  return (
    <>
      <FieldRow>
        {forCosts ? null : <DirectionField value={values.direction} onChange={(direction) => set({ direction })} />}
        <TextField
          label={withTable ? t("perMinute.rateElse", { currency }) : t("perMinute.rate", { currency })}
          required
          placeholder="0.30"
          value={values.rate}
          onChange={(rate) => set({ rate })}
          error={problem("rate")}
        />
        <FormField label={t("perMinute.table")} hint={t("perMinute.tableHint")}>
          <Select
            value={values.rateTableId}
            onChange={(rateTableId) => set({ rateTableId })}
            options={[
              { value: NO_TABLE, label: t("perMinute.noTable") },
              ...fitting.map((table) => ({
                value: table.id,
                label: table.name,
                hint: t("perMinute.tableRows", { count: table.rowCount }),
              })),
            ]}
          />
        </FormField>
        <IncrementFields values={values} set={set} problem={problem} />
      </FieldRow>
      <FieldRow>
        <TextField
          label={t("perMinute.minimumPerCall", { currency })}
          optional
          value={values.minimumPerCall}
          onChange={(minimumPerCall) => set({ minimumPerCall })}
          error={problem("minimumPerCall")}
        />
        {forCosts ? null : (
          <>
            <TextField
              label={t("baseFee", { currency })}
              optional
              value={values.baseFee}
              onChange={(baseFee) => set({ baseFee })}
              error={problem("baseFee")}
            />
            <TextField
              label={t("minimumCharge", { currency })}
              optional
              value={values.minimumCharge}
              onChange={(minimumCharge) => set({ minimumCharge })}
              error={problem("minimumCharge")}
            />
          </>
        )}
      </FieldRow>
    </>
  );
}
