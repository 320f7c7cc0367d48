"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Ban, FileUp, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { DateTime, LastDay, PhoneNumber, useNow } from "~/ui/format.tsx";
import { Card, EmptyState } from "~/ui/layout.tsx";
import { Paged } from "~/ui/paged.tsx";
import { Select } from "~/ui/select.tsx";
import { Badge } from "~/ui/status.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { useReasonText } from "./reason.ts";
import { RemoveEntry } from "./remove-entry.tsx";

const AddDncDialog = dynamic(() => import("~/workspace/lists/add-dnc-dialog.tsx").then((it) => it.AddDncDialog));

const UploadNumbers = dynamic(() => import("./upload-numbers.tsx").then((it) => it.UploadNumbers));

export type Entry = RouterOutputs["dnc"]["list"]["items"][number];

const ALL = "all";
const WORKSPACE = "workspace";

/** The numbers of the workspace's lists: of all of them, of the one that binds every campaign, or of one campaign's. */
export function EntriesCard() {
  const t = useTranslations("dnc.entries");
  const d = useTranslations("dnc");
  const reasonText = useReasonText();
  const may = useMay();
  const now = useNow(60_000);
  const trpc = useTRPC();
  const [scope, setScope] = useState(ALL);
  const [adding, setAdding] = useState(false);
  const [uploading, setUploading] = useState(false);
  const [removing, setRemoving] = useState<Entry | null>(null);
  const campaigns = useQuery({ ...trpc.campaigns.list.queryOptions(), enabled: may("campaign.read") });
  const campaignId = scope === ALL ? undefined : scope === WORKSPACE ? null : scope;
  const entries = useInfiniteQuery(
    trpc.dnc.list.infiniteQueryOptions({ limit: 100, campaignId }, { getNextPageParam: (page) => page.nextCursor }),
  );
  const nameOf = (id: string | null): string =>
    id === null ? t("wholeWorkspace") : (campaigns.data?.find((one) => one.id === id)?.name ?? "");
  const target = { campaignId: campaignId ?? null, name: campaignId ? nameOf(campaignId) : null };
  const addButton = may("dnc.write") ? (
    <Button icon={<Plus aria-hidden />} onClick={() => setAdding(true)}>
      {t("add")}
    </Button>
  ) : null;
  const columns: Column<Entry>[] = [
    {
      key: "phone",
      header: t("phone"),
      width: "9.5rem",
      csv: (row) => row.phone,
      cell: (row) => <PhoneNumber phone={row.phone} />,
    },
    {
      key: "reason",
      header: t("reason"),
      csv: (row) => reasonText(row.reason),
      cell: (row) => <span title={reasonText(row.reason)}>{reasonText(row.reason)}</span>,
    },
    {
      key: "scope",
      header: d("scope.label"),
      width: "10rem",
      csv: (row) => nameOf(row.campaignId),
      cell: (row) => nameOf(row.campaignId),
    },
    {
      key: "since",
      header: t("since"),
      width: "8.5rem",
      csv: (row) => row.createdAt.toISOString(),
      cell: (row) => <DateTime at={row.createdAt} />,
    },
    {
      key: "until",
      header: t("until"),
      width: "10.5rem",
      csv: (row) => row.expiresAt?.toISOString(),
      cell: (row) =>
        row.expiresAt ? (
          <span className="flex items-center gap-2">
            <LastDay at={row.expiresAt} />
            {now !== null && row.expiresAt.getTime() <= now ? <Badge>{t("expired")}</Badge> : null}
          </span>
        ) : (
          <span className="text-muted">{t("forGood")}</span>
        ),
    },
    {
      key: "actions",
      header: t("remove"),
      hideHeader: true,
      width: "8rem",
      align: "right",
      cell: (row) =>
        may("dnc.write") ? (
          <Button size="sm" className="-my-1" onClick={() => setRemoving(row)}>
            {t("remove")}
          </Button>
        ) : null,
    },
  ];
  const scopes = [
    { value: ALL, label: d("scope.all") },
    { value: WORKSPACE, label: d("scope.workspace") },
    ...(campaigns.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <Paged of={entries}>
      {(rows, foot) => (
        <Card flush>
          <Table
            label={t("title")}
            columns={columns}
            rows={rows}
            rowKey={(row) => row.id}
            exportName="do-not-call"
            toolbar={
              <div className="flex items-center gap-2">
                <Select
                  size="sm"
                  className="w-56"
                  aria-label={d("scope.label")}
                  value={scope}
                  onChange={setScope}
                  options={scopes}
                />
                {may("dnc.write") ? (
                  <Button size="sm" icon={<FileUp aria-hidden />} onClick={() => setUploading(true)}>
                    {d("registers.upload")}
                  </Button>
                ) : null}
                {may("dnc.write") ? (
                  <Button size="sm" tone="primary" icon={<Plus aria-hidden />} onClick={() => setAdding(true)}>
                    {t("add")}
                  </Button>
                ) : null}
              </div>
            }
            empty={
              <EmptyState icon={<Ban aria-hidden />} title={t("empty")} action={addButton}>
                {t("emptyHint")}
              </EmptyState>
            }
            footer={foot}
          />
          {adding ? <AddDncDialog target={target} onClose={() => setAdding(false)} /> : null}
          {uploading ? (
            <UploadNumbers side="tenant" target={{ kind: "list", ...target }} onDone={() => setUploading(false)} />
          ) : null}
          {removing ? <RemoveEntry entry={removing} onDone={() => setRemoving(null)} /> : null}
        </Card>
      )}
    </Paged>
  );
}
