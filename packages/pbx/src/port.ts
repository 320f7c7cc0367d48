/**
 * What Callbay asks of a PBX node, in Callbay's words. Two adapters answer it, ARI and the in-memory emulator, and
 * one contract test holds both to it. Channel ids are ours: the customer's channel has its attempt's id.
 */
export interface PbxControl {
  /** Connects and stays connected: reconnects for ever with jitter and emits `connected` after each resynchronisation. */
  start(): Promise<void>;
  stop(): Promise<void>;
  readonly connected: boolean;
  /** Asks for a sign of life, beside the event stream; never throws. */
  reach(): Promise<PbxReach>;
  /** Calls `listener` for each event; returns how to stop. Events of one channel arrive in order. */
  on(listener: (event: PbxEvent) => void): () => void;

  /** Rings an endpoint. @throws PbxError `CHANNEL_EXISTS` when the id is taken (it already rang). */
  originate(order: OriginateOrder): Promise<void>;
  /** Ends a channel; no error when it is already gone. */
  hangup(channelId: string, reason?: "normal" | "busy" | "congestion" | "no_answer"): Promise<void>;
  /** No error when it is there already. */
  createBridge(bridgeId: string): Promise<void>;
  destroyBridge(bridgeId: string): Promise<void>;
  addToBridge(bridgeId: string, channelId: string): Promise<void>;
  removeFromBridge(bridgeId: string, channelId: string): Promise<void>;
  /** Plays media (`sound:…`) to a channel; `playbackFinished` follows. */
  play(channelId: string, playbackId: string, media: string): Promise<void>;
  /** Ends a playback before its end, of which `playbackFinished` tells; no error when it is over already. */
  stopPlaying(playbackId: string): Promise<void>;
  /**
   * Listens to an answered channel for a person or a machine; `detected` follows within DETECTION_LIMIT_MS, unless the
   * channel ends. Until then it can be hung up and nothing else.
   */
  detectMachine(channelId: string): Promise<void>;
  /**
   * Waits until the other side has been silent for two seconds, as a machine is after its beep; `fellSilent` follows, at
   * the latest after SILENCE_LIMIT_MS. Until then the channel can be hung up and nothing else.
   */
  awaitSilence(channelId: string): Promise<void>;
  startMusic(channelId: string): Promise<void>;
  stopMusic(channelId: string): Promise<void>;
  /** direction `in`: what the channel says is not heard. */
  mute(channelId: string, direction: "in" | "out" | "both"): Promise<void>;
  unmute(channelId: string, direction: "in" | "out" | "both"): Promise<void>;
  sendDtmf(channelId: string, digits: string): Promise<void>;
  /**
   * Copies what an answered channel says and hears into a channel of its own, which answers at once and ends with it.
   * Hung up, it leaves the other as it was. @throws PbxError `NOT_FOUND` when there is nothing to copy any more.
   */
  snoop(order: SnoopOrder): Promise<void>;
  /** Records a bridge to WAV; `recordingFinished` or `recordingFailed` follows. */
  startRecording(bridgeId: string, name: string): Promise<void>;
  stopRecording(name: string): Promise<void>;
  /** The stored recording's bytes. */
  fetchRecording(name: string): Promise<ReadableStream<Uint8Array>>;
  deleteRecording(name: string): Promise<void>;
  /** Where a recording stands; null: this node knows nothing of it. */
  recordingState(name: string): Promise<"recording" | "stored" | null>;
  /** Looks one channel up: after a lost reply, the only way to know whether it rang. Null: it is not there. */
  channelState(channelId: string): Promise<ChannelState | null>;
  /** Makes a WebRTC or SIP account for one duty session; replaces one of the same name. */
  putAccount(account: SipAccount): Promise<void>;
  removeAccount(username: string): Promise<void>;
  /** Is somebody registered for this account now? */
  isRegistered(username: string): Promise<boolean>;
  /** Everything alive on the node, for resynchronising. */
  snapshot(): Promise<PbxSnapshot>;
}

export type PbxReach =
  | "answers"
  /** The machine answers and nobody listens: the PBX's process is gone, and with it all that lived in it. */
  | "refused"
  /** Nothing comes back, or it is still starting: it may live. */
  | "silent";

