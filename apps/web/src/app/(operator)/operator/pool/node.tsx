"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ellipsis, Pencil } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { IconButton } from "~/ui/button.tsx";
import { Ago } from "~/ui/format.tsx";
import { Card, Facts } from "~/ui/layout.tsx";
import { DropdownMenu } from "~/ui/menu.tsx";
import { ConfirmDialog } from "~/ui/overlay.tsx";
import { ProgressBar, StatusDot, toneOf } from "~/ui/status.tsx";
import { toast } from "~/ui/toast.tsx";
import type { Pool } from "./page.tsx";
import { type PoolTrunk, TrunkDialog } from "./trunk-dialog.tsx";

type PoolNode = Pool["nodes"][number];

const STATES = ["active", "draining", "down"] as const;
type State = (typeof STATES)[number];

function Load({ label, inUse, max }: { label: string; inUse: number; max: number }) {
  const share = max > 0 ? inUse / max : 0;
  return (
    <div>
      <div className="mb-1 flex justify-between text-xs">
        <span className="text-muted">{label}</span>
        <span className="tabular">
          {inUse} / {max}
        </span>
      </div>
      <ProgressBar
        value={inUse}
        max={max}
        label={label}
        tone={share >= 0.95 ? "danger" : share >= 0.8 ? "warn" : "accent"}
      />
    </div>
  );
}

/** One PBX: what it carries, who owns it, when it was heard. */
export function Node({ node }: { node: PoolNode }) {
  const t = useTranslations("operator.pool");
  const label = useEnumLabel();
  const may = useMay()("platform.pool.write");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [wanted, setWanted] = useState<State | null>(null);
  const [editing, setEditing] = useState<PoolTrunk | "new" | null>(null);
  const change = useMutation(
    trpc.operator.pool.setState.mutationOptions({
      onSuccess: (_answer, { state }) => {
        toast.success(t("stateSet", { node: node.name, state: label("nodeState", state) }));
        setWanted(null);
        void queryClient.invalidateQueries({ queryKey: trpc.operator.pool.pathKey() });
      },
    }),
  );
  const tone = node.state === "active" && !node.alive ? "danger" : toneOf(node.state);
  return (
    <Card
      title={
        <span className="flex items-center gap-3">
          {node.name}
          <span className="text-xs font-normal">
            <StatusDot tone={tone} pulse={node.alive && node.state === "active"}>
              {node.state === "active" && !node.alive ? t("notReached") : label("nodeState", node.state)}
            </StatusDot>
          </span>
        </span>
      }
      actions={
        may ? (
          <DropdownMenu
            trigger={
              <IconButton size="sm" label={t("nodeMenu", { node: node.name })} icon={<Ellipsis aria-hidden />} />
            }
            groups={[
              STATES.filter((state) => state !== node.state).map((state) => ({
                key: state,
                label: t(`set.${state}`),
                danger: state === "down",
                onSelect: () => setWanted(state),
              })),
              [{ key: "addTrunk", label: t("addTrunk"), onSelect: () => setEditing("new") }],
            ]}
          />
        ) : null
      }
    >
      <div className="flex flex-col gap-3.5">
        <Load label={t("channels")} inUse={node.channelsInUse} max={node.maxChannels} />
        {Array.from<PoolTrunk>(node.trunks).map((trunk) => (
          <div key={trunk.id} className="flex items-end gap-2">
            <div className="min-w-0 flex-1">
              <Load
                label={
                  trunk.enabled
                    ? t("trunk", { name: trunk.name, rate: trunk.callsPerSecond })
                    : t("trunkOff", { name: trunk.name })
                }
                inUse={trunk.channelsInUse}
                max={trunk.maxChannels}
              />
            </div>
            {may ? (
              <IconButton
                size="sm"
                label={t("editTrunk", { name: trunk.name })}
                icon={<Pencil aria-hidden />}
                onClick={() => setEditing(trunk)}
              />
            ) : null}
          </div>
        ))}
        <Facts
          items={[
            { label: t("agentsOnDuty"), value: node.agentsOnDuty },
            { label: t("owner"), value: node.leaseOwner ?? t("noOwner") },
            { label: t("heard"), value: <Ago at={node.heartbeatAt} /> },
          ]}
        />
      </div>
      <ConfirmDialog
        open={wanted !== null}
        onOpenChange={() => setWanted(null)}
        title={wanted ? t(`confirm.${wanted}`, { node: node.name }) : ""}
        description={wanted ? t(`confirmHint.${wanted}`, { agents: node.agentsOnDuty }) : ""}
        confirmText={wanted ? t(`set.${wanted}`) : ""}
        tone={wanted === "down" ? "danger" : "primary"}
        busy={change.isPending}
        onConfirm={() => {
          if (wanted) change.mutate({ nodeId: node.id, state: wanted });
        }}
      />
      {editing ? (
        <TrunkDialog node={node} trunk={editing === "new" ? null : editing} onClose={() => setEditing(null)} />
      ) : null}
    </Card>
  );
}
