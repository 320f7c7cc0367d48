"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useQuery } from "@tanstack/react-query";
import { Stamp } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { Card, EmptyState, PageHeader } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { EntitySheet } from "./entity-sheet.tsx";

type Entity = RouterOutputs["operator"]["legalEntities"]["list"][number];

export default function Page() {
  const t = useTranslations("finance.entities");
  const trpc = useTRPC();
  const [openId, setOpenId] = useState<string | null>(null);
  const query = useQuery(trpc.operator.legalEntities.list.queryOptions());
  const columns: Column<Entity>[] = [
    {
      key: "name",
      header: t("name"),
      cell: (row) => <span className="font-medium">{row.name}</span>,
      sort: (row) => row.name,
      csv: (row) => row.name,
    },
    {
      key: "address",
      header: t("address"),
      cell: (row) => row.addressLines.join(", "),
      csv: (row) => row.addressLines.join(", "),
    },
    {
      key: "tax",
      header: t("taxNumber"),
      cell: (row) => <span className="tabular">{row.taxNumber}</span>,
      csv: (row) => row.taxNumber,
      width: "9rem",
    },
    {
      key: "prefix",
      header: t("prefix"),
      cell: (row) => <span className="tabular">{row.invoicePrefix}</span>,
      csv: (row) => row.invoicePrefix,
      width: "7rem",
    },
  ];
  return (
    <>
      <PageHeader title={t("title")} description={t("hint")} />
      <Query of={query}>
        {(data) => (
          <Card flush title={t("title")}>
            <Table
              label={t("title")}
              columns={columns}
              rows={data}
              rowKey={(row) => row.id}
              onOpen={(row) => setOpenId(row.id)}
              exportName="companies"
              skeletonRows={2}
              empty={
                <EmptyState icon={<Stamp />} title={t("empty")}>
                  {t("emptyHint")}
                </EmptyState>
              }
            />
          </Card>
        )}
      </Query>
      {openId ? <EntitySheet legalEntityId={openId} onDone={() => setOpenId(null)} /> : null}
    </>
  );
}
