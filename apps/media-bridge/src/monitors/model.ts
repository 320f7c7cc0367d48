import type { MonitorSnapshot } from "@callbay/domain/monitor";

/**
 * A listening under way on this node. What it has on the PBX is its own: nothing of it ever enters an agent's standing
 * bridge, so that nothing of it can be left there.
 */
export interface Monitor {
  readonly tenantId: string;
  readonly monitorId: string;
  readonly callId: string;
  /** The agent's. */
  readonly dutySessionId: string;
  /** Who listens. */
  readonly membershipId: string;
  readonly username: string;
  readonly announced: boolean;
  readonly boothId: string;
  is: MonitorSnapshot;
  /** The leg of who listens, while it rings or stands. */
  legId: string | null;
  /** The copy that they hear now. */
  earId: string | null;
  /** The copy by which the agent hears the tone. */
  markId: string | null;
  /** Was the agent told by a tone already? */
  isMarked: boolean;
  /** Is a request under way, so that a snapshot may not show its channel yet? */
  isStarting: boolean;
  cancelDeadline: (() => void) | null;
}
