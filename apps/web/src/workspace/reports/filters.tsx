"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { type Group, isTimeGroup } from "@callbay/domain/reports/dimensions";
import { RELATIVE_PERIODS } from "@callbay/domain/reports/period";
import { REPORTS } from "@callbay/domain/reports/reports";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { DayFilter } from "~/finance/day-filter.tsx";
import { Checkbox } from "~/ui/form.tsx";
import { Select } from "~/ui/select.tsx";
import type { Ask } from "./ask.ts";

const ANY = "any";

interface FiltersProps {
  readonly ask: Ask;
  readonly onChange: (patch: Partial<Ask>) => void;
  readonly options: RouterOutputs["reports"]["options"] | undefined;
}

/** Which report, of when, by what, and of whom. */
export function ReportFilters({ ask, onChange, options }: FiltersProps) {
  const t = useTranslations("reports");
  const groups: readonly Group[] = REPORTS[ask.report].groups;
  const more =
    ask.report === "seats"
      ? []
      : groups.filter((one) => one !== ask.group && !(isTimeGroup(one) && isTimeGroup(ask.group)));
  const named = (any: string, items: readonly { id: string; name: string }[] = []) => [
    { value: ANY, label: any },
    ...items.map(({ id, name }) => ({ value: id, label: name })),
  ];
  const chosen = (value: string) => (value === ANY ? null : value);
  return (
    <div className="mb-4 flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <Select
          aria-label={t("report")}
          className="w-40 font-medium"
          value={ask.report}
          onChange={(report) => onChange({ report, group: REPORTS[report].groups[0], second: null })}
          options={(options?.reports ?? [ask.report]).map((value) => ({ value, label: t(`reports.${value}`) }))}
        />
        <Select
          aria-label={t("period")}
          className="w-36"
          value={ask.period}
          onChange={(period) => onChange({ period })}
          options={[...RELATIVE_PERIODS, "days" as const].map((value) => ({ value, label: t(`periods.${value}`) }))}
        />
        {ask.period === "days" ? (
          <>
            <DayFilter label={t("from")} value={ask.from} onChange={(from) => onChange({ from })} />
            <DayFilter label={t("through")} value={ask.through} onChange={(through) => onChange({ through })} />
          </>
        ) : null}
        <Rows label={t("groupBy")}>
          <Select
            aria-label={t("groupBy")}
            className="w-36"
            value={ask.group}
            onChange={(group) => onChange({ group, second: null })}
            options={groups.map((value) => ({ value, label: t(`groups.${value}`) }))}
          />
        </Rows>
        {more.length > 0 ? (
          <Rows label={t("thenBy")}>
            <Select
              aria-label={t("thenBy")}
              className="w-36"
              value={ask.second ?? ANY}
              onChange={(second) => onChange({ second: second === ANY ? null : second })}
              options={[
                { value: ANY, label: t("nothing") },
                ...more.map((value) => ({ value, label: t(`groups.${value}`) })),
              ]}
            />
          </Rows>
        ) : null}
        <span className="ml-2">
          <Checkbox checked={ask.compare} onChange={(compare) => onChange({ compare })} label={t("compare")} />
        </span>
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Select
          size="sm"
          aria-label={t("campaign")}
          className="w-44"
          value={ask.campaign ?? ANY}
          onChange={(value) => onChange({ campaign: chosen(value), disposition: null })}
          options={named(t("anyCampaign"), options?.campaigns)}
        />
        {options?.scope === "tenant" ? (
          <>
            <Select
              size="sm"
              aria-label={t("list")}
              className="w-40"
              value={ask.list ?? ANY}
              onChange={(value) => onChange({ list: chosen(value) })}
              options={named(t("anyList"), options.lists)}
            />
            <Select
              size="sm"
              aria-label={t("unit")}
              className="w-36"
              value={ask.unit ?? ANY}
              onChange={(value) => onChange({ unit: chosen(value) })}
              options={named(t("anyUnit"), options.units)}
            />
          </>
        ) : null}
        {(options?.agents.length ?? 0) > 1 ? (
          <Select
            size="sm"
            aria-label={t("agent")}
            className="w-36"
            value={ask.agent ?? ANY}
            onChange={(value) => onChange({ agent: chosen(value) })}
            options={named(t("anyAgent"), options?.agents)}
          />
        ) : null}
        <Select
          size="sm"
          aria-label={t("disposition")}
          className="w-44"
          value={ask.disposition ?? ANY}
          onChange={(value) => onChange({ disposition: chosen(value) })}
          options={named(
            t("anyDisposition"),
            options?.dispositions.filter(({ campaignId }) => ask.campaign === null || campaignId === ask.campaign),
          )}
        />
        {/* They stay beside each other where the line is too short for both. */}
        <span className="flex items-center gap-3">
          <Checkbox
            checked={ask.internal}
            onChange={(internal) => onChange({ internal })}
            label={t("excludeInternal")}
          />
          <Checkbox checked={ask.answer} onChange={(answer) => onChange({ answer })} label={t("startAtAnswer")} />
        </span>
      </div>
    </div>
  );
}

/** What the rows stand for is not plain from the value alone. */
function Rows({ label, children }: { label: string; children: ReactNode }) {
  return (
    <span className="flex items-center gap-1.5">
      <span aria-hidden className="ml-1 text-xs whitespace-nowrap text-muted">
        {label}
      </span>
      {children}
    </span>
  );
}
