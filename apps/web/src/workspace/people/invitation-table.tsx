"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Mail } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Ago, DateTime } from "~/ui/format.tsx";
import { EmptyState } from "~/ui/layout.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { toast } from "~/ui/toast.tsx";

type Invitation = RouterOutputs["people"]["list"]["invitations"][number];

export function InvitationTable({ invitations }: { invitations: readonly Invitation[] | undefined }) {
  const t = useTranslations("workspace.people");
  const label = useEnumLabel();
  const may = useMay();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const withdraw = useMutation(
    trpc.people.withdrawInvitation.mutationOptions({
      onSuccess: () => {
        toast.success(t("withdrawn"));
        return queryClient.invalidateQueries({ queryKey: trpc.people.list.queryKey() });
      },
    }),
  );
  const columns: Column<Invitation>[] = [
    {
      key: "name",
      header: t("name"),
      width: "13rem",
      sort: (row) => row.name,
      cell: (row) => <span className="font-medium">{row.name}</span>,
    },
    { key: "email", header: t("email"), cell: (row) => <span className="text-muted">{row.email}</span> },
    { key: "role", header: t("role"), width: "11rem", cell: (row) => label("tenantRole", row.role) },
    {
      key: "at",
      header: t("invitedAt"),
      width: "10rem",
      sort: (row) => row.createdAt,
      cell: (row) => (
        <span className="text-muted">
          <Ago at={row.createdAt} />
        </span>
      ),
    },
    {
      key: "expires",
      header: t("expires"),
      width: "10rem",
      sort: (row) => row.expiresAt,
      cell: (row) => <DateTime at={row.expiresAt} />,
    },
    {
      key: "actions",
      header: t("withdraw"),
      hideHeader: true,
      width: "7rem",
      align: "right",
      cell: (row) =>
        may("person.invite") && row.employer === "client" ? (
          <Button
            size="sm"
            className="-my-1"
            busy={withdraw.isPending && withdraw.variables.invitationId === row.invitationId}
            onClick={() => withdraw.mutate({ invitationId: row.invitationId })}
          >
            {t("withdraw")}
          </Button>
        ) : null,
    },
  ];
  return (
    <Table
      label={t("tabInvitations")}
      columns={columns}
      rows={invitations}
      rowKey={(row) => row.invitationId}
      initialSort={{ key: "at", descending: true }}
      empty={
        <EmptyState icon={<Mail aria-hidden />} title={t("noInvitations")}>
          {t("noInvitationsHint")}
        </EmptyState>
      }
    />
  );
}
