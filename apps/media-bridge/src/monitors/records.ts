import type { MonitorSnapshot } from "@callbay/domain/monitor";
import type { VerbContext } from "@callbay/services/context";
import { closeNodeMonitors, recordMonitor } from "@callbay/services/monitor/record";

/** What a node's owner writes of listenings. */
export interface MonitorRecords {
  recordMonitor(tenantId: string, monitorId: string, monitor: MonitorSnapshot): Promise<void>;
  /** Ends all that are open on this node; answers which. */
  closeMonitors(): Promise<readonly string[]>;
}

/** Kept in Postgres by verbs under the fence of the node's lease. */
export function createMonitorRecords(by: {
  readonly nodeId: string;
  readonly fence: bigint;
  readonly context: (now?: Date) => VerbContext;
}): MonitorRecords {
  const { nodeId, fence, context } = by;
  return {
    recordMonitor: (tenantId, monitorId, { mode, steps, liveAt, endedAt, end }) =>
      recordMonitor(context(), {
        ...{ tenantId, nodeId, fence, monitorId, mode, liveAt, endedAt, end },
        steps: steps.map((step) => ({ ...step })),
      }),
    closeMonitors: () => closeNodeMonitors(context(), { nodeId, fence }),
  };
}
