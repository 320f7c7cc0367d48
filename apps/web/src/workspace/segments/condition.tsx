"use client";
import type { AttributeSchema, SegmentCondition } from "@callbay/domain/segment/types";
import { OUTCOMES } from "@callbay/domain/values";
import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { countryOptions, timeZoneOptions } from "~/lib/places.ts";
import { Combobox } from "~/ui/combobox.tsx";
import { Input } from "~/ui/form.tsx";
import { Select } from "~/ui/select.tsx";
import { NumberInput } from "~/workspace/campaigns/number-input.tsx";
import { Chips } from "./chips.tsx";
import { type AttributeCondition, conditionOf, operatorsOf, readValues, subjectOf, withOperator } from "./tree.ts";

const HISTORY = ["attempted", "reached", "success", "abandoned", "outcome", "disposition"] as const;

/** What the lists that are looked at can be asked. */
export interface Fields {
  readonly attributes: AttributeSchema;
  readonly dispositions: readonly { readonly code: string; readonly label: string }[];
}

export interface ConditionProps<C extends SegmentCondition = SegmentCondition> {
  readonly condition: C;
  readonly fields: Fields;
  readonly onChange: (condition: SegmentCondition) => void;
}

/** One condition: what is asked, how, and the value. */
export function ConditionRow({ condition, fields, onChange }: ConditionProps) {
  const t = useTranslations("segments.builder");
  const subject = subjectOf(condition);
  const attributes = Object.keys(fields.attributes).sort();
  // A column that no list has any more stays to be seen.
  if ("attribute" in condition && !attributes.includes(condition.attribute)) attributes.push(condition.attribute);
  const subjects = [
    ...attributes.map((key) => ({ value: `attribute:${key}`, label: key, hint: t("subjects.attribute") })),
    ...(["country", "timezone"] as const).map((key) => ({
      value: `point:${key}`,
      label: t(`subjects.${key}`),
      hint: t("subjects.contact"),
    })),
    { value: "contact:vip", label: t("subjects.vip"), hint: t("subjects.contact") },
    ...HISTORY.map((key) => ({ value: `history:${key}`, label: t(`subjects.${key}`), hint: t("subjects.history") })),
  ];
  return (
    <div className="grid min-w-0 flex-1 grid-cols-[11rem_minmax(0,1fr)] gap-2">
      <Select
        aria-label={t("subject")}
        value={subject}
        onChange={(next) => onChange(conditionOf(next, fields.attributes))}
        options={subjects}
      />
      {"attribute" in condition ? (
        <AttributeValue condition={condition} fields={fields} onChange={onChange} />
      ) : "point" in condition ? (
        <Places condition={condition} fields={fields} onChange={onChange} />
      ) : "contact" in condition ? (
        <YesNo value={condition.is} onChange={(is) => onChange({ contact: condition.contact, is })} />
      ) : (
        <History condition={condition} fields={fields} onChange={onChange} />
      )}
    </div>
  );
}

function YesNo({ value, onChange }: { value: "yes" | "no"; onChange: (value: "yes" | "no") => void }) {
  const t = useTranslations("segments.builder");
  return (
    <div className="w-24">
      <Select
        aria-label={t("is")}
        value={value}
        onChange={onChange}
        options={(["yes", "no"] as const).map((one) => ({ value: one, label: t(`operators.${one}`) }))}
      />
    </div>
  );
}

