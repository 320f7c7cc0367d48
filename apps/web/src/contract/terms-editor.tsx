"use client";
import { Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { Button, IconButton } from "~/ui/button.tsx";
import { Checkbox, FormField, Input } from "~/ui/form.tsx";
import { Card, EmptyState } from "~/ui/layout.tsx";
import { DropdownMenu } from "~/ui/overlay.tsx";
import { Select } from "~/ui/select.tsx";
import { explain, newPrice, type PriceDraft, type TermsDraft, type TermsProblems } from "./terms-form.ts";
import { PriceInWords } from "./terms-view.tsx";

interface EditorProps {
  readonly draft: TermsDraft;
  readonly onChange: (draft: TermsDraft) => void;
  readonly currency: string;
  /** Empty until the form was sent once. */
  readonly problems: TermsProblems;
}

function useProblemText(problems: TermsProblems): (field: string) => string | undefined {
  const t = useTranslations("operator.contractEditor.problem");
  return (field) => {
    const problem = problems[field];
    return problem ? t(problem) : undefined;
  };
}

/** The prices of a contract; each says in words what it will charge while it is typed. */
export function PricesEditor({ draft, onChange, currency, problems }: EditorProps) {
  const t = useTranslations("operator.contractEditor");
  const problem = useProblemText(problems);
  const change = (price: PriceDraft): void =>
    onChange({ ...draft, prices: draft.prices.map((one) => (one.id === price.id ? price : one)) });
  const add = (type: PriceDraft["type"]): void => {
    const id = Math.max(0, ...draft.prices.map((price) => price.id)) + 1;
    onChange({ ...draft, prices: [...draft.prices, newPrice(type, id)] });
  };
  return (
    <Card
      title={t("prices")}
      description={t("pricesHint")}
      actions={
        <DropdownMenu
          trigger={
            <Button size="sm" icon={<Plus aria-hidden />}>
              {t("addPrice")}
            </Button>
          }
          groups={[
            (["seat", "per_call"] as const).map((type) => ({
              key: type,
              label: t(`type.${type}`),
              onSelect: () => add(type),
            })),
          ]}
        />
      }
      flush
    >
      {draft.prices.map((price, index) => (
        <div key={price.id} className="border-b px-4 py-4 last:border-b-0">
          <div className="mb-3 flex items-center justify-between">
            <h3 className="text-sm font-medium">
              <span className="tabular mr-2 text-faint">{index + 1}</span>
              {t(`type.${price.type}`)}
            </h3>
            <IconButton
              size="sm"
              label={t("removePrice", { number: index + 1 })}
              icon={<Trash2 aria-hidden />}
              onClick={() => onChange({ ...draft, prices: draft.prices.filter((one) => one.id !== price.id) })}
            />
          </div>
          <PriceFields price={price} onChange={change} currency={currency} problem={problem} />
          <Explained price={price} currency={currency} />
        </div>
      ))}
      {draft.prices.length === 0 ? (
        <EmptyState title={t("noPrice")}>{problem("prices") ?? t("noPriceHint")}</EmptyState>
      ) : null}
    </Card>
  );
}

interface PriceFieldsProps {
  readonly price: PriceDraft;
  readonly onChange: (price: PriceDraft) => void;
  readonly currency: string;
  readonly problem: (field: string) => string | undefined;
}

function PriceFields({ price, onChange, currency, problem }: PriceFieldsProps) {
  const t = useTranslations("operator.contractEditor");
  const label = useEnumLabel();
  const at = `price.${price.id}`;
  if (price.type === "seat")
    return (
      <div className="grid grid-cols-2 gap-4">
        <FormField label={t("monthlyRate", { currency })} required error={problem(`${at}.monthlyRate`)}>
          <Input
            inputMode="decimal"
            className="tabular"
            placeholder="80.00"
            value={price.monthlyRate}
            onChange={(event) => onChange({ ...price, monthlyRate: event.target.value })}
          />
        </FormField>
        <FormField label={t("minSeats")} error={problem(`${at}.minSeats`)}>
          <Input
            inputMode="numeric"
            className="tabular"
            value={price.minSeats}
            onChange={(event) => onChange({ ...price, minSeats: event.target.value })}
          />
        </FormField>
      </div>
    );
  return (
    <div className="grid grid-cols-3 gap-4">
      <FormField label={t("direction")}>
        <Select
          value={price.direction}
          onChange={(direction) => onChange({ ...price, direction })}
          options={(["outbound", "inbound"] as const).map((value) => ({ value, label: label("direction", value) }))}
        />
      </FormField>
      <FormField label={t("rate", { currency })} required error={problem(`${at}.rate`)}>
        <Input
          inputMode="decimal"
          className="tabular"
          placeholder="0.125"
          value={price.rate}
          onChange={(event) => onChange({ ...price, rate: event.target.value })}
        />
      </FormField>
      <FormField label={t("baseFee", { currency })} error={problem(`${at}.baseFee`)}>
        <Input
          inputMode="decimal"
          className="tabular"
          value={price.baseFee}
          onChange={(event) => onChange({ ...price, baseFee: event.target.value })}
        />
      </FormField>
    </div>
  );
}

function Explained({ price, currency }: { price: PriceDraft; currency: string }) {
  const t = useTranslations("operator.contractEditor");
  const explained = explain(price, currency);
  return (
    <div aria-live="polite" className="mt-3 min-h-15">
      {explained ? (
        <PriceInWords {...explained} />
      ) : (
        <p className="flex min-h-15 items-center rounded-md border border-dashed px-3 text-xs text-muted">
          {t("notComplete")}
        </p>
      )}
    </div>
  );
}

/** What holds for all prices of the version. */
export function ConditionsEditor({ draft, onChange, problems }: Omit<EditorProps, "currency">) {
  const t = useTranslations("operator.contractEditor");
  const problem = useProblemText(problems);
  const field = (
    key: "minTalkSeconds" | "taxPercent" | "paymentTermDays" | "excludedPrefixes",
    mode: "decimal" | "numeric" | "text",
  ) => (
    <FormField label={t(key)} hint={t(`${key}Hint`)} error={problem(key)}>
      <Input
        inputMode={mode}
        className="tabular"
        value={draft[key]}
        onChange={(event) => onChange({ ...draft, [key]: event.target.value })}
      />
    </FormField>
  );
  return (
    <Card title={t("conditions")}>
      <div className="grid grid-cols-2 gap-4">
        {field("minTalkSeconds", "decimal")}
        {field("excludedPrefixes", "text")}
        {field("taxPercent", "decimal")}
        {field("paymentTermDays", "numeric")}
        <div className="col-span-2">
          <Checkbox
            checked={draft.recordingRequired}
            onChange={(recordingRequired) => onChange({ ...draft, recordingRequired })}
            label={t("recordingRequired")}
            hint={t("recordingRequiredHint")}
          />
        </div>
      </div>
    </Card>
  );
}
