"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTRPC } from "~/trpc/client.tsx";
import { AuditExport, AuditFilterBar, type AuditTopic, useAuditFilter } from "~/ui/audit-filters.tsx";
import { AuditTable } from "~/ui/audit-table.tsx";
import { Card, PageHeader } from "~/ui/layout.tsx";
import { Paged } from "~/ui/paged.tsx";

const TOPICS: readonly AuditTopic[] = [
  ...(["account", "session", "access", "companySignIn", "person", "orgUnit", "invitation", "campaign"] as const),
  ...(["list", "contact", "dnc", "recording", "monitor", "quality", "floor", "duty", "seat"] as const),
  ...(["invoice", "contract", "report"] as const),
];

export default function Page() {
  const t = useTranslations("workspace.audit");
  const trpc = useTRPC();
  const filter = useAuditFilter();
  const asked = { ...filter.asked, ...(filter.whose === null ? {} : { actorId: filter.whose }) };
  const people = useQuery(trpc.people.list.queryOptions({ includeEnded: true }));
  const audit = useInfiniteQuery(
    trpc.audit.list.infiniteQueryOptions({ ...asked, limit: 100 }, { getNextPageParam: (page) => page.nextCursor }),
  );
  const actors = (people.data?.items ?? []).map(({ accountId, name }) => ({ value: accountId, label: name }));
  const whose = { label: t("actor"), all: t("everybody"), options: actors };
  return (
    <>
      <PageHeader title={t("title")} description={t("hint")} actions={<AuditExport asked={asked} />} />
      <Paged of={audit}>
        {(rows, foot) => (
          <Card flush>
            <AuditTable
              rows={rows}
              toolbar={<AuditFilterBar filter={filter} whose={whose} topics={TOPICS} />}
              footer={foot}
            />
          </Card>
        )}
      </Paged>
    </>
  );
}
