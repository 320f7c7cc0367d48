import type { TrunkLimits } from "../model.ts";
import type { ReleaseReason } from "../records.ts";

/** An order older than this is given back: the agent it was meant for has long gone to another call. */
export const ORDER_MAX_AGE_MS = 3_000;

/** Whose turn it is takes it within this: it waits for the same moment. */
const TURN_MS = 5;

export interface AdmitFacts {
  readonly now: number;
  /** When the order was put on the queue. */
  readonly orderedAt: number;
  readonly nodeState: "active" | "draining" | "down";
  readonly pbxConnected: boolean;
  readonly trunk: TrunkLimits | undefined;
  /** Channels of the trunk in use. */
  readonly channelsInUse: number;
  /** Times of the trunk's placements within the last second, oldest first. */
  readonly placedAt: readonly number[];
  /** Does another client wait for this trunk that placed fewer calls lately? */
  readonly othersFirst: boolean;
}

export type Admission =
  | { readonly do: "place" }
  | { readonly do: "wait"; readonly ms: number }
  | { readonly do: "release"; readonly reason: ReleaseReason };

/** Place an order now, in a moment, or give it back, and why. Asked before the claim: what is claimed is not given back. */
export function admit(facts: AdmitFacts): Admission {
  const { now, trunk } = facts;
  const release = (reason: ReleaseReason): Admission => ({ do: "release", reason });
  if (now - facts.orderedAt > ORDER_MAX_AGE_MS) return release("order_late");
  if (facts.nodeState !== "active") return release("node_draining");
  if (!facts.pbxConnected) return release("pbx_away");
  if (!trunk) return release("trunk_gone");
  if (facts.channelsInUse >= trunk.maxChannels) return release("trunk_full");
  const recent = facts.placedAt.filter((at) => at > now - 1_000);
  if (recent.length < trunk.callsPerSecond) return facts.othersFirst ? { do: "wait", ms: TURN_MS } : { do: "place" };
  const oldest = recent.at(-trunk.callsPerSecond);
  const ms = oldest === undefined ? 1_000 : oldest + 1_000 - now;
  return now + ms - facts.orderedAt > ORDER_MAX_AGE_MS ? release("trunk_rate") : { do: "wait", ms: Math.max(1, ms) };
}
