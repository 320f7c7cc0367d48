"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { AuditTable } from "~/ui/audit-table.tsx";
import { Button } from "~/ui/button.tsx";
import { Card, PageHeader } from "~/ui/layout.tsx";
import { Paged } from "~/ui/paged.tsx";
import { AuditFilters, type AuditFilterValues, askedOf, NO_FILTERS } from "./filters.tsx";

export default function Page() {
  const t = useTranslations("operator.audit");
  const c = useTranslations("common");
  const trpc = useTRPC();
  const [filters, setFilters] = useState<AuditFilterValues>(NO_FILTERS);
  const asked = askedOf(filters);
  const query = useInfiniteQuery(
    trpc.operator.audit.list.infiniteQueryOptions(asked, {
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
            <a href={`/api/audit.csv?${addressOf(asked)}`} download>
              {t("exportAll")}
            </a>
          </Button>
        }
      />
      <Paged of={query}>
        {(rows, foot) => (
          <Card flush>
            <AuditTable rows={rows} toolbar={<AuditFilters values={filters} onChange={setFilters} />} footer={foot} />
          </Card>
        )}
      </Paged>
    </>
  );
}

/** Filters as an address asks for them. */
function addressOf(asked: ReturnType<typeof askedOf>): string {
  const said = Object.entries(asked).map(([key, value]) => [key, value instanceof Date ? value.toISOString() : value]);
  return new URLSearchParams(said).toString();
}
