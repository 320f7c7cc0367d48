"use client";
import { useTranslations } from "next-intl";
import type { FieldsProps, PriceKind } from "./kind.ts";
import { FieldRow, TextField } from "./parts.tsx";

export interface SetupValues {
  readonly name: string;
  readonly amount: string;
  readonly dueOn: string;
}
export interface NumberValues {
  readonly monthlyRate: string;
}
export interface MessageValues {
  readonly rate: string;
}

/** Charged once, on a day. */
export const setup: PriceKind<"setup"> = {
  empty: { name: "", amount: "", dueOn: "" },
  valuesOf: ({ name, amount, dueOn }) => ({ name, amount, dueOn }),
  read: (values, fields) => ({
    type: "setup",
    name: fields.text("name", values.name),
    amount: fields.rate("amount", values.amount),
    dueOn: fields.day("dueOn", values.dueOn),
  }),
  Fields: SetupFields,
};

/** Numbers by the month. */
export const numberRental: PriceKind<"number"> = {
  empty: { monthlyRate: "" },
  valuesOf: ({ monthlyRate }) => ({ monthlyRate }),
  read: (values, fields) => ({ type: "number", monthlyRate: fields.rate("monthlyRate", values.monthlyRate) }),
  Fields: NumberFields,
};

/** Messages sent. */
export const message: PriceKind<"message"> = {
  empty: { rate: "" },
  valuesOf: ({ rate }) => ({ rate }),
  read: (values, fields) => ({ type: "message", rate: fields.rate("rate", values.rate) }),
  Fields: MessageFields,
};

function SetupFields({ values, set, problem, currency }: FieldsProps<"setup">) {
  const t = useTranslations("operator.contractEditor.setup");
  return (
    <FieldRow>
      <TextField
        label={t("name")}
        mode="text"
        required
        placeholder={t("namePlaceholder")}
        value={values.name}
        onChange={(name) => set({ name })}
        error={problem("name")}
      />
      <TextField
        label={t("amount", { currency })}
        required
        value={values.amount}
        onChange={(amount) => set({ amount })}
        error={problem("amount")}
      />
      <TextField
        label={t("dueOn")}
        type="date"
        required
        value={values.dueOn}
        onChange={(dueOn) => set({ dueOn })}
        error={problem("dueOn")}
      />
    </FieldRow>
  );
}

function NumberFields({ values, set, problem, currency }: FieldsProps<"number">) {
  const t = useTranslations("operator.contractEditor");
  return (
    <FieldRow>
      <TextField
        label={t("numberRate", { currency })}
        required
        value={values.monthlyRate}
        onChange={(monthlyRate) => set({ monthlyRate })}
        error={problem("monthlyRate")}
      />
    </FieldRow>
  );
}

function MessageFields({ values, set, problem, currency }: FieldsProps<"message">) {
  const t = useTranslations("operator.contractEditor");
  return (
    <FieldRow>
      <TextField
        label={t("messageRate", { currency })}
        required
        value={values.rate}
        onChange={(rate) => set({ rate })}
        error={problem("rate")}
      />
    </FieldRow>
  );
}
