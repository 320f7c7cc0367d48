"use client";
import { useQuery } from "@tanstack/react-query";
import { Eye } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Day } from "~/ui/format.tsx";
import { Card, Notice, PageHeader } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { Query } from "~/ui/query.tsx";
import { Skeleton } from "~/ui/status.tsx";
import { CostsNow } from "~/workspace/money/cost-now.tsx";
import { InvoiceTable } from "~/workspace/money/invoice-table.tsx";

/** Calls go on while somebody looks. */
const COSTS_AGAIN_MS = 30_000;

export default function Page() {
  const t = useTranslations("workspace.money");
  const trpc = useTRPC();
  const costs = useQuery(trpc.usage.current.queryOptions({}, { refetchInterval: COSTS_AGAIN_MS }));
  const invoices = useQuery(trpc.invoices.list.queryOptions({}));
  const waiting = invoices.data?.items.filter((one) => one.state === "in_review" && one.acceptedAt === null) ?? [];
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("hint")}
        actions={
          <Button asChild>
            <Link href="/w/payments">{t("payments")}</Link>
          </Button>
        }
      />
      <div className="flex flex-col gap-4">
        {waiting.map((one) => (
          <div key={one.id} data-testid={`waits-${one.contractReference}`}>
            <Notice tone="warn">
              <span className="flex w-full items-center gap-2">
                <Eye aria-hidden className="mt-0!" />
                <span className="min-w-0 flex-1">
                  {t("waits", { reference: one.contractReference })} <Day date={one.reviewDueOn} />
                </span>
                <Button asChild size="sm">
                  <Link href={`/w/invoices/${one.id}`}>{t("look")}</Link>
                </Button>
              </span>
            </Notice>
          </div>
        ))}
        <Query of={costs}>
          {(data) =>
            data === undefined ? (
              <Card>
                <Skeleton className="h-24" />
              </Card>
            ) : (
              <CostsNow costs={data.items} />
            )
          }
        </Query>
        <Query of={invoices}>{(data) => <InvoiceTable rows={data?.items} />}</Query>
      </div>
    </>
  );
}
