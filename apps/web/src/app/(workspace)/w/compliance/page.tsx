"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useQuery } from "@tanstack/react-query";
import { Plus, ShieldCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Count, DateTime } from "~/ui/format.tsx";
import { Card, EmptyState, PageHeader } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { Badge } from "~/ui/status.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { CreateProfileDialog } from "~/workspace/compliance/create-dialog.tsx";

type Profile = RouterOutputs["compliance"]["list"][number];

export default function Page() {
  const t = useTranslations("compliance");
  const may = useMay();
  const trpc = useTRPC();
  const [creating, setCreating] = useState(false);
  const profiles = useQuery(trpc.compliance.list.queryOptions({}));
  const create = may("compliance.write") ? (
    <Button tone="primary" icon={<Plus aria-hidden />} onClick={() => setCreating(true)}>
      {t("create")}
    </Button>
  ) : null;
  const campaignsText = (row: Profile): string => row.campaigns.map(({ name }) => name).join(", ") || t("noCampaigns");
  const columns: Column<Profile>[] = [
    {
      key: "name",
      header: t("name"),
      sort: (row) => row.name,
      csv: (row) => row.name,
      cell: (row) => <span className="font-medium">{row.name}</span>,
    },
    {
      key: "region",
      header: t("region"),
      width: "9.5rem",
      sort: (row) => t(`regions.${row.region}`),
      csv: (row) => t(`regions.${row.region}`),
      cell: (row) => <Badge>{t(`regions.${row.region}`)}</Badge>,
    },
    {
      key: "revision",
      header: t("revision"),
      width: "6rem",
      align: "right",
      csv: (row) => row.revision,
      cell: (row) => <Count value={row.revision} />,
    },
    { key: "campaigns", header: t("campaigns"), csv: campaignsText, cell: campaignsText },
    {
      key: "since",
      header: t("since"),
      width: "9rem",
      csv: (row) => row.createdAt.toISOString(),
      cell: (row) => <DateTime at={row.createdAt} />,
    },
  ];
  return (
    <>
      <PageHeader title={t("title")} description={t("hint")} actions={create} />
      <Query of={profiles}>
        {(rows) => (
          <Card flush>
            <Table
              label={t("title")}
              columns={columns}
              rows={rows}
              rowKey={(row) => row.profileId}
              href={(row) => `/w/compliance/${row.profileId}`}
              exportName="compliance-profiles"
              initialSort={{ key: "name" }}
              empty={
                <EmptyState icon={<ShieldCheck aria-hidden />} title={t("empty")} action={create}>
                  {t("emptyHint")}
                </EmptyState>
              }
            />
          </Card>
        )}
      </Query>
      {creating ? <CreateProfileDialog onClose={() => setCreating(false)} /> : null}
    </>
  );
}
