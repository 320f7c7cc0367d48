"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Ban, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { DateTime, PhoneNumber, useNow } from "~/ui/format.tsx";
import { Card, EmptyState, PageHeader } from "~/ui/layout.tsx";
import { LoadMore } from "~/ui/load-more.tsx";
import { ConfirmDialog } from "~/ui/overlay.tsx";
import { Query } from "~/ui/query.tsx";
import { Badge } from "~/ui/status.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { toast } from "~/ui/toast.tsx";
import { AddDncDialog } from "~/workspace/lists/add-dnc-dialog.tsx";
import { useWord } from "~/workspace/words.ts";

type Entry = RouterOutputs["dnc"]["list"]["items"][number];

export default function Page() {
  const t = useTranslations("workspace.dnc");
  const word = useWord();
  const may = useMay();
  const now = useNow(60_000);
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Entry | null>(null);
  const entries = useInfiniteQuery(
    trpc.dnc.list.infiniteQueryOptions({ limit: 100 }, { getNextPageParam: (page) => page.nextCursor }),
  );
  const remove = useMutation(
    trpc.dnc.remove.mutationOptions({
      onSuccess: async () => {
        toast.success(t("removed"));
        await queryClient.invalidateQueries({ queryKey: trpc.dnc.pathKey() });
      },
      onSettled: () => setRemoving(null),
    }),
  );
  const rows = entries.data?.pages.flatMap((page) => page.items);
  const reasonText = (row: Entry): string =>
    row.reason.startsWith("disposition:")
      ? `${word("dncReason", "disposition")}: ${row.reason.slice("disposition:".length)}`
      : row.reason;
  const addButton = may("dnc.write") ? (
    <Button tone="primary" icon={<Plus aria-hidden />} onClick={() => setAdding(true)}>
      {t("add")}
    </Button>
  ) : null;
  const columns: Column<Entry>[] = [
    {
      key: "phone",
      header: t("phone"),
      width: "14rem",
      csv: (row) => row.phone,
      cell: (row) => <PhoneNumber phone={row.phone} />,
    },
    { key: "reason", header: t("reason"), csv: reasonText, cell: reasonText },
    {
      key: "since",
      header: t("since"),
      width: "11rem",
      csv: (row) => row.createdAt.toISOString(),
      cell: (row) => <DateTime at={row.createdAt} />,
    },
    {
      key: "until",
      header: t("until"),
      width: "13rem",
      csv: (row) => row.expiresAt?.toISOString(),
      cell: (row) =>
        row.expiresAt ? (
          <span className="flex items-center gap-2">
            <DateTime at={row.expiresAt} style="date" />
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
      width: "9rem",
      align: "right",
      cell: (row) =>
        may("dnc.write") ? (
          <Button size="sm" className="-my-1" onClick={() => setRemoving(row)}>
            {t("remove")}
          </Button>
        ) : null,
    },
  ];
  return (
    <>
      <PageHeader title={t("title")} description={t("hint")} actions={addButton} />
      <Query of={entries}>
        {() => (
          <Card flush>
            <Table
              label={t("title")}
              columns={columns}
              rows={rows}
              rowKey={(row) => row.id}
              exportName="do-not-call"
              empty={
                <EmptyState icon={<Ban aria-hidden />} title={t("empty")} action={addButton}>
                  {t("emptyHint")}
                </EmptyState>
              }
              footer={
                <LoadMore
                  shown={rows?.length ?? 0}
                  hasMore={entries.hasNextPage}
                  loading={entries.isFetchingNextPage}
                  onMore={() => void entries.fetchNextPage()}
                />
              }
            />
          </Card>
        )}
      </Query>
      {adding ? <AddDncDialog onClose={() => setAdding(false)} /> : null}
      <ConfirmDialog
        open={removing !== null}
        onOpenChange={(open) => !open && setRemoving(null)}
        title={t("removeTitle", { phone: removing?.phone ?? "" })}
        description={t("removeHint")}
        confirmText={t("remove")}
        busy={remove.isPending}
        onConfirm={() => removing && remove.mutate({ id: removing.id })}
      />
    </>
  );
}
