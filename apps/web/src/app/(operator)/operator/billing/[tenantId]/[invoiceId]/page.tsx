"use client";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { FileCheck, FileDown, Trash2 } from "lucide-react";
import { useParams, useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { type Charge, InvoiceView } from "~/invoice/invoice-view.tsx";
import { UsageTable } from "~/invoice/usage-table.tsx";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { PageHeader } from "~/ui/layout.tsx";
import { LoadMore } from "~/ui/load-more.tsx";
import { ConfirmDialog } from "~/ui/overlay.tsx";
import { Query } from "~/ui/query.tsx";
import { Badge, Skeleton, toneOf } from "~/ui/status.tsx";
import { toast } from "~/ui/toast.tsx";

export default function Page() {
  const t = useTranslations("operator.billing");
  const c = useTranslations("common");
  const label = useEnumLabel();
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const may = useMay()("platform.billing.close");
  const { tenantId, invoiceId } = useParams<{ tenantId: string; invoiceId: string }>();
  const [asking, setAsking] = useState<"finalise" | "discard" | null>(null);
  const query = useQuery(trpc.operator.billing.invoice.queryOptions({ tenantId, invoiceId }));
  const renew = (): Promise<void> => queryClient.invalidateQueries({ queryKey: trpc.operator.billing.pathKey() });
  const finalise = useMutation(
    trpc.operator.billing.finalise.mutationOptions({
      onSuccess: ({ number }) => {
        toast.success(t("finalised", { number }));
        setAsking(null);
        void renew();
      },
    }),
  );
  const discard = useMutation(
    trpc.operator.billing.discard.mutationOptions({
      onSuccess: () => {
        toast.success(t("discarded"));
        router.push("/operator/billing");
        void queryClient.invalidateQueries({ queryKey: trpc.operator.billing.contracts.pathKey() });
        void queryClient.invalidateQueries({ queryKey: trpc.operator.billing.invoices.pathKey() });
      },
    }),
  );
  const files = (
    <>
      <Button asChild>
        <a href={`/api/invoices/${invoiceId}.csv?tenantId=${tenantId}`}>
          <FileDown aria-hidden />
          CSV
        </a>
      </Button>
      <Button asChild>
        <a href={`/api/invoices/${invoiceId}.pdf?tenantId=${tenantId}`}>
          <FileDown aria-hidden />
          PDF
        </a>
      </Button>
    </>
  );
  const decisions = may ? (
    <>
      <Button icon={<Trash2 aria-hidden />} onClick={() => setAsking("discard")}>
        {t("discard")}
      </Button>
      <Button tone="primary" icon={<FileCheck aria-hidden />} onClick={() => setAsking("finalise")}>
        {t("finalise")}
      </Button>
    </>
  ) : null;
  return (
    <Query of={query}>
      {(data) => (
        <>
          <PageHeader
            title={
              data ? (
                (data.number ?? t("draftOf", { client: data.parties.client.shortName }))
              ) : (
                <Skeleton className="h-6 w-56" />
              )
            }
            trail={[{ href: "/operator/billing", label: c("nav.billing") }]}
            badge={data ? <Badge tone={toneOf(data.state)}>{label("invoiceState", data.state)}</Badge> : null}
            description={data?.state === "draft" ? t("draftHint") : (data?.parties.client.name ?? " ")}
            actions={data ? (data.state === "draft" ? decisions : files) : null}
          />
          {data ? (
            <InvoiceView
              invoice={data}
              renderUsage={(charge) => <Behind charge={charge} tenantId={tenantId} invoiceId={invoiceId} />}
            />
          ) : (
            <Skeleton className="h-96 rounded-lg" />
          )}
          <ConfirmDialog
            open={asking === "finalise"}
            onOpenChange={() => setAsking(null)}
            title={t("finaliseTitle")}
            description={t("finaliseHint")}
            confirmText={t("finalise")}
            tone="primary"
            busy={finalise.isPending}
            onConfirm={() => finalise.mutate({ tenantId, invoiceId })}
          />
          <ConfirmDialog
            open={asking === "discard"}
            onOpenChange={() => setAsking(null)}
            title={t("discardTitle")}
            description={t("discardHint")}
            confirmText={t("discard")}
            busy={discard.isPending}
            onConfirm={() => discard.mutate({ tenantId, invoiceId })}
          />
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
    <Query of={query}>
      {(data) => {
        const items = data?.pages.flatMap((page) => page.items);
        return (
          <UsageTable
            items={items}
            kind={charge.componentType === "seat" ? "seat_day" : "call"}
            footer={
              <LoadMore
                shown={items?.length ?? 0}
                hasMore={query.hasNextPage}
                loading={query.isFetchingNextPage}
                onMore={() => void query.fetchNextPage()}
              />
            }
          />
        );
      }}
    </Query>
  );
}
