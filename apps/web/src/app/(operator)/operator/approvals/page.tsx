"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useQuery } from "@tanstack/react-query";
import { BadgeCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { Ago, Count } from "~/ui/format.tsx";
import { Card, EmptyState, PageHeader } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { Badge } from "~/ui/status.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { Review } from "./review.tsx";

export type Submitted = RouterOutputs["operator"]["approvals"]["list"][number];

export default function Page() {
  const t = useTranslations("operator.approvals");
  const label = useEnumLabel();
  const trpc = useTRPC();
  const [openId, setOpenId] = useState<string | null>(null);
  const query = useQuery(trpc.operator.approvals.list.queryOptions());
  const columns: Column<Submitted>[] = [
    {
      key: "name",
      header: t("campaign"),
      cell: (row) => <span className="font-medium">{row.name}</span>,
      sort: (row) => row.name,
    },
    {
      key: "tenant",
      header: t("client"),
      cell: (row) => row.tenantName,
      sort: (row) => row.tenantName,
      width: "13rem",
    },
    {
      key: "purpose",
      header: t("purpose"),
      cell: (row) => <Badge>{label("campaignPurpose", row.purpose)}</Badge>,
      sort: (row) => row.purpose,
      width: "9rem",
    },
    {
      key: "contacts",
      header: t("contacts"),
      cell: (row) => <Count value={row.contacts} />,
      sort: (row) => row.contacts,
      align: "right",
      width: "8rem",
    },
    {
      key: "consent",
      header: t("consent"),
      cell: (row) =>
        [...new Set(row.lists.map(({ consentBasis }) => label("consentBasis", consentBasis)))].join(", ") || "—",
      width: "10rem",
    },
    {
      key: "submitted",
      header: t("submitted"),
      cell: (row) => <Ago at={row.submittedAt} />,
      sort: (row) => row.submittedAt,
      align: "right",
      width: "9rem",
    },
  ];
  return (
    <>
      <PageHeader title={t("title")} description={t("hint")} />
      <Query of={query}>
        {(data) => (
          <>
            <Card flush>
              <Table
                label={t("title")}
                columns={columns}
                rows={data}
                rowKey={(row) => row.campaignId}
                onOpen={(row) => setOpenId(row.campaignId)}
                skeletonRows={3}
                empty={
                  <EmptyState icon={<BadgeCheck />} title={t("empty")}>
                    {t("emptyHint")}
                  </EmptyState>
                }
              />
            </Card>
            <Review campaign={data?.find((one) => one.campaignId === openId)} onClose={() => setOpenId(null)} />
          </>
        )}
      </Query>
    </>
  );
}
