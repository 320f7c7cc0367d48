"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { PhoneOutgoing, Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button, IconButton } from "~/ui/button.tsx";
import { PhoneNumber } from "~/ui/format.tsx";
import { Card, EmptyState, PageHeader } from "~/ui/layout.tsx";
import { ConfirmDialog } from "~/ui/overlay.tsx";
import { Query } from "~/ui/query.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { toast } from "~/ui/toast.tsx";
import { type CallerIdRule, RuleDialog } from "~/workspace/caller-ids/rule-dialog.tsx";

/** Which of the client's numbers is shown to which destinations. */
export default function Page() {
  const t = useTranslations("workspace.callerIds");
  const may = useMay()("campaign.write");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery(trpc.callerIds.list.queryOptions({}));
  const [editing, setEditing] = useState<CallerIdRule | "new" | null>(null);
  const [removing, setRemoving] = useState<CallerIdRule | null>(null);
  const remove = useMutation(
    trpc.callerIds.remove.mutationOptions({
      onSuccess: () => {
        toast.success(t("removed"));
        void queryClient.invalidateQueries({ queryKey: trpc.callerIds.pathKey() });
      },
      onSettled: () => setRemoving(null),
    }),
  );
  const canAdd = may && (query.data?.numbers.length ?? 0) > 0;
  const create = canAdd ? (
    <Button tone="primary" icon={<Plus aria-hidden />} onClick={() => setEditing("new")}>
      {t("add")}
    </Button>
  ) : null;
  const prefixOf = (row: CallerIdRule): string => (row.prefix ? `+${row.prefix}` : t("everywhere"));
  const columns: Column<CallerIdRule>[] = [
    {
      key: "prefix",
      header: t("prefix"),
      cell: (row) => <span className="font-medium tabular">{prefixOf(row)}</span>,
      sort: (row) => row.prefix,
      csv: prefixOf,
      width: "12rem",
    },
    {
      key: "campaign",
      header: t("campaign"),
      cell: (row) => row.campaignName ?? <span className="text-muted">{t("allCampaigns")}</span>,
      sort: (row) => row.campaignName ?? "",
      csv: (row) => row.campaignName ?? t("allCampaigns"),
    },
    {
      key: "number",
      header: t("shown"),
      cell: (row) => (
        <span className="flex items-baseline gap-2">
          <PhoneNumber phone={row.e164} />
          <span className="text-muted">{row.released ? t("released") : row.label}</span>
        </span>
      ),
      sort: (row) => row.e164,
      csv: (row) => row.e164,
      width: "20rem",
    },
    {
      key: "actions",
      header: t("actions"),
      hideHeader: true,
      cell: (row) =>
        may ? (
          <span className="flex justify-end gap-1">
            <Button size="sm" tone="ghost" onClick={() => setEditing(row)}>
              {t("change")}
            </Button>
            <IconButton
              size="sm"
              label={t("removeRule", { prefix: prefixOf(row) })}
              icon={<Trash2 aria-hidden />}
              onClick={() => setRemoving(row)}
            />
          </span>
        ) : null,
      align: "right",
      width: "10rem",
    },
  ];
  return (
    <>
      <PageHeader title={t("title")} description={t("hint")} actions={create} />
      <Query of={query}>
        {(data) => (
          <Card flush>
            <Table
              label={t("title")}
              columns={columns}
              rows={data?.rules}
              rowKey={(row) => row.ruleId}
              exportName="caller-ids"
              empty={
                <EmptyState icon={<PhoneOutgoing aria-hidden />} title={t("empty")} action={create}>
                  {data?.numbers.length === 0 ? t("noNumberHint") : t("emptyHint")}
                </EmptyState>
              }
            />
          </Card>
        )}
      </Query>
      {editing && query.data ? (
        <RuleDialog
          rule={editing === "new" ? null : editing}
          numbers={query.data.numbers}
          campaigns={query.data.campaigns}
          onClose={() => setEditing(null)}
        />
      ) : null}
      <ConfirmDialog
        open={removing !== null}
        onOpenChange={() => setRemoving(null)}
        title={removing ? t("removeRule", { prefix: prefixOf(removing) }) : ""}
        description={t("removeHint")}
        confirmText={t("remove")}
        busy={remove.isPending}
        onConfirm={() => {
          if (removing) remove.mutate({ ruleId: removing.ruleId });
        }}
      />
    </>
  );
}
