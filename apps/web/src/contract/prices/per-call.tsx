"use client";
import type { OutcomeRate } from "@callbay/domain/rating/price-type";
import { type Direction, OUTCOMES, type Outcome } from "@callbay/domain/values";
import { useTranslations } from "next-intl";
import { useEnumLabel } from "../../i18n/enum-label.ts";
import { Select } from "../../ui/select.tsx";
import type { FieldReader } from "../field-reader.ts";
import type { FieldsProps, PriceKind } from "./kind.ts";
import { Cell, DirectionField, FieldRow, type Row, Rows, TextField } from "./parts.tsx";
import { NO_TIERS, readTiers, TiersEditor, type TierValues, tierValuesOf } from "./tiers.tsx";

interface RateRow extends Row {
  readonly outcome: Outcome | "any";
  readonly disposition: string;
  readonly rate: string;
}

export interface PerCallValues extends TierValues {
  readonly direction: Direction;
  readonly rate: string;
  readonly baseFee: string;
  readonly minimumCharge: string;
  readonly rates: readonly RateRow[];
}

/** Each chargeable call. */
export const perCall: PriceKind<"per_call"> = {
  empty: { direction: "outbound", rate: "", baseFee: "0", minimumCharge: "", rates: [], ...NO_TIERS },
  valuesOf: (params) => ({
    direction: params.direction,
    rate: params.rate,
    baseFee: params.baseFee,
    minimumCharge: params.minimumCharge ?? "",
    rates: (params.rates ?? []).map((one, index) => ({
      id: index + 1,
      outcome: one.outcome ?? "any",
      disposition: one.disposition ?? "",
      rate: one.rate,
    })),
    ...tierValuesOf(params),
  }),
  read: (values, fields) => ({
    type: "per_call",
    direction: values.direction,
    rate: fields.rate("rate", values.rate),
    baseFee: fields.rate("baseFee", values.baseFee, "0"),
    minimumCharge: fields.optionalRate("minimumCharge", values.minimumCharge),
    ...readTiers(values, fields),
    ...(values.rates.length > 0 ? { rates: readRates(values.rates, fields) } : {}),
  }),
  Fields: PerCallFields,
};

function readRates(rows: readonly RateRow[], fields: FieldReader): OutcomeRate[] {
  return rows.map((row, index) => {
    const at = fields.within("rates").within(index);
    const disposition = row.disposition.trim();
    if (row.outcome === "any" && disposition === "") at.say("disposition", "outcome");
    return {
      rate: at.rate("rate", row.rate),
      ...(row.outcome === "any" ? {} : { outcome: row.outcome }),
      ...(disposition === "" ? {} : { disposition }),
    };
  });
}

function PerCallFields({ values, set, problem, currency }: FieldsProps<"per_call">) {
  const t = useTranslations("operator.contractEditor");
  return (
    <>
      <FieldRow>
        <DirectionField value={values.direction} onChange={(direction) => set({ direction })} />
        <TextField
          label={t("rate", { currency })}
          required
          placeholder="0.125"
          value={values.rate}
          onChange={(rate) => set({ rate })}
          error={problem("rate")}
        />
        <TextField
          label={t("baseFee", { currency })}
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
      </FieldRow>
      <TiersEditor of="call" values={values} set={set} problem={problem} currency={currency} />
      <OutcomeRates values={values} set={set} problem={problem} currency={currency} />
    </>
  );
}

function OutcomeRates({ values, set, problem, currency }: Omit<FieldsProps<"per_call">, "rateTables">) {
  const t = useTranslations("operator.contractEditor.rates");
  const label = useEnumLabel();
  const rate = t("rate", { currency });
  return (
    <Rows
      title={t("title")}
      hint={t("hint")}
      addText={values.rates.length === 0 ? t("add") : t("addMore")}
      rows={values.rates}
      onChange={(rates) => set({ rates })}
      newRow={(id): RateRow => ({ id, outcome: "any", disposition: "", rate: "" })}
      columns="minmax(0,1fr) minmax(0,1fr) minmax(0,1fr)"
      headers={[t("outcome"), t("disposition"), rate]}
    >
      {(row, change, index) => (
        <>
          <Select
            aria-label={t("outcome")}
            value={row.outcome}
            onChange={(outcome) => change({ outcome })}
            options={[
              { value: "any" as const, label: t("anyOutcome") },
              ...OUTCOMES.map((outcome) => ({ value: outcome, label: label("outcome", outcome) })),
            ]}
          />
          <Cell
            label={t("disposition")}
            mode="text"
            placeholder={t("dispositionPlaceholder")}
            value={row.disposition}
            onChange={(disposition) => change({ disposition })}
            error={problem(`rates.${index}.disposition`)}
          />
          <Cell
            label={rate}
            value={row.rate}
            onChange={(text) => change({ rate: text })}
            error={problem(`rates.${index}.rate`)}
          />
        </>
      )}
    </Rows>
  );
}
