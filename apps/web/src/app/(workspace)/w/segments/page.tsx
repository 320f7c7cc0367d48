"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, Target, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useCallback, useState } from "react";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button, IconButton } from "~/ui/button.tsx";
import { DateTime } from "~/ui/format.tsx";
import { Card, EmptyState, PageHeader } from "~/ui/layout.tsx";
import { ConfirmDialog } from "~/ui/overlay.tsx";
import { Query } from "~/ui/query.tsx";
import { SearchField } from "~/ui/search-field.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { toast } from "~/ui/toast.tsx";
import type { Segment } from "~/workspace/segments/segment-sheet.tsx";
import { useSegmentWords } from "~/workspace/segments/words.ts";

const SegmentSheet = dynamic(() => import("~/workspace/segments/segment-sheet.tsx").then((it) => it.SegmentSheet));

/** Target groups: who of a list is called. */
export default function Page() {
  const t = useTranslations("segments.page");
  const may = useMay();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const words = useSegmentWords();
  const segments = useQuery(trpc.segments.list.queryOptions({}));
  const [search, setSearch] = useState("");
  const onSearch = useCallback((text: string) => setSearch(text.toLowerCase()), []);
  const [editing, setEditing] = useState<Segment | "new" | null>(null);
  const [deleting, setDeleting] = useState<Segment | null>(null);
  const remove = useMutation(
    trpc.segments.delete.mutationOptions({
      onSuccess: () => void toast.success(t("deleted")),
      onSettled: () => {
        setDeleting(null);
        return queryClient.invalidateQueries({ queryKey: trpc.segments.pathKey() });
      },
    }),
  );
  const writes = may("list.write");
  const create = writes ? (
    <Button tone="primary" icon={<Plus aria-hidden />} onClick={() => setEditing("new")}>
      {t("create")}
    </Button>
  ) : null;
  const campaigns = (row: Segment): string => row.campaigns.map(({ name }) => name).join(", ");
  const columns: Column<Segment>[] = [
    {
      key: "name",
      header: t("name"),
      width: "15rem",
      sort: (row) => row.name,
      csv: (row) => row.name,
      cell: (row) =>
        writes ? (
          <button type="button" className="font-medium hover:underline" onClick={() => setEditing(row)}>
            {row.name}
          </button>
        ) : (
          <span className="font-medium">{row.name}</span>
        ),
    },
    {
      key: "words",
      header: t("words"),
      csv: (row) => words(row.filter),
      cell: (row) => (
        <span className="block truncate text-muted" title={words(row.filter)}>
          {words(row.filter)}
        </span>
      ),
    },
    {
      key: "campaigns",
      header: t("campaigns"),
      width: "11rem",
      csv: campaigns,
      cell: (row) => (
        <span className="block max-w-40 truncate" title={campaigns(row)}>
          {campaigns(row) || t("noCampaigns")}
        </span>
      ),
    },
    {
      key: "updated",
      header: t("updated"),
      width: "9rem",
      sort: (row) => row.updatedAt,
      csv: (row) => row.updatedAt.toISOString(),
      cell: (row) => <DateTime at={row.updatedAt} />,
    },
    {
      key: "delete",
      header: "",
      width: "3rem",
      cell: (row) =>
        writes && row.campaigns.length === 0 ? (
          <IconButton label={t("delete")} icon={<Trash2 aria-hidden />} size="sm" onClick={() => setDeleting(row)} />
        ) : null,
    },
  ];
  const found = segments.data?.filter((row) => `${row.name} ${words(row.filter)}`.toLowerCase().includes(search));
  return (
    <>
      <PageHeader title={t("title")} description={t("hint")} actions={create} />
      <Query of={segments}>
        {(data) => (
          <Card flush>
            <Table
              label={t("title")}
              columns={columns}
              rows={found}
              rowKey={(row) => row.id}
              exportName="target-groups"
              toolbar={<SearchField label={t("search")} onSearch={onSearch} />}
              empty={
                <EmptyState
                  icon={<Target aria-hidden />}
                  title={t("empty")}
                  action={data?.length === 0 ? create : null}
                >
                  {t("emptyHint")}
                </EmptyState>
              }
            />
          </Card>
        )}
      </Query>
      {editing ? (
        <SegmentSheet
          key={editing === "new" ? "new" : editing.id}
          segment={editing === "new" ? null : editing}
          onClose={() => setEditing(null)}
        />
      ) : null}
      {deleting ? (
        <ConfirmDialog
          open
          onOpenChange={(open) => !open && setDeleting(null)}
          title={t("deleteTitle", { name: deleting.name })}
          description={t("deleteHint")}
          confirmText={t("delete")}
          busy={remove.isPending}
          onConfirm={() => remove.mutate({ segmentId: deleting.id })}
        />
      ) : null}
    </>
  );
}
