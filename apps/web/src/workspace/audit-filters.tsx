"use client";
import { startOfLocalDay } from "@callbay/domain/day-start";
import { addDays, isLocalDate } from "@callbay/domain/days";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { DayFilter } from "~/finance/day-filter.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Select } from "~/ui/select.tsx";

const ALL = "all";
/** What actions are about, by the beginning of their names. */
const TOPICS = [
  ...["account", "session", "access", "person", "orgUnit", "invitation", "campaign", "list", "contact", "dnc"],
  ...["recording", "floor", "duty", "seat", "invoice", "contract", "report"],
] as const;

export interface AuditFilterValues {
  readonly accountId: string;
  readonly topic: (typeof TOPICS)[number] | typeof ALL;
  /** Days, "" for none. */
  readonly from: string;
  readonly through: string;
}

export const NO_FILTERS: AuditFilterValues = { accountId: ALL, topic: ALL, from: "", through: "" };

/** What the api is asked: days begin and end in the zone that the log's times are shown in. */
export function askedOf({ accountId, topic, from, through }: AuditFilterValues, zone: string) {
  return {
    ...(accountId === ALL ? {} : { actorId: accountId }),
    ...(topic === ALL ? {} : { action: `${topic}.` }),
    ...(isLocalDate(from) ? { from: startOfLocalDay(from, zone) } : {}),
    ...(isLocalDate(through) ? { to: startOfLocalDay(addDays(through, 1), zone) } : {}),
  };
}

/** By whom, about what, when. */
export function AuditFilters({
  values,
  onChange,
}: {
  values: AuditFilterValues;
  onChange: (values: AuditFilterValues) => void;
}) {
  const t = useTranslations("workspace.audit");
  const trpc = useTRPC();
  const people = useQuery(trpc.people.list.queryOptions({ includeEnded: true }));
  return (
    <>
      <Select
        size="sm"
        className="w-44"
        aria-label={t("actor")}
        value={values.accountId}
        onChange={(accountId) => onChange({ ...values, accountId })}
        options={[
          { value: ALL, label: t("everybody") },
          ...(people.data?.items ?? []).map((one) => ({ value: one.accountId, label: one.name })),
        ]}
      />
      <Select
        size="sm"
        className="w-40"
        aria-label={t("topic")}
        value={values.topic}
        onChange={(topic) => onChange({ ...values, topic })}
        options={[
          { value: ALL, label: t("allTopics") },
          ...TOPICS.map((value) => ({ value, label: t(`topics.${value}`) })),
        ]}
      />
      {(["from", "through"] as const).map((edge) => (
        <DayFilter
          key={edge}
          label={t(edge)}
          value={values[edge]}
          onChange={(day) => onChange({ ...values, [edge]: day })}
        />
      ))}
    </>
  );
}
