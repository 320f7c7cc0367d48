"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useQuery } from "@tanstack/react-query";
import { Table2, Upload } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Count, DateTime } from "~/ui/format.tsx";
import { Card, EmptyState, PageHeader } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { RateTableSheet } from "./table-sheet.tsx";
import { UploadRates } from "./upload.tsx";

export type RateTable = RouterOutputs["operator"]["rateTables"]["list"]["items"][number];

export default function Page() {
  const t = useTranslations("finance.rates");
  const may = useMay()("platform.contract.write");
  const trpc = useTRPC();
  const [open, setOpen] = useState<RateTable | null>(null);
  const [uploading, setUploading] = useState(false);
  const query = useQuery(trpc.operator.rateTables.list.queryOptions({}));
  const upload = may ? (
    <Button tone="primary" icon={<Upload aria-hidden />} onClick={() => setUploading(true)}>
      {t("upload")}
    </Button>
  ) : null;
  const columns: Column<RateTable>[] = [
    {
      key: "name",
      header: t("name"),
      cell: (row) => <span className="font-medium">{row.name}</span>,
      sort: (row) => row.name,
      csv: (row) => row.name,
    },
    {
      key: "currency",
      header: t("currency"),
      cell: (row) => row.currency,
      sort: (row) => row.currency,
      csv: (row) => row.currency,
      width: "7rem",
    },
    {
      key: "prefixes",
      header: t("prefixes"),
      cell: (row) => <Count value={row.rowCount} />,
      sort: (row) => row.rowCount,
      csv: (row) => row.rowCount,
      align: "right",
      width: "8rem",
    },
    {
      key: "contracts",
      header: t("contracts"),
      cell: (row) => <Count value={row.contracts} />,
      sort: (row) => row.contracts,
      csv: (row) => row.contracts,
      align: "right",
      width: "8rem",
    },
    {
      key: "since",
      header: t("since"),
      cell: (row) => <DateTime at={row.createdAt} style="date" />,
      sort: (row) => row.createdAt,
      csv: (row) => row.createdAt.toISOString(),
      align: "right",
      width: "10rem",
    },
  ];
  return (
    <>
      <PageHeader title={t("title")} description={t("hint")} actions={upload} />
      <Query of={query}>
        {(data) => (
          <Card flush title={t("title")}>
            <Table
              label={t("title")}
              columns={columns}
              rows={data?.items}
              rowKey={(row) => row.id}
              onOpen={setOpen}
              exportName="rate-tables"
              empty={
                <EmptyState icon={<Table2 />} title={t("empty")} action={upload}>
                  {t("emptyHint")}
                </EmptyState>
              }
            />
          </Card>
        )}
      </Query>
      {open ? <RateTableSheet table={open} onDone={() => setOpen(null)} /> : null}
      {uploading ? <UploadRates onDone={() => setUploading(false)} /> : null}
    </>
  );
}
