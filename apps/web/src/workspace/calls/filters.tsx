"use client";
import { OUTCOMES, type Outcome } from "@callbay/domain/values";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Input } from "~/ui/form.tsx";
import { Select } from "~/ui/select.tsx";

const ALL = "all";

/** What the address of the page says of the calls that are wanted. Days are the workspace's. */
export interface CallFilters {
  readonly campaignId: string | null;
  readonly membershipId: string | null;
  readonly outcome: Outcome | null;
  readonly from: string | null;
  /** The last day, included. */
  readonly to: string | null;
}

interface CallFilterBarProps {
  readonly filters: CallFilters;
  readonly onChange: (patch: Partial<CallFilters>) => void;
}

export function CallFilterBar({ filters, onChange }: CallFilterBarProps) {
  const t = useTranslations("workspace.calls");
  const label = useEnumLabel();
  const may = useMay();
  const trpc = useTRPC();
  const campaigns = useQuery(trpc.campaigns.list.queryOptions({}, { enabled: may("campaign.read") }));
  const people = useQuery(trpc.people.list.queryOptions({}, { enabled: may("person.read") }));
  const any = Object.values(filters).some((value) => value !== null);
  const chosen = (value: string): string | null => (value === ALL ? null : value);
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-2">
      <Input
        type="date"
        aria-label={t("from")}
        value={filters.from ?? ""}
        onChange={(event) => onChange({ from: event.target.value || null })}
        className="h-7 w-34 text-xs"
      />
      <span className="text-faint">–</span>
      <Input
        type="date"
        aria-label={t("to")}
        value={filters.to ?? ""}
        onChange={(event) => onChange({ to: event.target.value || null })}
        className="h-7 w-34 text-xs"
      />
      {may("campaign.read") ? (
        <Select
          size="sm"
          aria-label={t("campaign")}
          value={filters.campaignId ?? ALL}
          onChange={(value) => onChange({ campaignId: chosen(value) })}
          className="w-44"
          options={[
            { value: ALL, label: t("anyCampaign") },
            ...(campaigns.data ?? []).map((one) => ({ value: one.id, label: one.name })),
          ]}
        />
      ) : null}
      {may("person.read") ? (
        <Select
          size="sm"
          aria-label={t("agent")}
          value={filters.membershipId ?? ALL}
          onChange={(value) => onChange({ membershipId: chosen(value) })}
          className="w-36"
          options={[
            { value: ALL, label: t("anyAgent") },
            ...(people.data?.items ?? [])
              .filter(({ role }) => role === "agent" || role === "supervisor")
              .map((one) => ({ value: one.membershipId, label: one.name })),
          ]}
        />
      ) : null}
      <Select
        size="sm"
        aria-label={t("outcome")}
        value={filters.outcome ?? ALL}
        onChange={(value) => onChange({ outcome: value === ALL ? null : value })}
        className="w-32"
        options={[
          { value: ALL, label: t("anyOutcome") },
          ...OUTCOMES.map((value) => ({ value, label: label("outcome", value) })),
        ]}
      />
      {any ? (
        <Button
          size="sm"
          tone="ghost"
          onClick={() => onChange({ campaignId: null, membershipId: null, outcome: null, from: null, to: null })}
        >
          {t("clear")}
        </Button>
      ) : null}
    </div>
  );
}
