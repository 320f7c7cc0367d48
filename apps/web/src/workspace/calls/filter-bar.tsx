"use client";
import { OUTCOMES } from "@callbay/domain/values";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Input } from "~/ui/form.tsx";
import { Select } from "~/ui/select.tsx";
import { type CallFilters, LENGTH_KEYS, NO_FILTERS } from "./filters.ts";
import { NumberField } from "./number-field.tsx";

const ALL = "all";

/** Fields of the bar, in the order of a page's choosing; `days` are two. */
export type FilterField = "number" | "days" | "campaign" | "disposition" | "agent" | "outcome" | "length";

interface FilterBarProps {
  readonly fields: readonly FilterField[];
  readonly filters: CallFilters;
  readonly onChange: (patch: Partial<CallFilters>) => void;
}

/** What calls, or recordings of them, are found by. */
export function CallFilterBar({ fields, filters, onChange }: FilterBarProps) {
  const t = useTranslations("workspace.calls");
  const isAny = Object.values(filters).some((value) => value !== null);
  return (
    <div className="flex min-w-0 flex-1 items-center gap-1.5">
      {fields.map((field) => (
        <Field key={field} field={field} filters={filters} onChange={onChange} />
      ))}
      {isAny ? (
        <Button size="sm" tone="ghost" className="shrink-0" onClick={() => onChange(NO_FILTERS)}>
          {t("clear")}
        </Button>
      ) : null}
    </div>
  );
}

type FieldProps = Pick<FilterBarProps, "filters" | "onChange">;

function Field({ field, ...props }: FieldProps & { readonly field: FilterField }): ReactNode {
  const { filters, onChange } = props;
  const may = useMay();
  switch (field) {
    case "number":
      return (
        <NumberField key={filters.number ?? ""} value={filters.number} onChange={(number) => onChange({ number })} />
      );
    case "days":
      return <Days {...props} />;
    case "campaign":
      return may("campaign.read") ? <Campaign {...props} /> : null;
    case "disposition":
      return may("campaign.read") ? <Disposition {...props} /> : null;
    case "agent":
      return may("person.read") ? <Agent {...props} /> : null;
    case "outcome":
      return <OutcomeField {...props} />;
    case "length":
      return <Length {...props} />;
  }
}

function Days({ filters, onChange }: FieldProps) {
  const t = useTranslations("workspace.calls");
  const day = (key: "from" | "to") => (
    <Input
      type="date"
      aria-label={t(key)}
      value={filters[key] ?? ""}
      onChange={(event) => onChange({ [key]: event.target.value || null })}
      className="h-7 w-29 shrink-0 px-2 text-xs"
    />
  );
  return (
    <>
      {day("from")}
      <span className="text-faint">–</span>
      {day("to")}
    </>
  );
}

interface AnyOfProps<V extends string> {
  readonly label: string;
  /** What is said where none is chosen. */
  readonly any: string;
  readonly value: V | null;
  readonly onChange: (value: V | null) => void;
  readonly options: readonly { readonly value: V; readonly label: string }[];
  readonly disabled?: boolean;
}

function AnyOf<V extends string>({ label, any, value, onChange, options, ...more }: AnyOfProps<V>) {
  return (
    <Select<V | typeof ALL>
      size="sm"
      aria-label={label}
      value={value ?? ALL}
      onChange={(chosen) => onChange(chosen === ALL ? null : chosen)}
      options={[{ value: ALL, label: any }, ...options]}
      // One line at any width, and none more when something is chosen: the table below never moves.
      className="max-w-40 min-w-0 flex-auto"
      {...more}
    />
  );
}

function Campaign({ filters, onChange }: FieldProps) {
  const t = useTranslations("workspace.calls");
  const trpc = useTRPC();
  const campaigns = useQuery(trpc.campaigns.list.queryOptions({}));
  return (
    <AnyOf
      label={t("campaign")}
      any={t("anyCampaign")}
      value={filters.campaignId}
      // Dispositions are a campaign's own.
      onChange={(campaignId) => onChange({ campaignId, dispositionId: null })}
      options={(campaigns.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}

function Disposition({ filters, onChange }: FieldProps) {
  const t = useTranslations("workspace.calls");
  const trpc = useTRPC();
  const { campaignId } = filters;
  const campaign = useQuery(
    trpc.campaigns.get.queryOptions({ campaignId: campaignId ?? "" }, { enabled: campaignId !== null }),
  );
  return (
    <AnyOf
      label={t("disposition")}
      any={t("anyDisposition")}
      disabled={campaignId === null}
      value={filters.dispositionId}
      onChange={(dispositionId) => onChange({ dispositionId })}
      options={(campaign.data?.dispositions ?? []).map(({ id, label }) => ({ value: id, label }))}
    />
  );
}

function Agent({ filters, onChange }: FieldProps) {
  const t = useTranslations("workspace.calls");
  const trpc = useTRPC();
  const people = useQuery(trpc.people.list.queryOptions({}));
  return (
    <AnyOf
      label={t("agent")}
      any={t("anyAgent")}
      value={filters.membershipId}
      onChange={(membershipId) => onChange({ membershipId })}
      options={(people.data?.items ?? [])
        .filter(({ role }) => role === "agent" || role === "supervisor")
        .map(({ membershipId, name }) => ({ value: membershipId, label: name }))}
    />
  );
}

function OutcomeField({ filters, onChange }: FieldProps) {
  const t = useTranslations("workspace.calls");
  const label = useEnumLabel();
  return (
    <AnyOf
      label={t("outcome")}
      any={t("anyOutcome")}
      value={filters.outcome}
      onChange={(outcome) => onChange({ outcome })}
      options={OUTCOMES.map((value) => ({ value, label: label("outcome", value) }))}
    />
  );
}

function Length({ filters, onChange }: FieldProps) {
  const t = useTranslations("quality.recordings");
  return (
    <AnyOf
      label={t("length")}
      any={t("anyLength")}
      value={filters.length}
      onChange={(length) => onChange({ length })}
      options={LENGTH_KEYS.map((value) => ({ value, label: t(`lengths.${value}`) }))}
    />
  );
}
