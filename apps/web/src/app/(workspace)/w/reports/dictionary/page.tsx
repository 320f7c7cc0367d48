"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTRPC } from "~/trpc/client.tsx";
import { Card, PageHeader } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { type Column, Table } from "~/ui/table.tsx";

type Entry = RouterOutputs["reports"]["dictionary"]["metrics"][number];

/** Each figure with its formula, from the one dictionary that the reports are computed by. */
export default function Page() {
  const t = useTranslations("reports");
  const trpc = useTRPC();
  const dictionary = useQuery(trpc.reports.dictionary.queryOptions());
  const columns: Column<Entry>[] = [
    {
      key: "name",
      header: t("metric"),
      width: "13rem",
      sort: (row) => t(`metrics.${row.key}`),
      cell: (row) => <span className="font-medium">{t(`metrics.${row.key}`)}</span>,
    },
    {
      key: "formula",
      header: t("formula"),
      cell: (row) => <span className="whitespace-normal">{t(`formulas.${row.key}`)}</span>,
    },
    {
      key: "switches",
      header: t("switchedBy"),
      width: "15rem",
      cell: (row) => (
        <span className="text-xs whitespace-normal text-muted">
          {row.switchedBy.map((one) => t(`switches.${one}`)).join(", ") || "—"}
        </span>
      ),
    },
    {
      key: "reports",
      header: t("usedIn"),
      width: "15rem",
      cell: (row) => (
        <span className="text-xs whitespace-normal text-muted">
          {row.reports.map((one) => t(`reports.${one}`)).join(", ") || "—"}
        </span>
      ),
    },
  ];
  return (
    <>
      <PageHeader
        title={t("dictionary")}
        description={t("dictionaryHint")}
        trail={[{ href: "/w/reports", label: t("title") }]}
      />
      <Query of={dictionary}>
        {(data) => (
          <Card flush>
            <Table
              label={t("dictionary")}
              columns={columns}
              rows={data?.metrics}
              rowKey={(row) => row.key}
              empty={null}
            />
          </Card>
        )}
      </Query>
    </>
  );
}
