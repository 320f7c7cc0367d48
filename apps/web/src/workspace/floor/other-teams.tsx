"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useMutation } from "@tanstack/react-query";
import { LogOut } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { IconButton } from "~/ui/button.tsx";
import { Card } from "~/ui/layout.tsx";
import { ConfirmDialog } from "~/ui/overlay.tsx";
import { StatusDot, toneOf } from "~/ui/status.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { toast } from "~/ui/toast.tsx";

type Other = RouterOutputs["floor"]["live"]["others"][number];

/** People of other teams, whom a team leader may take off duty and no more (R8). */
export function OtherTeams({ others }: { others: readonly Other[] }) {
  const t = useTranslations("workspace.floor");
  const label = useEnumLabel();
  const trpc = useTRPC();
  const [kicking, setKicking] = useState<Other | null>(null);
  const kick = useMutation(
    trpc.floor.kick.mutationOptions({
      onSuccess: () => kicking && toast.success(t("kicked", { name: kicking.name })),
      onSettled: () => setKicking(null),
    }),
  );
  if (others.length === 0) return null;
  const columns: Column<Other>[] = [
    {
      key: "name",
      header: t("agent"),
      sort: (row) => row.name,
      cell: (row) => <span className="font-medium">{row.name}</span>,
    },
    { key: "seat", header: t("seat"), width: "8rem", cell: (row) => <span className="text-muted">{row.seat}</span> },
    {
      key: "state",
      header: t("state"),
      width: "11rem",
      cell: (row) => <StatusDot tone={toneOf(row.state)}>{label("dutyState", row.state)}</StatusDot>,
    },
    {
      key: "actions",
      header: t("kick"),
      hideHeader: true,
      width: "3rem",
      align: "right",
      cell: (row) => (
        <IconButton
          className="-my-1"
          size="sm"
          label={t("kickName", { name: row.name })}
          icon={<LogOut aria-hidden />}
          onClick={() => setKicking(row)}
        />
      ),
    },
  ];
  return (
    <Card flush className="mt-4" title={t("otherTeams")} description={t("otherTeamsHint")}>
      <Table label={t("otherTeams")} columns={columns} rows={others} rowKey={(row) => row.membershipId} empty={null} />
      <ConfirmDialog
        open={kicking !== null}
        onOpenChange={(open) => !open && setKicking(null)}
        title={t("kickTitle", { name: kicking?.name ?? "" })}
        description={t(kicking?.state === "talking" || kicking?.state === "wrapup" ? "kickBusy" : "kickIdle")}
        confirmText={t("kick")}
        busy={kick.isPending}
        onConfirm={() => kicking && kick.mutate({ membershipId: kicking.membershipId })}
      />
    </Card>
  );
}
