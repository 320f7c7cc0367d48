"use client";
import { useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { Checkbox, FormField } from "~/ui/form.tsx";
import { Card } from "~/ui/layout.tsx";
import { Select } from "~/ui/select.tsx";
import { FieldRow, TextField } from "./prices/parts.tsx";
import type { EditorProps } from "./prices-editor.tsx";
import { useProblemText } from "./problem-text.ts";
import { TAX_CATEGORIES } from "./tax-category.ts";

type ConditionsProps = Omit<EditorProps, "currency">;

/** What holds for all prices of the version: what counts, tax, the way from close to paid. */
export function ConditionsEditor(props: ConditionsProps) {
  return (
    <>
      <Counting {...props} />
      <Tax {...props} />
      <Settling {...props} />
    </>
  );
}

function Counting({ draft, onChange, problems }: ConditionsProps) {
  const t = useTranslations("operator.contractEditor");
  const problem = useProblemText(problems);
  return (
    <Card title={t("conditions")}>
      <div className="flex flex-col gap-3">
        <FieldRow>
          <TextField
            label={t("minTalkSeconds")}
            hint={t("minTalkSecondsHint")}
            value={draft.minTalkSeconds}
            onChange={(minTalkSeconds) => onChange({ ...draft, minTalkSeconds })}
            error={problem("minTalkSeconds")}
          />
          <TextField
            label={t("excludedPrefixes")}
            hint={t("excludedPrefixesHint")}
            mode="text"
            className="col-span-2"
            value={draft.excludedPrefixes}
            onChange={(excludedPrefixes) => onChange({ ...draft, excludedPrefixes })}
            error={problem("excludedPrefixes")}
          />
        </FieldRow>
        <Checkbox
          checked={draft.recordingRequired}
          onChange={(recordingRequired) => onChange({ ...draft, recordingRequired })}
          label={t("recordingRequired")}
          hint={t("recordingRequiredHint")}
        />
      </div>
    </Card>
  );
}

function Tax({ draft, onChange, problems }: ConditionsProps) {
  const t = useTranslations("operator.contractEditor");
  const label = useEnumLabel();
  const problem = useProblemText(problems);
  return (
    <Card title={t("tax.title")}>
      <FieldRow>
        <FormField label={t("tax.mode")}>
          <Select
            value={draft.taxMode}
            onChange={(taxMode) => onChange({ ...draft, taxMode })}
            options={(["exclusive", "inclusive"] as const).map((mode) => ({ value: mode, label: t(`tax.${mode}`) }))}
          />
        </FormField>
        <TextField
          label={t("taxPercent")}
          hint={t(`taxPercentHint.${draft.taxMode}`)}
          value={draft.taxPercent}
          onChange={(taxPercent) => onChange({ ...draft, taxPercent })}
          error={problem("taxPercent")}
          required
        />
        <FormField label={t("tax.category")} hint={t("tax.categoryHint")}>
          <Select
            value={draft.taxCategory}
            onChange={(taxCategory) => onChange({ ...draft, taxCategory })}
            options={[
              { value: "auto" as const, label: t("tax.auto") },
              ...TAX_CATEGORIES.map((code) => ({ value: code, label: `${code} · ${label("taxCategory", code)}` })),
            ]}
          />
        </FormField>
        <TextField
          label={t("tax.note")}
          hint={t("tax.noteHint")}
          mode="text"
          optional
          className="col-span-3"
          value={draft.taxNote}
          onChange={(taxNote) => onChange({ ...draft, taxNote })}
          error={problem("taxNote")}
        />
      </FieldRow>
    </Card>
  );
}

function Settling({ draft, onChange, problems }: ConditionsProps) {
  const t = useTranslations("operator.contractEditor");
  const problem = useProblemText(problems);
  return (
    <Card title={t("settling.title")}>
      <div className="flex flex-col gap-3">
        <FieldRow>
          <TextField
            label={t("settling.reviewDays")}
            hint={t("settling.reviewDaysHint")}
            mode="numeric"
            value={draft.reviewDays}
            onChange={(reviewDays) => onChange({ ...draft, reviewDays })}
            error={problem("reviewDays")}
          />
          <TextField
            label={t("paymentTermDays")}
            hint={t("paymentTermDaysHint")}
            mode="numeric"
            value={draft.paymentTermDays}
            onChange={(paymentTermDays) => onChange({ ...draft, paymentTermDays })}
            error={problem("paymentTermDays")}
          />
        </FieldRow>
        <Checkbox
          checked={draft.autoCharge}
          onChange={(autoCharge) => onChange({ ...draft, autoCharge })}
          label={t("settling.autoCharge")}
          hint={t("settling.autoChargeHint")}
        />
      </div>
    </Card>
  );
}
