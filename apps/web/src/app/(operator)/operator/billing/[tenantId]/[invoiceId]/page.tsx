"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useParams, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { FileMenu } from "~/invoice/file-menu.tsx";
import { type Charge, type InvoiceData, InvoiceView } from "~/invoice/invoice-view.tsx";
import { UsageTable, usageShapeOf } from "~/invoice/usage-table.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { PageHeader } from "~/ui/layout.tsx";
import { Paged } from "~/ui/paged.tsx";
import { Query } from "~/ui/query.tsx";
import { Badge, Skeleton, toneOf } from "~/ui/status.tsx";
import { InvoiceActions } from "./actions.tsx";
import { Disputed } from "./disputed.tsx";
import { MailCard } from "./mail-card.tsx";
import { AddLine, RemoveLine } from "./own-lines.tsx";

export default function Page() {
  const t = useTranslations("finance.invoice");
  const b = useTranslations("operator.billing");
  const c = useTranslations("common");
  const label = useEnumLabel();
  const trpc = useTRPC();
  const { tenantId, invoiceId } = useParams<{ tenantId: string; invoiceId: string }>();
  const openAt = useSearchParams().get("line");
  const titleOf = ({ number, state, parties }: InvoiceData): string => {
    if (number) return number;
    const client = parties.client.shortName;
    return state === "draft" ? b("draftOf", { client }) : t("titleOf", { client });
  };
  const query = useQuery(trpc.operator.billing.invoice.queryOptions({ tenantId, invoiceId }));
  return (
    <Query of={query}>
      {(data) => (
        <>
          <PageHeader
            title={data ? titleOf(data) : <Skeleton className="h-6 w-56" />}
            trail={[{ href: "/operator/billing", label: c("nav.billing") }]}
            badge={
              data ? (
                <>
                  {data.kind === "credit_note" ? <Badge tone="warn">{label("invoiceKind", data.kind)}</Badge> : null}
                  <Badge tone={toneOf(data.state)}>{label("invoiceState", data.state)}</Badge>
                  {data.settlement && data.kind === "invoice" ? (
                    <Badge tone={toneOf(data.settlement.state)}>
                      {label("settlementState", data.settlement.state)}
                    </Badge>
                  ) : null}
                </>
              ) : null
            }
            description={data ? (data.state === "finalised" ? data.parties.client.name : t(`hint.${data.state}`)) : " "}
            actions={
              data ? (
                <>
                  <FileMenu invoiceId={invoiceId} tenantId={tenantId} final={data.state === "finalised"} />
                  <InvoiceActions invoice={data} />
                </>
              ) : null
            }
          />
          {data ? (
            <InvoiceView
              invoice={data}
              openAt={openAt}
              hrefOf={(id) => `/operator/billing/${tenantId}/${id}`}
              renderUsage={(charge) => <Behind charge={charge} tenantId={tenantId} invoiceId={invoiceId} />}
              lineActions={(charge) => <RemoveLine invoice={data} charge={charge} />}
              footer={<AddLine invoice={data} />}
              aside={
                <>
                  <Disputed invoice={data} />
                  {data.state === "draft" ? null : <MailCard tenantId={tenantId} invoiceId={invoiceId} />}
                </>
              }
            />
          ) : (
            <Skeleton className="h-96 rounded-lg" />
          )}
        </>
      )}
    </Query>
  );
}

function Behind({ charge, tenantId, invoiceId }: { charge: Charge; tenantId: string; invoiceId: string }) {
  const trpc = useTRPC();
  const query = useInfiniteQuery(
    trpc.operator.billing.usage.infiniteQueryOptions(
      { tenantId, invoiceId, chargeId: charge.id, limit: 100 },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  );
  return (
    <Paged of={query}>
      {(items, foot) => <UsageTable items={items} shape={usageShapeOf(charge.componentType)} footer={foot} />}
    </Paged>
  );
}
