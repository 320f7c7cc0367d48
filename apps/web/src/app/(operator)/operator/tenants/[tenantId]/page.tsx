"use client";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { DateTime } from "~/ui/format.tsx";
import { Card, Facts, PageHeader } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { Badge, Skeleton, toneOf } from "~/ui/status.tsx";
import { Tabs } from "~/ui/tabs.tsx";
import { Checklist } from "./checklist.tsx";
import { Contracts } from "./contracts.tsx";
import { Lines } from "./lines.tsx";
import { People } from "./people.tsx";
import { TenantState } from "./state.tsx";

/** An accepted invitation sends no event; whoever waits for the owner sees it soon all the same. */
const REFRESH_MS = 10_000;

export default function Page() {
  const t = useTranslations("operator.tenant");
  const c = useTranslations("common");
  const label = useEnumLabel();
  const trpc = useTRPC();
  const { tenantId } = useParams<{ tenantId: string }>();
  const [tab, setTab] = useState("overview");
  const query = useQuery(trpc.operator.tenants.get.queryOptions({ tenantId }, { refetchInterval: REFRESH_MS }));
  const trail = [{ href: "/operator", label: c("nav.tenants") }];
  return (
    <Query of={query}>
      {(data) => (
        <>
          <PageHeader
            title={data?.tenant.name ?? <Skeleton className="h-6 w-52" />}
            trail={trail}
            badge={
              data ? (
                <Badge tone={toneOf(data.tenant.state)} dot>
                  {label("tenantState", data.tenant.state)}
                </Badge>
              ) : null
            }
            actions={data ? <TenantState tenant={data.tenant} /> : null}
            description={data ? `${data.tenant.legalName} · ${data.tenant.slug}` : " "}
          />
          <Tabs
            label={t("parts")}
            value={tab}
            onChange={setTab}
            tabs={[
              {
                value: "overview",
                label: t("overview"),
                content: (
                  <div className="grid grid-cols-[minmax(0,1fr)_24rem] items-start gap-4">
                    <Checklist items={data?.checklist} tenantId={tenantId} onTab={setTab} />
                    <Card title={t("company")}>
                      <Facts
                        items={[
                          { label: t("legalName"), value: data?.tenant.legalName ?? <Skeleton className="w-32" /> },
                          { label: t("address"), value: data?.tenant.addressLines.join(", ") || "—" },
                          { label: t("taxNumber"), value: data?.tenant.taxNumber ?? "—" },
                          { label: t("timezone"), value: data?.tenant.timezone.replaceAll("_", " ") ?? "—" },
                          { label: t("country"), value: data?.tenant.country ?? "—" },
                          { label: t("seats"), value: data?.leases ?? "—" },
                          { label: t("since"), value: <DateTime at={data?.tenant.createdAt} style="date" /> },
                        ]}
                      />
                    </Card>
                  </div>
                ),
              },
              {
                value: "contracts",
                label: t("contracts"),
                ...(data ? { count: data.contracts.length } : {}),
                content: <Contracts contracts={data?.contracts} tenantId={tenantId} />,
              },
              {
                value: "people",
                label: t("people"),
                ...(data ? { count: data.people.length } : {}),
                content: <People people={data?.people} invitations={data?.invitations} tenantId={tenantId} />,
              },
              {
                value: "lines",
                label: t("lines"),
                ...(data ? { count: data.numbers.length } : {}),
                content: <Lines numbers={data?.numbers} attachments={data?.attachments} tenantId={tenantId} />,
              },
            ]}
          />
        </>
      )}
    </Query>
  );
}
