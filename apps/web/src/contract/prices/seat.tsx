"use client";
import { useTranslations } from "next-intl";
import type { FieldsProps, PriceKind } from "./kind.ts";
import { FieldRow, TextField } from "./parts.tsx";
import { NO_TIERS, readTiers, TiersEditor, type TierValues, tierValuesOf } from "./tiers.tsx";

export interface SeatValues extends TierValues {
  readonly monthlyRate: string;
  readonly minSeats: string;
}

/** Seats by the month. */
export const seat: PriceKind<"seat"> = {
  empty: { monthlyRate: "", minSeats: "0", ...NO_TIERS },
  valuesOf: (params) => ({
    monthlyRate: params.monthlyRate,
    minSeats: String(params.minSeats),
    ...tierValuesOf(params),
  }),
  read: (values, fields) => ({
    type: "seat",
    monthlyRate: fields.rate("monthlyRate", values.monthlyRate),
    minSeats: fields.whole("minSeats", values.minSeats || "0", 0, 100_000),
    ...readTiers(values, fields),
  }),
  Fields: SeatFields,
};

function SeatFields({ values, set, problem, currency, forCosts }: FieldsProps<"seat">) {
  const t = useTranslations("operator.contractEditor");
  return (
    <>
      <FieldRow>
        <TextField
          label={t("monthlyRate", { currency })}
          required
          placeholder="80.00"
          value={values.monthlyRate}
          onChange={(monthlyRate) => set({ monthlyRate })}
          error={problem("monthlyRate")}
        />
        {forCosts ? null : (
          <TextField
            label={t("minSeats")}
            mode="numeric"
            value={values.minSeats}
            onChange={(minSeats) => set({ minSeats })}
            error={problem("minSeats")}
          />
        )}
      </FieldRow>
      <TiersEditor of="seat" values={values} set={set} problem={problem} currency={currency} />
    </>
  );
}