/** The longest that the detector listens before it says that it is not sure, and some time for the way. */
export const DETECTION_LIMIT_MS = 7_000;
/** A person is known by the silence after the greeting: it ended so long before the word "human". */
export const SILENCE_AFTER_GREETING_MS = 800;
/** The longest greeting that is waited out, and some time for the way. */
export const SILENCE_LIMIT_MS = 47_000;

export interface OriginateOrder {
  readonly channelId: string;
  /** e.g. `PJSIP/8613800138000@carrier` or `PJSIP/d-…`. */
  readonly endpoint: string;
  readonly callerId: string;
  /** Ring at most so long; then the channel is destroyed with cause 19. */
  readonly timeoutMs: number;
  /** Extra channel variables, e.g. SIP headers to the carrier. */
  readonly variables?: Readonly<Record<string, string>>;
}

export interface SnoopOrder {
  /** The new channel's. */
  readonly channelId: string;
  /** The channel that is copied. */
  readonly of: string;
  /** What is copied from it: what it says alone (`in`), also what it hears, or nothing. */
  readonly spy: "in" | "both" | "none";
  /** Who hears what is said into the new channel: the copied channel alone (`out`), also whoever it talks with, or nobody. */
  readonly whisper: "none" | "out" | "both";
}

export interface SipAccount {
  readonly username: string;
  readonly password: string;
  /** webrtc: DTLS-SRTP, ICE, opus and ulaw; sip: plain RTP, ulaw. */
  readonly kind: "webrtc" | "sip";
}

export interface PbxSnapshot {
  readonly channels: readonly PbxChannel[];
  readonly bridges: readonly PbxBridge[];
}

export type ChannelState = "down" | "ringing" | "up";

export interface PbxChannel {
  readonly id: string;
  readonly state: ChannelState;
  readonly createdAt: Date;
  /** The channel's technology and endpoint, e.g. `PJSIP/carrier-0000002a`; a copy's is `Snoop/…`. */
  readonly name: string;
}

export interface PbxBridge {
  readonly id: string;
  readonly channelIds: readonly string[];
}

export type PbxEvent =
  | { readonly type: "connected"; readonly at: Date }
  | { readonly type: "disconnected"; readonly at: Date }
  | { readonly type: "ringing"; readonly channelId: string; readonly at: Date }
  /** The network plays something before the answer; perhaps a phone rings. */
  | { readonly type: "progress"; readonly channelId: string; readonly at: Date }
  /** The channel answered and is under our control. */
  | { readonly type: "answered"; readonly channelId: string; readonly at: Date }
  | { readonly type: "enteredBridge"; readonly channelId: string; readonly bridgeId: string; readonly at: Date }
  | { readonly type: "leftBridge"; readonly channelId: string; readonly bridgeId: string; readonly at: Date }
  | { readonly type: "dtmf"; readonly channelId: string; readonly digit: string; readonly at: Date }
  /** What the detector says, and why in its own words (`MAXWORDS-3-3`). */
  | {
      readonly type: "detected";
      readonly channelId: string;
      readonly verdict: "human" | "machine" | "unsure";
      readonly cause: string;
      readonly at: Date;
    }
  /** The other side has been silent for a while; `heard` false: it never was, and the wait is over. */
  | { readonly type: "fellSilent"; readonly channelId: string; readonly heard: boolean; readonly at: Date }
  /** cause: Q.850. */
  | { readonly type: "destroyed"; readonly channelId: string; readonly cause: number; readonly at: Date }
  | { readonly type: "playbackFinished"; readonly playbackId: string; readonly at: Date }
  | { readonly type: "recordingFinished"; readonly name: string; readonly at: Date; readonly durationMs: number | null }
  | { readonly type: "recordingFailed"; readonly name: string; readonly at: Date; readonly cause: string }
  | { readonly type: "registration"; readonly username: string; readonly registered: boolean; readonly at: Date };

export class PbxError extends Error {
  override readonly name = "PbxError";
  constructor(
    readonly code: "CHANNEL_EXISTS" | "NOT_FOUND" | "REFUSED" | "UNREACHABLE",
    message: string,
  ) {
    super(message);
  }
}
