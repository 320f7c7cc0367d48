"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { type FloorAlert, floorAlerts } from "@callbay/domain/floor-alerts";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "~/trpc/client.tsx";
import { useNow } from "~/ui/format.tsx";

export type FloorLive = RouterOutputs["floor"]["live"];
export type FloorPulse = RouterOutputs["floor"]["pulse"];

export interface ShownAlert extends FloorAlert {
  /** Who took notice of it; null: nobody yet. */
  readonly acknowledged: FloorPulse["acknowledged"][number] | null;
}

/** Events tell of agents; answers and waiting customers are asked for. */
const PULSE_MS = 5_000;

/** The floor as it is watched: time alone makes an alert, so that they are worked out here, each second. */
export function useFloorPulse(live: FloorLive | undefined) {
  const trpc = useTRPC();
  const pulse = useQuery(
    trpc.floor.pulse.queryOptions(undefined, { refetchInterval: PULSE_MS, meta: { quiet: true } }),
  );
  const tick = useNow(1_000);
  const data = pulse.data;
  const alerts: readonly ShownAlert[] =
    live && data && tick !== null
      ? floorAlerts({ ...data, agents: live.agents }, data.settings, new Date(tick)).map((alert) => ({
          ...alert,
          acknowledged: data.acknowledged.find(({ key }) => key === alert.key) ?? null,
        }))
      : [];
  return { pulse, alerts };
}
