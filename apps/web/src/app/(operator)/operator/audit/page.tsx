"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { AuditTable } from "~/ui/audit-table.tsx";
import { Button } from "~/ui/button.tsx";
import { Card, PageHeader } from "~/ui/layout.tsx";
import { Paged } from "~/ui/paged.tsx";
import { Select } from "~/ui/select.tsx";

const EVERYBODY = "all";

export default function Page() {
  const t = useTranslations("operator.audit");
  const c = useTranslations("common");
  const trpc = useTRPC();
  const [tenantId, setTenantId] = useState(EVERYBODY);
  const tenants = useQuery(trpc.operator.tenants.list.queryOptions({ limit: 200 }));
  const query = useInfiniteQuery(
    trpc.operator.audit.list.infiniteQueryOptions(tenantId === EVERYBODY ? {} : { tenantId }, {
      getNextPageParam: (page) => page.nextCursor,
    }),
  );
  return (
    <>
      <PageHeader
        title={c("nav.audit")}
        description={t("hint")}
        actions={
          <Button asChild icon={<Download aria-hidden />}>
            <a href={`/api/audit.csv${tenantId === EVERYBODY ? "" : `?tenantId=${tenantId}`}`} download>
              {t("exportAll")}
            </a>
          </Button>
        }
      />
      <Paged of={query}>
        {(rows, foot) => (
          <Card flush>
            <AuditTable
              rows={rows}
              toolbar={
                <Select
                  size="sm"
                  className="w-56"
                  aria-label={t("client")}
                  value={tenantId}
                  onChange={setTenantId}
                  options={[
                    { value: EVERYBODY, label: t("allClients") },
                    ...(tenants.data?.items ?? []).map((tenant) => ({ value: tenant.id, label: tenant.name })),
                  ]}
                />
              }
              footer={foot}
            />
          </Card>
        )}
      </Paged>
    </>
  );
}
