"use client";
import type { Increments } from "@callbay/domain/rating/price-type";
import { useTranslations } from "next-intl";
import { FormField, Input } from "../../ui/form.tsx";
import { Select } from "../../ui/select.tsx";
import type { FieldReader } from "../field-reader.ts";

const PRESETS = ["60/60", "60/6", "1/1"] as const;
export type IncrementChoice = (typeof PRESETS)[number] | "own";

/** How talk becomes billed seconds, as typed. */
export interface IncrementValues {
  readonly increments: IncrementChoice;
  readonly first: string;
  readonly next: string;
}

export const WHOLE_MINUTES: IncrementValues = { increments: "60/60", first: "60", next: "60" };

export function incrementValuesOf({ first, next }: Increments = { first: 60, next: 60 }): IncrementValues {
  const known = PRESETS.find((one) => one === `${first}/${next}`);
  return { increments: known ?? "own", first: String(first), next: String(next) };
}

export function readIncrements(values: IncrementValues, fields: FieldReader): Increments {
  if (values.increments !== "own") {
    const [first = 60, next = 60] = values.increments.split("/").map(Number);
    return { first, next };
  }
  return { first: fields.whole("first", values.first, 1, 3_600), next: fields.whole("next", values.next, 1, 3_600) };
}

interface IncrementFieldsProps {
  readonly values: IncrementValues;
  readonly set: (change: Partial<IncrementValues>) => void;
  readonly problem: (field: string) => string | undefined;
}

export function IncrementFields({ values, set, problem }: IncrementFieldsProps) {
  const t = useTranslations("operator.contractEditor.increments");
  return (
    <>
      <FormField
        label={t("title")}
        hint={t(`hint.${values.increments === "own" ? "own" : values.increments.replace("/", "_")}` as "hint.own")}
      >
        <Select
          value={values.increments}
          onChange={(increments) => set({ increments })}
          options={[
            ...PRESETS.map((one) => ({ value: one, label: one.replace("/", " / ") })),
            { value: "own" as const, label: t("own") },
          ]}
        />
      </FormField>
      {values.increments === "own" ? (
        <>
          <FormField label={t("first")} error={problem("first")}>
            <Input
              inputMode="numeric"
              className="tabular"
              value={values.first}
              onChange={(event) => set({ first: event.target.value })}
            />
          </FormField>
          <FormField label={t("next")} error={problem("next")}>
            <Input
              inputMode="numeric"
              className="tabular"
              value={values.next}
              onChange={(event) => set({ next: event.target.value })}
            />
          </FormField>
        </>
      ) : null}
    </>
  );
}
