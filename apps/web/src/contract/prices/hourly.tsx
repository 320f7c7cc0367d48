"use client";
import { TENANT_ROLES, type TenantRole } from "@callbay/domain/permissions";
import { BILLABLE_DUTY_STATES, type BillableDutyState } from "@callbay/domain/rating/price-type";
import { useTranslations } from "next-intl";
import { useEnumLabel } from "../../i18n/enum-label.ts";
import { FormField } from "../../ui/form.tsx";
import { Select } from "../../ui/select.tsx";
import { Choices } from "./choices.tsx";
import type { FieldsProps, PriceKind } from "./kind.ts";
import { FieldRow, TextField } from "./parts.tsx";

const STEPS = ["1", "60", "360", "900", "1800", "3600"] as const;
type Step = (typeof STEPS)[number] | "own";

export interface HourlyValues {
  readonly rate: string;
  readonly states: readonly BillableDutyState[];
  /** Empty: everybody's hours. */
  readonly roles: readonly TenantRole[];
  readonly step: Step;
  readonly ownStep: string;
}

/** Agents by the hour. */
export const hourly: PriceKind<"hourly"> = {
  empty: { rate: "", states: ["ready", "talking", "wrapup"], roles: [], step: "900", ownStep: "900" },
  valuesOf: (params) => ({
    rate: params.rate,
    states: params.states,
    roles: params.roles ?? [],
    step: STEPS.find((one) => one === String(params.incrementSeconds)) ?? "own",
    ownStep: String(params.incrementSeconds),
  }),
  read: (values, fields) => {
    if (values.states.length === 0) fields.say("states", "choose");
    return {
      type: "hourly",
      rate: fields.rate("rate", values.rate),
      states: BILLABLE_DUTY_STATES.filter((state) => values.states.includes(state)),
      ...(values.roles.length > 0 ? { roles: TENANT_ROLES.filter((role) => values.roles.includes(role)) } : {}),
      incrementSeconds:
        values.step === "own" ? fields.whole("ownStep", values.ownStep, 1, 86_400) : Number(values.step),
    };
  },
  Fields: HourlyFields,
};

function HourlyFields({ values, set, problem, currency }: FieldsProps<"hourly">) {
  const t = useTranslations("operator.contractEditor.hourly");
  const label = useEnumLabel();
  return (
    <>
      <FieldRow>
        <TextField
          label={t("rate", { currency })}
          required
          placeholder="45.00"
          value={values.rate}
          onChange={(rate) => set({ rate })}
          error={problem("rate")}
        />
        <FormField label={t("step")} hint={t("stepHint")}>
          <Select
            value={values.step}
            onChange={(step) => set({ step })}
            options={[...STEPS, "own" as const].map((step) => ({ value: step, label: t(`steps.s${step}`) }))}
          />
        </FormField>
        {values.step === "own" ? (
          <TextField
            label={t("ownStep")}
            mode="numeric"
            value={values.ownStep}
            onChange={(ownStep) => set({ ownStep })}
            error={problem("ownStep")}
          />
        ) : null}
      </FieldRow>
      <Choices
        title={t("states")}
        error={problem("states")}
        options={BILLABLE_DUTY_STATES.map((state) => ({ value: state, label: label("dutyState", state) }))}
        chosen={values.states}
        onChange={(states) => set({ states })}
      />
      <Choices
        title={t("roles")}
        hint={t("rolesHint")}
        options={TENANT_ROLES.map((role) => ({ value: role, label: label("tenantRole", role) }))}
        chosen={values.roles}
        onChange={(roles) => set({ roles })}
      />
    </>
  );
}
