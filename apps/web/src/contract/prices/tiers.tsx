"use client";
import type { Tier, TierMode } from "@callbay/domain/rating/price-type";
import { useTranslations } from "next-intl";
import { Select } from "../../ui/select.tsx";
import type { FieldReader } from "../field-reader.ts";
import { Cell, type Row, Rows } from "./parts.tsx";

export interface TierRow extends Row {
  readonly from: string;
  readonly rate: string;
}

/** The tiers of a price, as typed. */
export interface TierValues {
  readonly tiers: readonly TierRow[];
  readonly tierMode: TierMode;
}

export const NO_TIERS: TierValues = { tiers: [], tierMode: "graduated" };

export function tierValuesOf(params: {
  tiers?: readonly Tier[] | undefined;
  tierMode?: TierMode | undefined;
}): TierValues {
  return {
    tiers: (params.tiers ?? []).map((tier, index) => ({ id: index + 1, from: String(tier.from), rate: tier.rate })),
    tierMode: params.tierMode ?? "graduated",
  };
}

export function readTiers({ tiers, tierMode }: TierValues, fields: FieldReader) {
  if (tiers.length === 0) return {};
  const read = tiers.map((row, index) => {
    const at = fields.within("tiers").within(index);
    return { from: at.whole("from", row.from, 2, 1_000_000_000), rate: at.rate("rate", row.rate) };
  });
  fields.rising(
    "tiers",
    "from",
    read.map((tier) => tier.from),
  );
  return { tiers: read, tierMode };
}

interface TiersProps {
  readonly of: "seat" | "call";
  readonly values: TierValues;
  readonly set: (change: Partial<TierValues>) => void;
  readonly problem: (field: string) => string | undefined;
  readonly currency: string;
}

/** From the n-th piece on another rate holds. */
export function TiersEditor({ of, values, set, problem, currency }: TiersProps) {
  const t = useTranslations("operator.contractEditor.tiers");
  const from = t(`from.${of}`);
  const rate = t("rate", { currency });
  return (
    <Rows
      title={t("title")}
      hint={t(`hint.${of}.${values.tierMode}`)}
      addText={values.tiers.length === 0 ? t("add") : t("addMore")}
      rows={values.tiers}
      onChange={(tiers) => set({ tiers })}
      newRow={(id): TierRow => ({ id, from: "", rate: "" })}
      columns="minmax(0,1fr) minmax(0,1fr)"
      headers={[from, rate]}
      mode={
        <Select
          size="sm"
          aria-label={t("mode.label")}
          className="max-w-44"
          value={values.tierMode}
          onChange={(tierMode) => set({ tierMode })}
          options={(["graduated", "volume"] as const).map((mode) => ({ value: mode, label: t(`mode.${mode}`) }))}
        />
      }
    >
      {(row, change, index) => (
        <>
          <Cell
            label={from}
            mode="numeric"
            value={row.from}
            onChange={(text) => change({ from: text })}
            error={problem(`tiers.${index}.from`)}
          />
          <Cell
            label={rate}
            value={row.rate}
            onChange={(text) => change({ rate: text })}
            error={problem(`tiers.${index}.rate`)}
          />
        </>
      )}
    </Rows>
  );
}
