"use client";
import { useQuery } from "@tanstack/react-query";
import { Flag } from "lucide-react";
import { useParams, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { FileMenu } from "~/invoice/file-menu.tsx";
import { InvoiceView } from "~/invoice/invoice-view.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { IconButton } from "~/ui/button.tsx";
import { Period, useToday } from "~/ui/format.tsx";
import { Notice, PageHeader } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { Skeleton } from "~/ui/status.tsx";
import { Behind } from "~/workspace/money/behind.tsx";
import { DisputeDialog, type DisputeTarget } from "~/workspace/money/dispute-dialog.tsx";
import { OwnDisputes } from "~/workspace/money/own-disputes.tsx";
import { PayCard } from "~/workspace/money/pay-card.tsx";
import { ReviewBar, useMayDispute } from "~/workspace/money/review-bar.tsx";
import { InvoiceStatus } from "~/workspace/money/status.tsx";

export default function Page() {
  const { invoiceId } = useParams<{ invoiceId: string }>();
  const asked = useSearchParams();
  const t = useTranslations("workspace.money");
  const trpc = useTRPC();
  const today = useToday();
  const invoice = useQuery(trpc.invoices.get.queryOptions({ invoiceId }));
  const [target, setTarget] = useState<DisputeTarget | null>(null);
  const { data } = invoice;
  const mayDispute = useMayDispute(data);
  const paid = asked.get("payment");
  return (
    <>
      <PageHeader
        title={data ? (data.number ?? t("invoiceInReview")) : t("invoice")}
        badge={data ? <InvoiceStatus invoice={data} today={today} /> : null}
        trail={[{ href: "/w/invoices", label: t("title") }]}
        description={data ? <Period from={data.periodFrom} to={data.periodTo} /> : " "}
        actions={data ? <FileMenu invoiceId={invoiceId} final={data.state === "finalised"} /> : null}
      />
      <Query of={invoice}>
        {(loaded) =>
          loaded === undefined ? (
            <Skeleton className="h-96 rounded-lg" />
          ) : (
            <div className="flex flex-col gap-4">
              {paid === "done" && loaded.settlement?.state !== "paid" ? <Notice>{t("paymentUnderWay")}</Notice> : null}
              {paid === "cancelled" ? <Notice tone="warn">{t("paymentCancelled")}</Notice> : null}
              <ReviewBar invoice={loaded} />
              <InvoiceView
                invoice={loaded}
                openAt={asked.get("line")}
                hrefOf={(id) => `/w/invoices/${id}`}
                renderUsage={(charge) => (
                  <Behind
                    invoiceId={invoiceId}
                    charge={charge}
                    onDispute={mayDispute ? (usage) => setTarget({ charge, usage }) : null}
                  />
                )}
                {...(mayDispute
                  ? {
                      lineActions: (charge) => (
                        <IconButton
                          size="sm"
                          label={t("disputeLineNumber", { number: charge.position + 1 })}
                          icon={<Flag aria-hidden />}
                          onClick={() => setTarget({ charge, usage: null })}
                        />
                      ),
                    }
                  : {})}
                aside={
                  <>
                    <PayCard invoice={loaded} />
                    <OwnDisputes invoice={loaded} />
                  </>
                }
              />
            </div>
          )
        }
      </Query>
      {target ? <DisputeDialog invoiceId={invoiceId} target={target} onClose={() => setTarget(null)} /> : null}
    </>
  );
}
