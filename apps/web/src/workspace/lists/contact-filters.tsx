"use client";
import type { RouterInputs } from "@callbay/api/router";
import { CAMPAIGN_CONTACT_STATES } from "@callbay/domain/values";
import { useTranslations } from "next-intl";
import { useEnumLabel, useTextOf } from "~/i18n/enum-label.ts";
import { Input } from "~/ui/form.tsx";
import { SearchField } from "~/ui/search-field.tsx";
import { Select } from "~/ui/select.tsx";

type Asked = RouterInputs["lists"]["contacts"];
export type ContactFilters = Pick<Asked, "search" | "state" | "reason" | "minAttempts" | "maxAttempts" | "attribute">;

const ANY = "any";
const STATES = [...CAMPAIGN_CONTACT_STATES, "none"] as const;
/** Reasons that a person looks for. */
const REASONS = [
  ...["new", "callback", "success", "disposition", "attempt_cap", "outcome_limit", "outcome_not_retried"],
  ...["outside_window", "holiday", "consent_missing", "consent_unproven", "consent_expired"],
  ...["dnc_operator", "dnc_tenant", "dnc_campaign", "dnc_register_operator", "dnc_register_tenant", "no_phone"],
];
/** Attempts as people ask for them. */
const ATTEMPTS = {
  any: {},
  never: { maxAttempts: 0 },
  once: { minAttempts: 1 },
  often: { minAttempts: 3 },
} as const;

interface Parts {
  readonly filters: ContactFilters;
  readonly attributes: readonly string[];
  readonly onChange: (next: ContactFilters) => void;
}

/** Which contacts of a list are shown. */
export function ContactFilterBar({ filters, attributes, onChange }: Parts) {
  const t = useTranslations("workspace.lists");
  const label = useEnumLabel();
  const textOf = useTextOf();
  const { state, reason, attribute } = filters;
  const attempts = (["never", "once", "often"] as const).find(
    (one) =>
      JSON.stringify(ATTEMPTS[one]) ===
      JSON.stringify({
        ...(filters.minAttempts === undefined ? {} : { minAttempts: filters.minAttempts }),
        ...(filters.maxAttempts === undefined ? {} : { maxAttempts: filters.maxAttempts }),
      }),
  );
  const set = (patch: Partial<Record<keyof ContactFilters, unknown>>): void =>
    onChange(
      Object.fromEntries(
        Object.entries({ ...filters, ...patch }).filter(([, value]) => value !== undefined),
      ) as ContactFilters,
    );
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-2">
      <SearchField
        className="w-48"
        label={t("searchContacts")}
        onSearch={(search) => {
          if (search !== (filters.search ?? "")) set({ search: search || undefined });
        }}
      />
      <Select
        size="sm"
        className="w-36"
        aria-label={t("filterState")}
        value={state ?? ANY}
        onChange={(value) => set({ state: value === ANY ? undefined : value })}
        options={[
          { value: ANY, label: t("anyState") },
          ...STATES.map((value) => ({
            value,
            label: value === "none" ? t("noCampaign") : label("campaignContactState", value),
          })),
        ]}
      />
      <Select
        size="sm"
        className="w-44"
        aria-label={t("filterReason")}
        value={reason ?? ANY}
        onChange={(value) => set({ reason: value === ANY ? undefined : value })}
        options={[
          { value: ANY, label: t("anyReason") },
          ...REASONS.map((value) => ({ value, label: textOf(`workspace.reason.${value}`) ?? value })),
        ]}
      />
      <Select
        size="sm"
        className="w-36"
        aria-label={t("filterAttempts")}
        value={attempts ?? "any"}
        onChange={(value) => set({ minAttempts: undefined, maxAttempts: undefined, ...ATTEMPTS[value] })}
        options={(["any", "never", "once", "often"] as const).map((value) => ({
          value,
          label: t(`attempts.${value}`),
        }))}
      />
      {attributes.length > 0 ? (
        <>
          <Select
            size="sm"
            className="w-36"
            aria-label={t("filterAttribute")}
            value={attribute?.key ?? ANY}
            onChange={(key) => set({ attribute: key === ANY ? undefined : { key, value: attribute?.value ?? "" } })}
            options={[
              { value: ANY, label: t("anyAttribute") },
              ...attributes.map((value) => ({ value, label: value })),
            ]}
          />
          {attribute ? (
            <Input
              className="h-7 w-32 text-xs"
              aria-label={t("filterValue")}
              placeholder={t("filterValue")}
              value={attribute.value}
              maxLength={200}
              onChange={(event) => set({ attribute: { key: attribute.key, value: event.target.value } })}
            />
          ) : null}
        </>
      ) : null}
    </div>
  );
}
