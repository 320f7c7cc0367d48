import type { ScriptState } from "@callbay/domain/agentless";
import type { Transfer } from "@callbay/domain/call-control";
import type { DutySnapshot } from "@callbay/domain/duty-machine";
import type { CallCard } from "@callbay/jobs/events";
import type { CallOrder } from "@callbay/services/call/claim";
import type { ScriptProgress } from "@callbay/services/call/script";
import type { TransferOrder } from "@callbay/services/call/transfer";

/** An agent on duty on this node, as its owner holds it. */
export interface Agent {
  readonly tenantId: string;
  readonly dutySessionId: string;
  readonly membershipId: string;
  readonly username: string;
  readonly password: string;
  readonly kind: "webrtc" | "sip";
  /** A seat's own telephone, which rings and is picked up by hand; its account outlives the duty. */
  readonly isDeskPhone: boolean;
  /** The standing bridge; never one that was used before. */
  readonly bridgeId: string;
  duty: DutySnapshot;
  /** Number of the duty interval that holds now. */
  seq: number;
  registered: boolean;
  /** The agent's channel while it rings or stands. */
  legId: string | null;
  /** Is the leg's originate under way, so that a snapshot may not show it yet? */
  legStarting: boolean;
  recordingEnabled: boolean;
  /** The call whose disposition came before its end. */
  disposedCallId: string | null;
  /** Failed tries to nail the softphone up, in a row. */
  nailFailures: number;
  cancelNail: (() => void) | null;
  /** Ends the session when its softphone stays away. */
  cancelAway: (() => void) | null;
  /** The call of a colleague to which this agent was asked; their leg is wherever that call wants it. */
  guestOf: string | null;
  /** What brings the agent's own voice back to them, while they test their line. */
  echoId: string | null;
  cancelEcho: (() => void) | null;
  /** On the way to another node: nothing is asked of the agent here any more. */
  moving: boolean;
}

export type CallPhase =
  | "dialing"
  | "ringing"
  /** The node listens for a machine. */
  | "detecting"
  /** A script speaks. */
  | "script"
  /** In need of an agent. */
  | "waiting"
  | "joining"
  | "joined"
  | "abandoning"
  /** A machine answered: its beep is waited for, a message left, or nothing more. */
  | "machine";

/** A script under way, with the numbers of its last playback and its last wait. */
export interface LiveScript {
  state: ScriptState;
  playback: number;
  wait: number;
}

/** A seat's telephone, whose account is on this node whether anybody is on duty with it or not. */
export interface LivePhone {
  readonly tenantId: string;
  readonly id: string;
  readonly generation: number;
  registered: boolean;
}

/** A call on its way to somebody else. */
export interface LiveTransfer {
  readonly id: string;
  readonly order: TransferOrder;
  state: Transfer;
  /** Of a number its own channel, of an agent their leg; null while nobody is called. */
  channelId: string | null;
  /** The duty session of the agent who was asked. */
  agentId: string | null;
  answeredAt: Date | null;
  /** The bridge in which the target is; null: in none, with music or what the network plays. */
  at: string | null;
  /** Is the originate request under way, so that a snapshot may not show the channel yet? */
  placing: boolean;
  cancelTimer: (() => void) | null;
}

/** A call under way on this node. */
export interface LiveCall {
  readonly order: CallOrder;
  /** The trunk that it goes over now, and those that failed it before. */
  trunkId: string;
  readonly tried: string[];
  readonly startedAt: Date;
  /** When it was placed over its present trunk. */
  placedAt: Date;
  /** Something rang or sounded, or could have unheard: from then on it never goes over another trunk. */
  mayHaveRung: boolean;
  phase: CallPhase;
  /** Is the originate request under way, so that a snapshot may not show the channel yet? */
  placing: boolean;
  answeredAt: Date | null;
  joinedAt: Date | null;
  /** The duty session of the agent who has it. */
  agentId: string | null;
  recordingId: string | null;
  held: boolean;
  heldSince: Date | null;
  holdMs: number;
  muted: boolean;
  /** The agent's leg fell away: the customer hears music until it is back. */
  agentLost: boolean;
  /** What was done about the detector's word; null while nobody asked it. */
  machineAct: "join" | "hangup" | "message" | null;
  script: LiveScript | null;
  /** How far its script had come when this owner took the call over. */
  scriptBefore: ScriptProgress;
  /** What the agent's screen shows of it; null after it was taken over: then the desk asks for itself. */
  card: CallCard | null;
  /** The customer asked for an agent, and hears music until one comes. */
  music: boolean;
  /** On its way to somebody else; null: it is not. */
  transfer: LiveTransfer | null;
  /** Of a joined call the bridge in which the customer is; null: in none, with music. */
  at: string | null;
  /** Moves between bridges, one after another. */
  moves: Promise<unknown>;
  /** When the agent left a conversation that goes on without one. */
  partedAt: Date | null;
  /** Who asked for the end, when it was us. */
  endedBy: "agent" | "system" | null;
  /** The last instant at which somebody saw its channel alive. */
  lastSeenAt: Date;
  /** Since when its channel is missing on the PBX, without anybody having told its end. */
  missingSince: Date | null;
  cancelTimer: (() => void) | null;
}

export interface TrunkLimits {
  readonly id: string;
  readonly endpoint: string;
  /** The lowest is tried first. */
  readonly priority: number;
  readonly maxChannels: number;
  readonly callsPerSecond: number;
}
