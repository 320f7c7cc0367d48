"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { Facts } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { Sheet } from "~/ui/overlay.tsx";
import { Query } from "~/ui/query.tsx";
import { SearchField } from "~/ui/search-field.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import type { RateTable } from "./page.tsx";

type Row = RouterOutputs["operator"]["rateTables"]["get"]["rows"][number];

/** The prefixes of a table, found by typing, and the contracts that name it. */
export function RateTableSheet({ table, onDone }: { table: RateTable; onDone: () => void }) {
  const t = useTranslations("finance.rates");
  const trpc = useTRPC();
  const [find, setFind] = useState("");
  const query = useQuery(
    trpc.operator.rateTables.get.queryOptions(
      { rateTableId: table.id, find, limit: 200 },
      { placeholderData: keepPreviousData },
    ),
  );
  const columns: Column<Row>[] = [
    {
      key: "prefix",
      header: t("prefix"),
      cell: (row) => <span className="tabular">{row.prefix}</span>,
      sort: (row) => row.prefix,
      csv: (row) => row.prefix,
      width: "10rem",
    },
    {
      key: "destination",
      header: t("destination"),
      cell: (row) => row.destination,
      sort: (row) => row.destination,
      csv: (row) => row.destination,
    },
    {
      key: "rate",
      header: t("rate"),
      cell: (row) => row.rate,
      sort: (row) => Number(row.rate),
      csv: (row) => row.rate,
      align: "right",
      width: "8rem",
    },
  ];
  return (
    <Sheet open onOpenChange={onDone} wide title={table.name} description={table.currency}>
      <Query of={query}>
        {(data) => (
          <div className="flex flex-col gap-4">
            <Facts
              items={[
                {
                  label: t("usedBy"),
                  value:
                    data?.contracts.length === 0
                      ? t("usedByNone")
                      : data?.contracts.map((one) => (
                          <Link
                            key={one.contractId}
                            href={`/operator/tenants/${one.tenantId}/contracts/${one.contractId}`}
                            className="mr-3 text-accent hover:underline"
                          >
                            {one.tenantName} {one.reference}
                          </Link>
                        )),
                },
              ]}
            />
            <div className="overflow-clip rounded-lg border">
              <Table
                label={table.name}
                columns={columns}
                rows={data?.rows}
                rowKey={(row) => row.prefix}
                exportName={`rates-${table.name}`}
                toolbar={<SearchField label={t("find")} onSearch={setFind} />}
                footer={
                  data && data.found > data.rows.length ? (
                    <p className="border-t px-4 py-2.5 text-xs text-muted">
                      {t("found", { found: data.found, shown: data.rows.length })}
                    </p>
                  ) : null
                }
                empty={<p className="p-4 text-sm text-muted">{t("noneFound")}</p>}
              />
            </div>
          </div>
        )}
      </Query>
    </Sheet>
  );
}
