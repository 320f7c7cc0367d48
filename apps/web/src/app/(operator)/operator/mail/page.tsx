"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Mail as MailIcon, RotateCcw } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ALL_CLIENTS, ClientFilter, ofClient } from "~/finance/client-filter.tsx";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { DateTime } from "~/ui/format.tsx";
import { Card, EmptyState, Facts, PageHeader } from "~/ui/layout.tsx";
import { Sheet } from "~/ui/overlay.tsx";
import { Paged } from "~/ui/paged.tsx";
import { Select } from "~/ui/select.tsx";
import { Badge, toneOf } from "~/ui/status.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { toast } from "~/ui/toast.tsx";

type Mail = RouterOutputs["operator"]["mail"]["list"]["items"][number];

const STATES = ["all", "queued", "sent", "held", "failed"] as const;

export default function Page() {
  const t = useTranslations("finance.mail");
  const label = useEnumLabel();
  const trpc = useTRPC();
  const asked = useSearchParams().get("client");
  const [tenantId, setTenantId] = useState(asked ?? ALL_CLIENTS);
  const [state, setState] = useState<(typeof STATES)[number]>("all");
  const [open, setOpen] = useState<Mail | null>(null);
  const query = useInfiniteQuery(
    trpc.operator.mail.list.infiniteQueryOptions(
      { ...ofClient(tenantId), ...(state === "all" ? {} : { state }), limit: 100 },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  );
  const columns = useColumns();
  return (
    <>
      <PageHeader title={t("title")} description={t("hint")} />
      <Card flush>
        <Paged of={query}>
          {(items, foot) => (
            <Table
              label={t("title")}
              columns={columns}
              rows={items}
              rowKey={(row) => row.id}
              onOpen={setOpen}
              exportName="mail"
              toolbar={
                <>
                  <ClientFilter value={tenantId} onChange={setTenantId} />
                  <Select
                    size="sm"
                    className="w-36"
                    aria-label={t("state")}
                    value={state}
                    onChange={setState}
                    options={STATES.map((one) => ({
                      value: one,
                      label: one === "all" ? t("all") : label("mailState", one),
                    }))}
                  />
                </>
              }
              footer={foot}
              empty={
                <EmptyState icon={<MailIcon />} title={t("empty")}>
                  {t("emptyHint")}
                </EmptyState>
              }
            />
          )}
        </Paged>
      </Card>
      {open ? <MailSheet mail={open} onDone={() => setOpen(null)} /> : null}
    </>
  );
}

function useColumns(): Column<Mail>[] {
  const t = useTranslations("finance.mail");
  const label = useEnumLabel();
  return [
    {
      key: "subject",
      header: t("subject"),
      cell: (row) => (
        <>
          <span className="line-clamp-2 font-medium whitespace-normal">{row.subject}</span>
          {row.recipients.length > 0 ? (
            <span className="block truncate text-xs text-muted">{row.recipients.join(", ")}</span>
          ) : (
            <span className="block text-xs text-warn">{t("noRecipient")}</span>
          )}
        </>
      ),
      csv: (row) => row.subject,
    },
    {
      key: "client",
      header: t("client"),
      cell: (row) => row.tenantName,
      csv: (row) => row.tenantName,
      width: "10.5rem",
    },
    {
      key: "recipients",
      header: t("recipients"),
      fileOnly: true,
      cell: () => null,
      csv: (row) => row.recipients.join(" "),
    },
    {
      key: "kind",
      header: t("kind"),
      cell: (row) => t(`kinds.${row.kind as "invoice"}`),
      csv: (row) => row.kind,
      width: "6.5rem",
    },
    {
      key: "state",
      header: t("state"),
      cell: (row) => <Badge tone={toneOf(row.state)}>{label("mailState", row.state)}</Badge>,
      csv: (row) => row.state,
      width: "6.5rem",
    },
    {
      key: "at",
      header: t("at"),
      cell: (row) => <DateTime at={row.sentAt ?? row.createdAt} />,
      csv: (row) => (row.sentAt ?? row.createdAt).toISOString(),
      align: "right",
      width: "7.5rem",
    },
  ];
}

function MailSheet({ mail, onDone }: { mail: Mail; onDone: () => void }) {
  const t = useTranslations("finance.mail");
  const label = useEnumLabel();
  const may = useMay()("platform.billing.close");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const retry = useMutation(
    trpc.operator.mail.retry.mutationOptions({
      onSuccess: () => {
        toast.success(t("queued"));
        onDone();
        void queryClient.invalidateQueries({ queryKey: trpc.operator.mail.pathKey() });
      },
    }),
  );
  const stuck = mail.state === "held" || mail.state === "failed";
  return (
    <Sheet
      open
      onOpenChange={onDone}
      wide
      title={mail.subject}
      description={mail.tenantName}
      footer={
        stuck && may ? (
          <Button
            tone="primary"
            icon={<RotateCcw aria-hidden />}
            busy={retry.isPending}
            onClick={() => retry.mutate({ tenantId: mail.tenantId, mailId: mail.id })}
          >
            {t("retry")}
          </Button>
        ) : null
      }
    >
      <div className="flex flex-col gap-4">
        <Facts
          items={[
            {
              label: t("state"),
              value: <Badge tone={toneOf(mail.state)}>{label("mailState", mail.state)}</Badge>,
            },
            { label: t("recipients"), value: mail.recipients.join(", ") || t("noRecipient") },
            { label: t("sentAt"), value: <DateTime at={mail.sentAt} /> },
            ...(mail.failure ? [{ label: t("failure"), value: mail.failure }] : []),
            ...(mail.documents.length > 0
              ? [
                  {
                    label: t("documents"),
                    value: mail.documents.map((one) =>
                      one.document === "report" ? (
                        // A report is its client's; what was sent can be read in the client's workspace alone.
                        <span key={one.savedId} className="block">
                          {one.document}
                        </span>
                      ) : (
                        <a
                          key={one.invoiceId}
                          className="block text-accent hover:underline"
                          href={`/api/invoices/${one.invoiceId}.pdf?tenantId=${mail.tenantId}`}
                        >
                          {one.document}
                        </a>
                      ),
                    ),
                  },
                ]
              : []),
          ]}
        />
        <p className="rounded-md bg-sunken px-4 py-3 text-sm whitespace-pre-wrap">{mail.body}</p>
      </div>
    </Sheet>
  );
}
