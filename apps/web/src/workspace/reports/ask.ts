"use client";
import type { RouterInputs } from "@callbay/api/router";
import { isLocalDate } from "@callbay/domain/days";
import { GROUPS, type Group } from "@callbay/domain/reports/dimensions";
import { RELATIVE_PERIODS, type RelativePeriod } from "@callbay/domain/reports/period";
import { REPORT_KEYS, REPORTS, type ReportKey } from "@callbay/domain/reports/reports";
import { usePathname, useRouter, useSearchParams } from "next/navigation";

export type ReportQuery = RouterInputs["reports"]["read"]["query"];

/** What the address of the page asks for, so that a report can be passed on. */
export interface Ask {
  readonly report: ReportKey;
  readonly group: Group;
  readonly second: Group | null;
  readonly period: RelativePeriod | "days";
  readonly from: string;
  readonly through: string;
  readonly campaign: string | null;
  readonly list: string | null;
  readonly unit: string | null;
  readonly agent: string | null;
  readonly disposition: string | null;
  readonly compare: boolean;
  /** Off counts internal calls too. */
  readonly internal: boolean;
  /** Off counts from the start, ringing included. */
  readonly answer: boolean;
}

/** Reads the address, and changes it. */
export function useAsk(today: string): readonly [Ask, (patch: Partial<Ask>) => void] {
  const search = useSearchParams();
  const router = useRouter();
  const path = usePathname();
  const report = REPORT_KEYS.find((one) => one === search.get("report")) ?? "calls";
  const groups: readonly Group[] = REPORTS[report].groups;
  const groupOf = (name: string) => GROUPS.find((one) => one === search.get(name) && groups.includes(one)) ?? null;
  const day = (name: string) => {
    const value = search.get(name) ?? "";
    return isLocalDate(value) ? value : today;
  };
  const wanted = search.get("period");
  const ask: Ask = {
    report,
    group: groupOf("by") ?? REPORTS[report].groups[0],
    second: groupOf("second"),
    period: wanted === "days" ? "days" : (RELATIVE_PERIODS.find((one) => one === wanted) ?? "last30Days"),
    from: day("from"),
    through: day("through"),
    campaign: search.get("campaign"),
    list: search.get("list"),
    unit: search.get("unit"),
    agent: search.get("agent"),
    disposition: search.get("disposition"),
    compare: search.get("compare") === "1",
    internal: search.get("internal") !== "0",
    answer: search.get("answer") !== "0",
  };
  const go = (patch: Partial<Ask>): void => {
    const next = { ...ask, ...patch };
    const days = next.period === "days" ? { from: next.from, through: next.through } : {};
    const { report: name, group, period, campaign, list, unit, agent, disposition } = next;
    const second = next.second === group ? null : next.second;
    const texts = { report: name, by: group, second, period, ...days, campaign, list, unit, agent, disposition };
    const params = new URLSearchParams();
    for (const [key, value] of Object.entries(texts)) if (value) params.set(key, value);
    if (next.compare) params.set("compare", "1");
    if (!next.internal) params.set("internal", "0");
    if (!next.answer) params.set("answer", "0");
    router.replace(`${path}?${params}`, { scroll: false });
  };
  return [ask, go];
}

/** The same as the server takes it. */
export function queryOf(ask: Ask): ReportQuery {
  return {
    report: ask.report,
    groups: ask.second && ask.second !== ask.group ? [ask.group, ask.second] : [ask.group],
    period: ask.period === "days" ? { from: ask.from, through: ask.through } : { relative: ask.period },
    ...(ask.campaign ? { campaignIds: [ask.campaign] } : {}),
    ...(ask.list ? { listIds: [ask.list] } : {}),
    ...(ask.unit ? { orgUnitId: ask.unit } : {}),
    ...(ask.agent ? { membershipIds: [ask.agent] } : {}),
    ...(ask.disposition ? { dispositionIds: [ask.disposition] } : {}),
    ...(ask.internal ? {} : { excludeInternal: false }),
    ...(ask.answer ? {} : { startAtAnswer: false }),
  };
}
