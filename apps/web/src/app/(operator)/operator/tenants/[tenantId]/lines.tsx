"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { Phone, Plus, Server } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useMay } from "~/shell/me.tsx";
import { Button } from "~/ui/button.tsx";
import { Count, PhoneNumber } from "~/ui/format.tsx";
import { Card, EmptyState } from "~/ui/layout.tsx";
import { StatusDot, toneOf } from "~/ui/status.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { AddNumber, Attach } from "./line-dialogs.tsx";

type Got = RouterOutputs["operator"]["tenants"]["get"];
type Attachment = Got["attachments"][number];
type PhoneLine = Got["numbers"][number];

interface LinesProps {
  readonly numbers: Got["numbers"] | undefined;
  readonly attachments: Got["attachments"] | undefined;
  readonly tenantId: string;
}

/** What the client calls with: channels on nodes, and numbers to show. */
export function Lines({ numbers, attachments, tenantId }: LinesProps) {
  const t = useTranslations("operator.lines");
  const c = useTranslations("common");
  const label = useEnumLabel();
  const may = useMay()("platform.tenant.write");
  const [attaching, setAttaching] = useState<Attachment | "new" | null>(null);
  const [addingNumber, setAddingNumber] = useState(false);
  const attachmentColumns: Column<Attachment>[] = [
    {
      key: "node",
      header: t("node"),
      cell: (row) => <span className="font-medium">{row.nodeName}</span>,
      sort: (row) => row.nodeName,
    },
    {
      key: "state",
      header: t("state"),
      cell: (row) => <StatusDot tone={toneOf(row.nodeState)}>{label("nodeState", row.nodeState)}</StatusDot>,
      width: "9rem",
    },
    {
      key: "guaranteed",
      header: t("guaranteed"),
      cell: (row) => <Count value={row.guaranteedChannels} />,
      align: "right",
      width: "9rem",
    },
    {
      key: "burst",
      header: t("burst"),
      cell: (row) => <Count value={row.burstChannels} />,
      align: "right",
      width: "9rem",
    },
    {
      key: "routing",
      header: t("routing"),
      cell: (row) => label("routing", row.routing),
      width: "9rem",
    },
    {
      key: "edit",
      header: c("edit"),
      hideHeader: true,
      cell: (row) =>
        may ? (
          <Button size="sm" tone="ghost" onClick={() => setAttaching(row)}>
            {c("edit")}
          </Button>
        ) : null,
      align: "right",
      width: "6rem",
    },
  ];
  const numberColumns: Column<PhoneLine>[] = [
    {
      key: "e164",
      header: t("number"),
      cell: (row) => <PhoneNumber phone={row.e164} />,
      sort: (row) => row.e164,
      csv: (row) => row.e164,
      width: "14rem",
    },
    {
      key: "label",
      header: t("label"),
      cell: (row) => row.label || <span className="text-faint">—</span>,
      csv: (row) => row.label,
    },
  ];
  return (
    <div className="flex flex-col gap-4">
      <Card
        flush
        title={t("attachments")}
        description={t("attachmentsHint")}
        actions={
          may ? (
            <Button size="sm" icon={<Plus aria-hidden />} onClick={() => setAttaching("new")}>
              {t("attach")}
            </Button>
          ) : null
        }
      >
        <Table
          label={t("attachments")}
          columns={attachmentColumns}
          rows={attachments}
          rowKey={(row) => row.attachmentId}
          skeletonRows={1}
          empty={
            <EmptyState icon={<Server />} title={t("noAttachment")}>
              {t("noAttachmentHint")}
            </EmptyState>
          }
        />
      </Card>
      <Card
        flush
        title={t("numbers")}
        description={t("numbersHint")}
        actions={
          may ? (
            <Button size="sm" icon={<Plus aria-hidden />} onClick={() => setAddingNumber(true)}>
              {t("addNumber")}
            </Button>
          ) : null
        }
      >
        <Table
          label={t("numbers")}
          columns={numberColumns}
          rows={numbers}
          rowKey={(row) => row.numberId}
          skeletonRows={2}
          empty={
            <EmptyState icon={<Phone />} title={t("noNumber")}>
              {t("noNumberHint")}
            </EmptyState>
          }
        />
      </Card>
      {attaching ? (
        <Attach tenantId={tenantId} known={attaching === "new" ? null : attaching} onClose={() => setAttaching(null)} />
      ) : null}
      {addingNumber ? <AddNumber tenantId={tenantId} onClose={() => setAddingNumber(false)} /> : null}
    </div>
  );
}
