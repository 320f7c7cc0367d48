"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTRPC } from "~/trpc/client.tsx";
import { AuditExport, AuditFilterBar, type AuditTopic, useAuditFilter } from "~/ui/audit-filters.tsx";
import { AuditTable } from "~/ui/audit-table.tsx";
import { Card, PageHeader } from "~/ui/layout.tsx";
import { Paged } from "~/ui/paged.tsx";

const TOPICS: readonly AuditTopic[] = [
  ...(["tenant", "contract", "seat", "campaign", "pool", "registers", "billing", "invoice", "dispute"] as const),
  ...(["payments", "bank", "ledger", "costs", "legalEntity", "person", "account", "session"] as const),
  ...(["companySignIn", "monitor", "recording", "audit"] as const),
];

export default function Page() {
  const t = useTranslations("operator.audit");
  const c = useTranslations("common");
  const trpc = useTRPC();
  const filter = useAuditFilter();
  const asked = { ...filter.asked, ...(filter.whose === null ? {} : { tenantId: filter.whose }) };
  const tenants = useQuery(trpc.operator.tenants.list.queryOptions({ limit: 200 }));
  const query = useInfiniteQuery(
    trpc.operator.audit.list.infiniteQueryOptions(asked, {
      getNextPageParam: (page) => page.nextCursor,
    }),
  );
  const clients = (tenants.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const whose = { label: t("client"), all: t("allClients"), options: clients };
  return (
    <>
      <PageHeader title={c("nav.audit")} description={t("hint")} actions={<AuditExport asked={asked} />} />
      <Paged of={query}>
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
