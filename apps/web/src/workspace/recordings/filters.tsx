"use client";
import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { cx } from "~/ui/cx.ts";
import { CONTROL, Input } from "~/ui/form.tsx";
import { Select } from "~/ui/select.tsx";

const ALL = "all";

/** Lengths that people ask for; the ends in milliseconds, the second not included. */
export const LENGTHS = {
  short: [0, 30_000],
  middle: [30_000, 180_000],
  long: [180_000, 600_000],
  longest: [600_000, null],
} as const satisfies Record<string, readonly [number, number | null]>;
export type LengthKey = keyof typeof LENGTHS;
const LENGTH_KEYS = Object.keys(LENGTHS) as LengthKey[];

/** What the address of the page says of the recordings that are wanted. Days are the workspace's. */
export interface RecordingFilters {
  readonly number: string | null;
  readonly campaignId: string | null;
  readonly dispositionId: string | null;
  readonly membershipId: string | null;
  readonly length: LengthKey | null;
  readonly from: string | null;
  /** The last day, included. */
  readonly to: string | null;
}

export const isLength = (value: string | null): value is LengthKey => LENGTH_KEYS.some((key) => key === value);

interface FilterBarProps {
  readonly filters: RecordingFilters;
  readonly onChange: (patch: Partial<RecordingFilters>) => void;
}

export function RecordingFilterBar({ filters, onChange }: FilterBarProps) {
  const t = useTranslations("quality.recordings");
  const calls = useTranslations("workspace.calls");
  const may = useMay();
  const trpc = useTRPC();
  const campaigns = useQuery(trpc.campaigns.list.queryOptions({}, { enabled: may("campaign.read") }));
  const people = useQuery(trpc.people.list.queryOptions({}, { enabled: may("person.read") }));
  const campaign = useQuery(
    trpc.campaigns.get.queryOptions(
      { campaignId: filters.campaignId ?? "" },
      { enabled: may("campaign.read") && filters.campaignId !== null },
    ),
  );
  const any = Object.values(filters).some((value) => value !== null);
  const chosen = (value: string): string | null => (value === ALL ? null : value);
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-2">
      <NumberField key={filters.number ?? ""} value={filters.number} onChange={(number) => onChange({ number })} />
      <Input
        type="date"
        aria-label={calls("from")}
        value={filters.from ?? ""}
        onChange={(event) => onChange({ from: event.target.value || null })}
        className="h-7 w-34 text-xs"
      />
      <span className="text-faint">–</span>
      <Input
        type="date"
        aria-label={calls("to")}
        value={filters.to ?? ""}
        onChange={(event) => onChange({ to: event.target.value || null })}
        className="h-7 w-34 text-xs"
      />
      {may("campaign.read") ? (
        <Select
          size="sm"
          aria-label={calls("campaign")}
          value={filters.campaignId ?? ALL}
          onChange={(value) => onChange({ campaignId: chosen(value), dispositionId: null })}
          className="w-40"
          options={[
            { value: ALL, label: calls("anyCampaign") },
            ...(campaigns.data ?? []).map((one) => ({ value: one.id, label: one.name })),
          ]}
        />
      ) : null}
      {may("campaign.read") ? (
        <Select
          size="sm"
          aria-label={calls("disposition")}
          disabled={filters.campaignId === null}
          value={filters.dispositionId ?? ALL}
          onChange={(value) => onChange({ dispositionId: chosen(value) })}
          className="w-36"
          options={[
            { value: ALL, label: t("anyDisposition") },
            ...(campaign.data?.dispositions ?? []).map((one) => ({ value: one.id, label: one.label })),
          ]}
        />
      ) : null}
      {may("person.read") ? (
        <Select
          size="sm"
          aria-label={calls("agent")}
          value={filters.membershipId ?? ALL}
          onChange={(value) => onChange({ membershipId: chosen(value) })}
          className="w-32"
          options={[
            { value: ALL, label: calls("anyAgent") },
            ...(people.data?.items ?? [])
              .filter(({ role }) => role === "agent" || role === "supervisor")
              .map((one) => ({ value: one.membershipId, label: one.name })),
          ]}
        />
      ) : null}
      <Select
        size="sm"
        aria-label={t("length")}
        value={filters.length ?? ALL}
        onChange={(value) => onChange({ length: value === ALL ? null : value })}
        className="w-32"
        options={[
          { value: ALL, label: t("anyLength") },
          ...LENGTH_KEYS.map((value) => ({ value, label: t(`lengths.${value}`) })),
        ]}
      />
      {any ? (
        <Button
          size="sm"
          tone="ghost"
          onClick={() =>
            onChange({
              ...{ number: null, campaignId: null, dispositionId: null, membershipId: null },
              ...{ length: null, from: null, to: null },
            })
          }
        >
          {calls("clear")}
        </Button>
      ) : null}
    </div>
  );
}

/** Searched when Enter is pressed or the field is left: each search of a number is a question of its own. "/" leads here. */
function NumberField({ value, onChange }: { value: string | null; onChange: (value: string | null) => void }) {
  const t = useTranslations("quality.recordings");
  const may = useMay();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value ?? "");
  useEffect(() => {
    const jump = (event: KeyboardEvent): void => {
      const target = event.target instanceof HTMLElement ? event.target : null;
      if (event.key !== "/" || target?.closest("input,textarea,[role=dialog]")) return;
      event.preventDefault();
      field.current?.focus();
    };
    window.addEventListener("keydown", jump);
    return () => window.removeEventListener("keydown", jump);
  }, []);
  const tell = (): void => {
    const next = text.trim() || null;
    if (next !== value) onChange(next);
  };
  const hint = t(may("contact.unmask") ? "numberWhole" : "numberMasked");
  return (
    <label className="relative block w-44">
      <span className="sr-only">{t("number")}</span>
      <Search aria-hidden className="absolute top-1.5 left-2 size-4 text-faint" />
      <input
        ref={field}
        type="search"
        inputMode="tel"
        value={text}
        placeholder={hint}
        title={hint}
        onChange={(event) => setText(event.target.value)}
        onBlur={tell}
        onKeyDown={(event) => event.key === "Enter" && tell()}
        className={cx(CONTROL, "h-7 pl-7.5 text-sm")}
      />
    </label>
  );
}
