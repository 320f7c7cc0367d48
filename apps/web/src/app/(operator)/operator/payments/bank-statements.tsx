"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useQuery } from "@tanstack/react-query";
import { Landmark } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTRPC } from "~/trpc/client.tsx";
import { Count, DateTime } from "~/ui/format.tsx";
import { Card, EmptyState } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { type Column, Table } from "~/ui/table.tsx";

type Statement = RouterOutputs["operator"]["bank"]["statements"]["items"][number];

/** The imported files, and how their lines stand. */
export function BankStatements() {
  const t = useTranslations("finance.bank");
  const trpc = useTRPC();
  const query = useQuery(trpc.operator.bank.statements.queryOptions({}));
  const columns: Column<Statement>[] = [
    {
      key: "file",
      header: t("fileName"),
      cell: (row) => <span className="font-medium">{row.fileName}</span>,
      sort: (row) => row.fileName,
      csv: (row) => row.fileName,
    },
    {
      key: "company",
      header: t("company"),
      cell: (row) => row.legalEntityName,
      sort: (row) => row.legalEntityName,
      csv: (row) => row.legalEntityName,
    },
    { key: "format", header: t("format"), cell: (row) => row.format, csv: (row) => row.format, width: "7rem" },
    ...(["matched", "unmatched", "ignored"] as const).map(
      (state): Column<Statement> => ({
        key: state,
        header: t(state),
        cell: (row) => <Count value={row[state]} />,
        sort: (row) => row[state],
        csv: (row) => row[state],
        align: "right",
        width: "6.5rem",
      }),
    ),
    { key: "by", header: t("by"), cell: (row) => row.importedBy, csv: (row) => row.importedBy, width: "10rem" },
    {
      key: "at",
      header: t("importedAt"),
      cell: (row) => <DateTime at={row.importedAt} />,
      sort: (row) => row.importedAt,
      csv: (row) => row.importedAt.toISOString(),
      align: "right",
      width: "8.5rem",
    },
  ];
  return (
    <Card flush title={t("statementsTitle")}>
      <Query of={query}>
        {(data) => (
          <Table
            label={t("statementsTitle")}
            columns={columns}
            rows={data?.items}
            rowKey={(row) => row.id}
            exportName="bank-statements"
            empty={
              <EmptyState icon={<Landmark />} title={t("emptyStatements")}>
                {t("emptyHint")}
              </EmptyState>
            }
          />
        )}
      </Query>
    </Card>
  );
}
