"use client";
import type { CommissionParams, CommissionTier } from "@callbay/domain/rating/price-type";
import { DIRECTIONS, type Direction } from "@callbay/domain/values";
import { useTranslations } from "next-intl";
import { useEnumLabel } from "../../i18n/enum-label.ts";
import { ppmToPercent } from "../../lib/decimal.ts";
import { FormField } from "../../ui/form.tsx";
import { Select } from "../../ui/select.tsx";
import type { FieldReader } from "../field-reader.ts";
import type { FieldsProps, PriceKind } from "./kind.ts";
import { Cell, FieldRow, type Row, Rows, TextField } from "./parts.tsx";

type Basis = CommissionParams["basis"];

interface TierRow extends Row {
  readonly fromPercent: string;
  readonly commission: string;
}

export interface CommissionValues {
  readonly direction: Direction | "both";
  readonly basis: Basis;
  /** Per success with basis fixed, else per cent. */
  readonly commission: string;
  readonly tiers: readonly TierRow[];
  /** Both empty: no bonus. */
  readonly bonusFrom: string;
  readonly bonusAmount: string;
  readonly clawbackDays: string;
}

/** Per success. */
export const commission: PriceKind<"commission"> = {
  empty: {
    direction: "outbound",
    basis: "fixed",
    commission: "",
    tiers: [],
    bonusFrom: "",
    bonusAmount: "",
    clawbackDays: "30",
  },
  valuesOf: (params) => ({
    direction: params.direction ?? "both",
    basis: params.basis,
    commission: shown(params),
    tiers: (params.tiers ?? []).map((tier, index) => ({
      id: index + 1,
      fromPercent: ppmToPercent(tier.fromSuccessRatePpm),
      commission: shown(tier),
    })),
    bonusFrom: params.bonus ? String(params.bonus.fromSuccesses) : "",
    bonusAmount: params.bonus?.amount ?? "",
    clawbackDays: String(params.clawbackDays),
  }),
  read: (values, fields) => ({
    type: "commission",
    direction: values.direction === "both" ? null : values.direction,
    basis: values.basis,
    ...readCommission(values.basis, values.commission, fields),
    ...(values.tiers.length > 0 ? { tiers: readTiers(values, fields) } : {}),
    ...readBonus(values, fields),
    clawbackDays: fields.whole("clawbackDays", values.clawbackDays || "0", 0, 3_650),
  }),
  Fields: CommissionFields,
};

function shown(of: { amount?: string | undefined; percentPpm?: number | undefined }): string {
  return of.amount ?? (of.percentPpm === undefined ? "" : ppmToPercent(of.percentPpm));
}

function readCommission(basis: Basis, text: string, fields: FieldReader): { amount: string } | { percentPpm: number } {
  return basis === "fixed"
    ? { amount: fields.rate("commission", text) }
    : { percentPpm: fields.percent("commission", text) };
}

function readTiers({ basis, tiers }: CommissionValues, fields: FieldReader): CommissionTier[] {
  const read = tiers.map((row, index) => {
    const at = fields.within("tiers").within(index);
    const fromSuccessRatePpm = at.percent("fromPercent", row.fromPercent);
    if (fromSuccessRatePpm === 0) at.say("fromPercent", "percent");
    return { fromSuccessRatePpm, ...readCommission(basis, row.commission, at) };
  });
  fields.rising(
    "tiers",
    "fromPercent",
    read.map((tier) => tier.fromSuccessRatePpm),
  );
  return read;
}

function readBonus({ bonusFrom, bonusAmount }: CommissionValues, fields: FieldReader) {
  if (bonusFrom.trim() === "" && bonusAmount.trim() === "") return {};
  return {
    bonus: {
      fromSuccesses: fields.whole("bonusFrom", bonusFrom, 1, 1_000_000),
      amount: fields.rate("bonusAmount", bonusAmount),
    },
  };
}

function CommissionFields({ values, set, problem, currency }: FieldsProps<"commission">) {
  const t = useTranslations("operator.contractEditor.commission");
  const e = useTranslations("operator.contractEditor");
  const label = useEnumLabel();
  const per = values.basis === "fixed" ? t("amount", { currency }) : t("percent");
  return (
    <>
      <FieldRow>
        <FormField label={e("direction")}>
          <Select
            value={values.direction}
            onChange={(direction) => set({ direction })}
            options={[
              ...[...DIRECTIONS].reverse().map((one) => ({ value: one, label: label("direction", one) })),
              { value: "both" as const, label: t("bothDirections") },
            ]}
          />
        </FormField>
        <FormField label={t("basis")}>
          <Select
            value={values.basis}
            onChange={(basis) => set({ basis })}
            options={(["fixed", "order_value", "margin"] as const).map((one) => ({
              value: one,
              label: t(`is.${one}`),
            }))}
          />
        </FormField>
        <TextField
          label={per}
          required
          placeholder={values.basis === "fixed" ? "25.00" : "8"}
          value={values.commission}
          onChange={(text) => set({ commission: text })}
          error={problem("commission")}
        />
        <TextField
          label={t("clawbackDays")}
          hint={t("clawbackHint")}
          mode="numeric"
          value={values.clawbackDays}
          onChange={(clawbackDays) => set({ clawbackDays })}
          error={problem("clawbackDays")}
        />
        <TextField
          label={t("bonusAmount", { currency })}
          hint={t("bonusHint")}
          optional
          value={values.bonusAmount}
          onChange={(bonusAmount) => set({ bonusAmount })}
          error={problem("bonusAmount")}
        />
        <TextField
          label={t("bonusFrom")}
          mode="numeric"
          optional
          value={values.bonusFrom}
          onChange={(bonusFrom) => set({ bonusFrom })}
          error={problem("bonusFrom")}
        />
      </FieldRow>
      <Rows
        title={t("tiers")}
        hint={t("tiersHint")}
        addText={values.tiers.length === 0 ? t("addTier") : e("tiers.addMore")}
        rows={values.tiers}
        onChange={(tiers) => set({ tiers })}
        newRow={(id): TierRow => ({ id, fromPercent: "", commission: "" })}
        columns="minmax(0,1fr) minmax(0,1fr)"
        headers={[t("fromPercent"), per]}
      >
        {(row, change, index) => (
          <>
            <Cell
              label={t("fromPercent")}
              value={row.fromPercent}
              onChange={(fromPercent) => change({ fromPercent })}
              error={problem(`tiers.${index}.fromPercent`)}
            />
            <Cell
              label={per}
              value={row.commission}
              onChange={(text) => change({ commission: text })}
              error={problem(`tiers.${index}.commission`)}
            />
          </>
        )}
      </Rows>
    </>
  );
}
