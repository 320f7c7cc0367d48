"use client";
import { startOfLocalDay } from "@callbay/domain/day-start";
import { addDays, isLocalDate } from "@callbay/domain/days";
import { Download } from "lucide-react";
import { useTimeZone, useTranslations } from "next-intl";
import { useState } from "react";
import { DayFilter } from "~/finance/day-filter.tsx";
import type { Messages } from "~/i18n/messages.ts";
import { Button } from "./button.tsx";
import { Select } from "./select.tsx";

const ALL = "all";

/** What actions are about, by the beginning of their names. */
export type AuditTopic = keyof Messages["common"]["auditFilter"]["topics"];

interface Values {
  readonly whose: string;
  readonly topic: AuditTopic | typeof ALL;
  /** Days of the calendar that the log's times are shown in; "" for none. */
  readonly from: string;
  readonly through: string;
}

/** Narrows an audit log. */
export interface AuditFilter {
  readonly values: Values;
  readonly set: (values: Values) => void;
  /** Whose entries; null for everybody's. */
  readonly whose: string | null;
  /** What the api is asked, beside whose. */
  readonly asked: { readonly action?: string; readonly from?: Date; readonly to?: Date };
}

export function useAuditFilter(): AuditFilter {
  const zone = useTimeZone() ?? "UTC";
  const [values, set] = useState<Values>({ whose: ALL, topic: ALL, from: "", through: "" });
  const { whose, topic, from, through } = values;
  return {
    ...{ values, set },
    whose: whose === ALL ? null : whose,
    asked: {
      ...(topic === ALL ? {} : { action: `${topic}.` }),
      ...(isLocalDate(from) ? { from: startOfLocalDay(from, zone) } : {}),
      ...(isLocalDate(through) ? { to: startOfLocalDay(addDays(through, 1), zone) } : {}),
    },
  };
}

interface AuditFilterBarProps {
  readonly filter: AuditFilter;
  /** By which person or of which client, as this log has it. */
  readonly whose: {
    readonly label: string;
    readonly all: string;
    readonly options: readonly { readonly value: string; readonly label: string }[];
  };
  readonly topics: readonly AuditTopic[];
}

/** Whose, about what, when. */
export function AuditFilterBar({ filter, whose, topics }: AuditFilterBarProps) {
  const t = useTranslations("common.auditFilter");
  const { values, set } = filter;
  return (
    <>
      <Select
        size="sm"
        className="w-48"
        aria-label={whose.label}
        value={values.whose}
        onChange={(chosen) => set({ ...values, whose: chosen })}
        options={[{ value: ALL, label: whose.all }, ...whose.options]}
      />
      <Select
        size="sm"
        className="w-40"
        aria-label={t("topic")}
        value={values.topic}
        onChange={(topic) => set({ ...values, topic })}
        options={[
          { value: ALL, label: t("allTopics") },
          ...topics.map((value) => ({ value, label: t(`topics.${value}`) })),
        ]}
      />
      {(["from", "through"] as const).map((edge) => (
        <DayFilter
          key={edge}
          label={t(edge)}
          value={values[edge]}
          onChange={(day) => set({ ...values, [edge]: day })}
        />
      ))}
    </>
  );
}

/** Takes away all rows that the filter lets through, however many. */
export function AuditExport({ asked }: { asked: Readonly<Record<string, string | Date>> }) {
  const t = useTranslations("common.auditFilter");
  const said = Object.entries(asked).map(([key, value]) => [key, value instanceof Date ? value.toISOString() : value]);
  return (
    <Button asChild icon={<Download aria-hidden />}>
      <a href={`/api/audit.csv?${new URLSearchParams(said)}`} download>
        {t("exportAll")}
      </a>
    </Button>
  );
}
