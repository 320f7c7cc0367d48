"use client";
import { useQuery } from "@tanstack/react-query";
import { FileText, ReceiptText } from "lucide-react";
import { useTranslations } from "next-intl";
import { lastDayOf } from "~/contract/last-day.ts";
import { TermsView } from "~/contract/terms-view.tsx";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Day } from "~/ui/format.tsx";
import { Card, EmptyState, Facts, PageHeader } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { Query } from "~/ui/query.tsx";
import { Badge, Skeleton, toneOf } from "~/ui/status.tsx";

export default function Page() {
  const t = useTranslations("workspace.contracts");
  const label = useEnumLabel();
  const trpc = useTRPC();
  const contracts = useQuery(trpc.contracts.mine.queryOptions({}));
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("hint")}
        actions={
          <Button asChild>
            <Link href="/w/invoices">
              <ReceiptText aria-hidden />
              {t("toInvoices")}
            </Link>
          </Button>
        }
      />
      <Query of={contracts}>
        {(data) =>
          data === undefined ? (
            <Card>
              <Skeleton className="h-64" />
            </Card>
          ) : data.items.length === 0 ? (
            <Card>
              <EmptyState icon={<FileText aria-hidden />} title={t("empty")}>
                {t("emptyHint")}
              </EmptyState>
            </Card>
          ) : (
            <div className="flex flex-col gap-4">
              {data.items.map((contract) => (
                <Card
                  key={contract.id}
                  title={
                    <span className="flex items-center gap-2.5">
                      {contract.reference}
                      <Badge tone={toneOf(contract.state)}>{label("contractState", contract.state)}</Badge>
                    </span>
                  }
                >
                  <div className="grid grid-cols-[18rem_minmax(0,1fr)] items-start gap-8">
                    <Facts
                      items={[
                        { label: t("with"), value: contract.legalEntity.name },
                        { label: t("form"), value: label("contractForm", contract.form) },
                        { label: t("currency"), value: contract.currency },
                        { label: t("starts"), value: <Day date={contract.startsOn} /> },
                        { label: t("ends"), value: contract.endsOn ? <Day date={contract.endsOn} /> : t("noEnd") },
                        {
                          label: t("billedThrough"),
                          value: contract.billedThrough ? <Day date={contract.billedThrough} /> : t("notYet"),
                        },
                      ]}
                    />
                    <div className="flex flex-col gap-6">
                      {contract.versions
                        .toSorted((a, b) => b.version - a.version)
                        .map((version) => (
                          <TermsView
                            key={version.id}
                            version={version}
                            currency={contract.currency}
                            lastDay={lastDayOf(version, contract)}
                          />
                        ))}
                    </div>
                  </div>
                </Card>
              ))}
            </div>
          )
        }
      </Query>
    </>
  );
}