function AttributeValue({ condition, fields, onChange }: ConditionProps<AttributeCondition>) {
  const t = useTranslations("segments.builder");
  const { attribute, is } = condition;
  const type = fields.attributes[attribute] ?? "text";
  return (
    <div className="grid grid-cols-[8.5rem_minmax(0,1fr)] gap-2">
      <Select
        aria-label={t("is")}
        value={is}
        onChange={(next) => onChange(withOperator(condition, next))}
        options={operatorsOf(type).map((value) => ({ value, label: t(`operators.${value}`) }))}
      />
      {!("value" in condition) ? (
        <span />
      ) : condition.is === "one_of" ? (
        <Input
          key="values"
          aria-label={t("values")}
          placeholder={t("values")}
          defaultValue={condition.value.join(", ")}
          onChange={(event) => onChange({ attribute, is: "one_of", value: readValues(event.target.value, type) })}
        />
      ) : type === "boolean" ? (
        <Select
          aria-label={t("value")}
          value={condition.value === true ? "yes" : "no"}
          onChange={(value) => onChange({ attribute, is: condition.is, value: value === "yes" })}
          options={(["yes", "no"] as const).map((value) => ({ value, label: t(`operators.${value}`) }))}
        />
      ) : type === "number" && typeof condition.value === "number" ? (
        <NumberInput
          aria-label={t("value")}
          value={condition.value}
          min={-1e15}
          max={1e15}
          step={0.000_001}
          onChange={(value) => onChange({ attribute, is: condition.is, value })}
        />
      ) : (
        <Input
          aria-label={t("value")}
          type={type === "date" ? "date" : "text"}
          value={String(condition.value)}
          onChange={(event) => onChange({ attribute, is: condition.is, value: event.target.value })}
        />
      )}
    </div>
  );
}

function Places({ condition, onChange }: ConditionProps<Extract<SegmentCondition, { point: string }>>) {
  const t = useTranslations("segments.builder");
  const common = useTranslations("common");
  const locale = useLocale();
  const { point, value } = condition;
  const options = useMemo(() => (point === "country" ? countryOptions(locale) : timeZoneOptions()), [point, locale]);
  const set = (values: readonly string[]): void => onChange({ point, is: "one_of", value: values });
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <Chips
        values={value.map((one) => ({ key: one, label: options.find((option) => option.value === one)?.label ?? one }))}
        onRemove={(key) => set(value.filter((one) => one !== key))}
      />
      <div className="w-48">
        <Combobox
          aria-label={t("value")}
          value=""
          onChange={(one) => set([...value, one])}
          options={options.filter((option) => !value.includes(option.value))}
          placeholder={common("choose")}
          searchText={t("value")}
          emptyText={t("nobody")}
        />
      </div>
    </div>
  );
}

function History({ condition, fields, onChange }: ConditionProps<Extract<SegmentCondition, { history: string }>>) {
  const t = useTranslations("segments.builder");
  const label = useEnumLabel();
  const { withinDays } = condition;
  const options =
    condition.history === "outcome"
      ? OUTCOMES.map((value) => ({ value: value as string, label: label("outcome", value) }))
      : fields.dispositions.map((one) => ({ value: one.code, label: one.label }));
  return (
    <div className="flex flex-wrap items-center gap-2">
      {condition.is === "one_of" ? (
        <>
          <Chips
            values={condition.value.map((key) => ({
              key,
              label: options.find((option) => option.value === key)?.label ?? key,
            }))}
            onRemove={(key) => onChange({ ...condition, value: condition.value.filter((one) => one !== key) })}
          />
          <div className="w-44">
            <Select
              aria-label={t("value")}
              value=""
              onChange={(one) => onChange({ ...condition, value: [...condition.value, one] })}
              options={options.filter((option) => !condition.value.includes(option.value))}
              placeholder={t("value")}
            />
          </div>
        </>
      ) : (
        <YesNo value={condition.is} onChange={(is) => onChange({ ...condition, is })} />
      )}
      <span className="flex items-center gap-2 text-sm text-muted">
        {t("days")}
        <NumberInput
          aria-label={t("days")}
          value={withinDays}
          min={1}
          max={3650}
          placeholder={t("ever")}
          onChange={(days) => onChange({ ...condition, withinDays: days })}
          onEmpty={() => onChange({ ...condition, withinDays: null })}
          className="w-20"
        />
      </span>
    </div>
  );
}
