"use client";
import { useQuery } from "@tanstack/react-query";
import { Download, FileSpreadsheet } from "lucide-react";
import { useParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Day, Period } from "~/ui/format.tsx";
import { Card, Facts, PageHeader } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { Badge, Skeleton, toneOf } from "~/ui/status.tsx";
import { InvoiceLines } from "~/workspace/money/invoice-lines.tsx";
import { type ChargeView, type InvoiceView, UsageSheet } from "~/workspace/money/usage-sheet.tsx";

export default function Page() {
  const { invoiceId } = useParams<{ invoiceId: string }>();
  const t = useTranslations("workspace.money");
  const label = useEnumLabel();
  const trpc = useTRPC();
  const invoice = useQuery(trpc.invoices.get.queryOptions({ invoiceId }));
  const [open, setOpen] = useState<ChargeView | null>(null);
  const { data } = invoice;
  const file = (ending: string): string => `/api/invoices/${invoiceId}.${ending}`;
  return (
    <>
      <PageHeader
        title={data?.number ?? t("invoice")}
        badge={data ? <Badge tone={toneOf(data.state)}>{label("invoiceState", data.state)}</Badge> : null}
        trail={[{ href: "/w/invoices", label: t("title") }]}
        description={data ? <Period from={data.periodFrom} to={data.periodTo} /> : " "}
        actions={
          <>
            <Button asChild>
              <a href={file("csv?of=usage")} download>
                <FileSpreadsheet aria-hidden />
                {t("csvUsage")}
              </a>
            </Button>
            <Button asChild>
              <a href={file("csv")} download>
                <FileSpreadsheet aria-hidden />
                {t("csvLines")}
              </a>
            </Button>
            <Button asChild tone="primary">
              <a href={file("pdf")} download>
                <Download aria-hidden />
                {t("pdf")}
              </a>
            </Button>
          </>
        }
      />
      <Query of={invoice}>
        {(loaded) =>
          loaded === undefined ? (
            <Card>
              <Skeleton className="h-96" />
            </Card>
          ) : (
            <div className="flex flex-col gap-4">
              <Card>
                <div className="grid grid-cols-3 items-start gap-8">
                  <Party title={t("issuer")} party={loaded.parties.issuer} />
                  <Party title={t("client")} party={loaded.parties.client} />
                  <Facts
                    items={[
                      { label: t("number"), value: loaded.number ?? "—" },
                      { label: t("contract"), value: loaded.parties.contract.reference },
                      { label: t("issued"), value: <Day date={loaded.issuedAt?.toISOString()} /> },
                      { label: t("due"), value: <Day date={loaded.dueOn} /> },
                    ]}
                  />
                </div>
              </Card>
              <Card flush>
                <InvoiceLines invoice={loaded} onOpen={setOpen} />
              </Card>
              <p className="text-xs text-muted">
                {t("counted", { seconds: loaded.minTalkMs.map((ms) => ms / 1000).join(", ") })}
              </p>
            </div>
          )
        }
      </Query>
      {open ? <UsageSheet invoiceId={invoiceId} charge={open} onClose={() => setOpen(null)} /> : null}
    </>
  );
}

type AnyParty = InvoiceView["parties"]["issuer"] | InvoiceView["parties"]["client"];

function Party({ title, party }: { title: string; party: AnyParty }) {
  const t = useTranslations("workspace.money");
  return (
    <section>
      <h2 className="text-xs text-muted">{title}</h2>
      <p className="mt-0.5 text-base font-semibold">{party.name}</p>
      <address className="text-sm text-muted not-italic">
        {party.addressLines.map((line) => (
          <span key={line} className="block">
            {line}
          </span>
        ))}
        {party.taxNumber ? <span className="block">{t("taxNumber", { number: party.taxNumber })}</span> : null}
        {"bankDetails" in party && party.bankDetails ? <span className="block">{party.bankDetails}</span> : null}
      </address>
    </section>
  );
}
