"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { DayFilter } from "~/finance/day-filter.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Select } from "~/ui/select.tsx";

const ALL = "all";
/** What actions are about, by the beginning of their names. */
const TOPICS = [
  ...["tenant", "contract", "seat", "campaign", "pool", "registers", "billing", "invoice", "dispute", "payments"],
  ...["bank", "ledger", "costs", "legalEntity", "person", "account", "session", "companySignIn", "monitor"],
  ...["recording", "audit"],
] as const;

export interface AuditFilterValues {
  readonly tenantId: string;
  readonly topic: (typeof TOPICS)[number] | typeof ALL;
  /** Days of the reader's own calendar, in which the log's times are shown; "" for none. */
  readonly from: string;
  readonly through: string;
}

export const NO_FILTERS: AuditFilterValues = { tenantId: ALL, topic: ALL, from: "", through: "" };

/** What the api is asked. */
export function askedOf({ tenantId, topic, from, through }: AuditFilterValues) {
  const [first, last] = [startOf(from, 0), startOf(through, 1)];
  return {
    ...(tenantId === ALL ? {} : { tenantId }),
    ...(topic === ALL ? {} : { action: `${topic}.` }),
    ...(first ? { from: first } : {}),
    ...(last ? { to: last } : {}),
  };
}

/** Where the day begins, or the one so many days after it; null for no day. */
function startOf(day: string, after: number): Date | null {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? new Date(year, month - 1, date + after) : null;
}

/** Of whom, about what, when. */
export function AuditFilters({
  values,
  onChange,
}: {
  values: AuditFilterValues;
  onChange: (values: AuditFilterValues) => void;
}) {
  const t = useTranslations("operator.audit");
  const trpc = useTRPC();
  const tenants = useQuery(trpc.operator.tenants.list.queryOptions({ limit: 200 }));
  return (
    <>
      <Select
        size="sm"
        className="w-52"
        aria-label={t("client")}
        value={values.tenantId}
        onChange={(tenantId) => onChange({ ...values, tenantId })}
        options={[
          { value: ALL, label: t("allClients") },
          ...(tenants.data?.items ?? []).map((tenant) => ({ value: tenant.id, label: tenant.name })),
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
