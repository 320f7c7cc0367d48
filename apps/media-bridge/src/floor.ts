import { type DutyEvent, type DutyRefusal, transition } from "@callbay/domain/duty-machine";
import type { LiveEvent } from "@callbay/jobs/events";
import type { PbxControl } from "@callbay/services/node/pbx";
import type { Logger } from "pino";
import { endEcho } from "./agents/echo.ts";
import type { Clock } from "./clock.ts";
import type { Agent, LiveCall, LivePhone, TrunkLimits } from "./model.ts";
import type { Monitor } from "./monitors/model.ts";
import type { EndedRecording } from "./recordings/fetch.ts";
import type { Records } from "./records.ts";
import { TrunkTurns } from "./trunk-turns.ts";
import type { Writes } from "./writes.ts";

export interface FloorMeasure {
  /** A person who answered hears an agent after so long. */
  joined(latencyMs: number): void;
  /** A trunk is asked to place a call. */
  placed(trunk: string): void;
}

export interface FloorParts {
  readonly pbx: PbxControl;
  readonly records: Records;
  readonly writes: Writes;
  readonly clock: Clock;
  readonly log: Logger;
  readonly newId: () => string;
  readonly secretKey: string;
  /** Brings an ended recording from the PBX into our storage. */
  readonly keepRecording: (recording: EndedRecording) => Promise<void>;
  /** Sends a live event to a tenant's screens, at once. */
  readonly publish: (tenantId: string, event: LiveEvent) => void;
  /** Counts what happens, for /metrics. */
  readonly measure?: FloorMeasure | undefined;
  /** Does our lease still hold, by our own clock, with some time to spare? */
  readonly mayAct: () => boolean;
}

/** Ids by which a line of the log is found. */
type Ids = Readonly<Record<string, unknown>>;

/**
 * The live agents and calls of one node, in memory, and the only hand that changes them. Handlers of PBX events
 * (`on/`), of commands and of orders work on it; each is one file. What they change they also queue for Postgres.
 */
export class Floor {
  readonly agents = new Map<string, Agent>();
  readonly calls = new Map<string, LiveCall>();
  /** Agents' channels, by id. */
  readonly legs = new Map<string, Agent>();
  /** Listenings under way, by id. */
  readonly monitors = new Map<string, Monitor>();
  /** Channels of outside numbers to which calls are transferred, by id. */
  readonly consults = new Map<string, LiveCall>();
  /** Recordings begun and not yet stored: id → whose. */
  readonly recordings = new Map<string, { tenantId: string; startedAt: Date }>();
  readonly trunks = new Map<string, TrunkLimits>();
  /** Telephones of seats whose accounts are on the node, by name. */
  readonly phones = new Map<string, LivePhone>();
  readonly turns = new TrunkTurns();
  /** Claims under way, per trunk. */
  readonly claiming = new Map<string, number>();
  nodeState: "active" | "draining" | "down" = "active";
  /** Called when an agent becomes ready. */
  onReady: (agent: Agent) => void = () => {};
  /** Called when an agent goes off. */
  onOff: (agent: Agent) => void = () => {};

  constructor(readonly parts: FloorParts) {}

  /** Runs an effect on the PBX; what goes wrong is logged, and events or the next reconciliation tell the rest. */
  attempt(what: string, effect: () => Promise<void>, ids: Ids = {}): Promise<boolean> {
    // Whose it is, as long as it is known: it may have left the floor when the effect fails.
    const whose = this.whose(ids);
    return effect().then(
      () => true,
      (error: unknown) => {
        this.parts.log.warn({ ...whose, ...ids, err: error }, `${what} failed`);
        return false;
      },
    );
  }

  private whose({ callId, dutySessionId }: Ids): Ids {
    const call = this.calls.get(String(callId));
    if (call) return { tenantId: call.order.tenantId, campaignId: call.order.campaignId };
    const agent = this.agents.get(String(dutySessionId));
    return agent ? { tenantId: agent.tenantId } : {};
  }

  /** Takes an agent one step along the drawn edges, and queues what that changes. Null: it was taken. */
  step(agent: Agent, event: DutyEvent, at: Date): DutyRefusal | null {
    const result = transition(agent.duty, event, at);
    if (!result.ok) return result.code;
    agent.duty = result.duty;
    if (result.opensInterval) agent.seq += 1;
    // What comes next may be a customer.
    if (result.closesInterval) endEcho(this, agent);
    this.writeDuty(agent);
    if (result.duty.state === "off") this.onOff(agent);
    else if (result.opensInterval && result.duty.state === "ready") this.onReady(agent);
    return null;
  }

  private writeDuty(agent: Agent): void {
    const { duty, seq, tenantId, dutySessionId } = agent;
    // Who hears of wrap-up may answer with a disposition at once: the end of that call must be on record by then.
    const endedCallId = duty.state === "wrapup" ? duty.currentCallId : null;
    this.parts.writes.push(dutyKey(dutySessionId), async () => {
      if (endedCallId) await this.parts.writes.written(callKey(endedCallId));
      const seat = await this.parts.records.recordDuty(tenantId, dutySessionId, seq, duty);
      agent.recordingEnabled = seat.recordingEnabled;
    });
  }

  /** Queues a write of a call. */
  writeCall(callId: string, write: (records: Records) => Promise<unknown>): void {
    this.parts.writes.push(callKey(callId), () => write(this.parts.records));
  }

  /** Forgets everything in memory, as before an adoption. */
  forget(): void {
    for (const agent of this.agents.values()) {
      agent.cancelNail?.();
      agent.cancelAway?.();
      agent.cancelEcho?.();
    }
    for (const call of this.calls.values()) call.cancelTimer?.();
    for (const monitor of this.monitors.values()) monitor.cancelDeadline?.();
    this.monitors.clear();
    for (const call of this.calls.values()) {
      call.cancelTimer?.();
      call.transfer?.cancelTimer?.();
    }
    this.agents.clear();
    this.calls.clear();
    this.legs.clear();
    this.consults.clear();
    this.recordings.clear();
  }

  channelsInUse(trunkId: string): number {
    let count = 0;
    for (const call of this.calls.values()) if (call.trunkId === trunkId) count += 1;
    for (const { transfer } of this.consults.values()) if (transfer?.order.trunkId === trunkId) count += 1;
    return count;
  }

  agentOf(call: LiveCall): Agent | null {
    return call.agentId === null ? null : (this.agents.get(call.agentId) ?? null);
  }
}

export function callKey(callId: string): string {
  return `call:${callId}`;
}

export function dutyKey(dutySessionId: string): string {
  return `duty:${dutySessionId}`;
}

export function monitorKey(monitorId: string): string {
  return `monitor:${monitorId}`;
}
