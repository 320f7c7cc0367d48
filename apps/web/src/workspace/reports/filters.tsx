"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { type Group, isTimeGroup } from "@callbay/domain/reports/dimensions";
import { RELATIVE_PERIODS } from "@callbay/domain/reports/period";
import { REPORTS } from "@callbay/domain/reports/reports";
import { SlidersHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useId, useState } from "react";
import { DayFilter } from "~/finance/day-filter.tsx";
import { Button } from "~/ui/button.tsx";
import { Checkbox } from "~/ui/form.tsx";
import { Select } from "~/ui/select.tsx";
import { Badge } from "~/ui/status.tsx";
import type { Ask } from "./ask.ts";

const ANY = "any";
/** What stands behind the button, as it is when nobody asked for anything. */
const NOTHING_MORE = {
  ...{ list: null, unit: null, agent: null, disposition: null },
  ...{ compare: false, internal: true, answer: true },
} satisfies Partial<Ask>;

interface FiltersProps {
  readonly ask: Ask;
  readonly onChange: (patch: Partial<Ask>) => void;
  readonly options: RouterOutputs["reports"]["options"] | undefined;
}

/** Which report, of when, by what, and of whom: one line; what is rarely asked is behind a button that counts it. */
export function ReportFilters({ ask, onChange, options }: FiltersProps) {
  const t = useTranslations("reports");
  const [isOpen, setIsOpen] = useState(false);
  const panel = useId();
  const groups: readonly Group[] = REPORTS[ask.report].groups;
  const more =
    ask.report === "seats"
      ? []
      : groups.filter((one) => one !== ask.group && !(isTimeGroup(one) && isTimeGroup(ask.group)));
  const active = [ask.list, ask.unit, ask.agent, ask.disposition, ask.compare, !ask.internal, !ask.answer];
  const count = active.filter(Boolean).length;
  return (
    <div className="mb-4">
      <div className="flex flex-wrap items-center gap-2">
        <Select
          aria-label={t("report")}
          className="w-34 font-medium"
          value={ask.report}
          onChange={(report) => onChange({ report, group: REPORTS[report].groups[0], second: null })}
          options={(options?.reports ?? [ask.report]).map((value) => ({ value, label: t(`reports.${value}`) }))}
        />
        <Select
          aria-label={t("period")}
          className="w-34"
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
            className="w-32"
            value={ask.group}
            onChange={(group) => onChange({ group, second: null })}
            options={groups.map((value) => ({ value, label: t(`groups.${value}`) }))}
          />
        </Rows>
        {more.length > 0 ? (
          <Rows label={t("thenBy")}>
            <Select
              aria-label={t("thenBy")}
              className="w-34"
              value={ask.second ?? ANY}
              onChange={(second) => onChange({ second: second === ANY ? null : second })}
              options={[
                { value: ANY, label: t("nothing") },
                ...more.map((value) => ({ value, label: t(`groups.${value}`) })),
              ]}
            />
          </Rows>
        ) : null}
        <Select
          aria-label={t("campaign")}
          className="w-38"
          value={ask.campaign ?? ANY}
          onChange={(value) => onChange({ campaign: chosen(value), disposition: null })}
          options={named(t("anyCampaign"), options?.campaigns)}
        />
        <Button
          icon={<SlidersHorizontal aria-hidden />}
          aria-expanded={isOpen}
          aria-controls={panel}
          onClick={() => setIsOpen(!isOpen)}
        >
          {t("moreFilters")}
          {count > 0 ? <Badge tone="accent">{count}</Badge> : null}
        </Button>
      </div>
      <div id={panel} hidden={!isOpen} className="mt-2 rounded-lg border bg-surface px-3 py-2.5">
        {isOpen ? <MoreFilters ask={ask} onChange={onChange} options={options} count={count} /> : null}
      </div>
    </div>
  );
}

const named = (any: string, items: readonly { id: string; name: string }[] = []) => [
  { value: ANY, label: any },
  ...items.map(({ id, name }) => ({ value: id, label: name })),
];
const chosen = (value: string) => (value === ANY ? null : value);

/** Of whom, compared with what, and by which rules it is counted. */
function MoreFilters({ ask, onChange, options, count }: FiltersProps & { readonly count: number }) {
  const t = useTranslations("reports");
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      {options?.scope === "tenant" ? (
        <>
          <Select
            size="sm"
            aria-label={t("list")}
            className="w-44"
            value={ask.list ?? ANY}
            onChange={(value) => onChange({ list: chosen(value) })}
            options={named(t("anyList"), options.lists)}
          />
          <Select
            size="sm"
            aria-label={t("unit")}
            className="w-40"
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
          className="w-40"
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
      <Button size="sm" tone="ghost" className="ml-auto" disabled={count === 0} onClick={() => onChange(NOTHING_MORE)}>
        {t("clearFilters")}
      </Button>
      {/* On a line of their own: what is counted, after of whom. */}
      <span className="flex basis-full flex-wrap items-center gap-x-5 gap-y-2">
        <Checkbox checked={ask.compare} onChange={(compare) => onChange({ compare })} label={t("compare")} />
        <Checkbox checked={ask.internal} onChange={(internal) => onChange({ internal })} label={t("excludeInternal")} />
        <Checkbox checked={ask.answer} onChange={(answer) => onChange({ answer })} label={t("startAtAnswer")} />
      </span>
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
