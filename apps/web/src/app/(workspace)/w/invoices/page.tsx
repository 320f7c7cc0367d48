"use client";
import { useQuery } from "@tanstack/react-query";
import { Eye } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Day } from "~/ui/format.tsx";
import { Card, Notice, PageHeader } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { Skeleton } from "~/ui/status.tsx";
import { CostNow } from "~/workspace/money/cost-now.tsx";
import { InvoiceTable } from "~/workspace/money/invoice-table.tsx";

export default function Page() {
  const t = useTranslations("workspace.money");
  const trpc = useTRPC();
  const costs = useQuery(trpc.usage.current.queryOptions({}));
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
          <Notice key={one.id} tone="warn" icon={<Eye aria-hidden />}>
            <span className="flex w-full items-center justify-between gap-4">
              <span>
                {t("waits", { reference: one.contractReference })} <Day date={one.reviewDueOn} />
              </span>
              <Button asChild size="sm">
                <Link href={`/w/invoices/${one.id}`}>{t("look")}</Link>
              </Button>
            </span>
          </Notice>
        ))}
        <Query of={costs}>
          {(data) =>
            data === undefined ? (
              <Card>
                <Skeleton className="h-24" />
              </Card>
            ) : (
              data.items.map((cost) => <CostNow key={cost.contractId} cost={cost} />)
            )
          }
        </Query>
        <Query of={invoices}>{(data) => <InvoiceTable rows={data?.items} />}</Query>
      </div>
    </>
  );
}
