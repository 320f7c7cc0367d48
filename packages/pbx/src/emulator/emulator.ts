import {
  type ChannelState,
  type OriginateOrder,
  type PbxControl,
  PbxError,
  type PbxEvent,
  type PbxReach,
  type PbxSnapshot,
  type SipAccount,
  type SnoopOrder,
} from "../port.ts";
import type { CalleeScript } from "./callee.ts";
import type { ManualClock } from "./manual-clock.ts";
import { EmulatedNode } from "./node.ts";

type Method = Exclude<keyof PbxControl, "connected" | "on" | "reach">;

/** A WAV header and no sound. */
const EMPTY_RECORDING_BYTES = 44;

/**
 * The control port of a node in memory: events can be lost, replies can be lost after the effect, the connection can
 * break while conversations go on, and tests may reach in as callees, telephones and power cuts do.
 */
export class PbxEmulator implements PbxControl {
  readonly accounts = new Map<string, SipAccount>();
  readonly #node: EmulatedNode;
  readonly #recordings = new Map<string, "recording" | "stored">();
  readonly #listeners = new Set<(event: PbxEvent) => void>();
  readonly #drops: PbxEvent["type"][] = [];
  readonly #lostReplies: Method[] = [];
  readonly #refusals: Method[] = [];
  #connected = false;
  #crashed = false;

  constructor(private readonly clock: ManualClock) {
    const emulator = this;
    this.#node = new EmulatedNode(clock, {
      get connected() {
        return emulator.#connected;
      },
      emit: (event) => emulator.emit(event),
    });
  }

  // ---------------------------------------------------------------- what tests see of it

  /** Its own log, like the real one's. */
  get log() {
    return this.#node.log;
  }

  /** Every channel that was ever placed, in order: an id that is here twice rang twice. */
  get placed(): readonly string[] {
    return this.#node.placed;
  }

  /** What was played to whom, in order. */
  get played(): EmulatedNode["played"] {
    return this.#node.played;
  }

  /** Every channel whose phone rang or was picked up, in order; one that was placed over two trunks may be here once. */
  get rang(): readonly string[] {
    return this.#node.rang;
  }

  isMuted(channelId: string, direction: "in" | "out" | "both"): boolean {
    return this.#node.channels.get(channelId)?.muted.has(direction) ?? false;
  }

  hearsMusic(channelId: string): boolean {
    return this.#node.channels.get(channelId)?.music ?? false;
  }

  /** The copies of a channel that live, and who hears what is said into them. */
  snoopsOf(channelId: string): SnoopOrder[] {
    return [...this.#node.channels.values()].flatMap(({ snoops }) => (snoops?.of === channelId ? [snoops] : []));
  }

  /** Who is in a bridge. */
  inBridge(bridgeId: string): string[] {
    return this.#node.inBridge(bridgeId);
  }

  // ---------------------------------------------------------------- what tests do to it

  /** How the callee with this number behaves, or `number@trunk` over one trunk; talkers are the rule. */
  script(number: string, script: CalleeScript): void {
    this.#node.script(number, script);
  }

  register(username: string): void {
    this.#node.registered.add(username);
    this.emit({ type: "registration", username, registered: true, at: this.clock.now() });
  }

  unregister(username: string): void {
    this.#node.registered.delete(username);
    this.emit({ type: "registration", username, registered: false, at: this.clock.now() });
  }

  /** The far end of a channel hangs up. */
  remoteHangup(channelId: string, cause = 16): void {
    this.#node.destroy(channelId, cause);
  }

  pressKey(channelId: string, digit: string): void {
    this.emit({ type: "dtmf", channelId, digit, at: this.clock.now() });
  }

  failRecording(name: string, cause: string): void {
    this.#recordings.delete(name);
    this.emit({ type: "recordingFailed", name, cause, at: this.clock.now() });
  }

  /** The next event of this type is never told. */
  dropNext(type: PbxEvent["type"]): void {
    this.#drops.push(type);
  }

  /** The next call of this method takes effect, and its reply is lost. */
  loseReply(method: Method): void {
    this.#lostReplies.push(method);
  }

  /** The next call of this method is refused without effect. */
  refuseNext(method: Method): void {
    this.#refusals.push(method);
  }

  disconnect(): void {
    if (!this.#connected) return;
    this.emit({ type: "disconnected", at: this.clock.now() });
    this.#connected = false;
  }

  reconnect(): void {
    this.#connected = true;
    this.#crashed = false;
    this.emit({ type: "connected", at: this.clock.now() });
  }

  /** The node dies: all is gone, and nobody wrote an end. Until it is connected again nobody listens there. */
  crash(): void {
    this.disconnect();
    this.#crashed = true;
    this.#node.clear();
    this.#recordings.clear();
  }

  // ---------------------------------------------------------------- the port

  get connected(): boolean {
    return this.#connected;
  }

  async reach(): Promise<PbxReach> {
    return this.#crashed ? "refused" : "answers";
  }

  async start(): Promise<void> {
    if (!this.#crashed) this.reconnect();
  }

  async stop(): Promise<void> {
    this.#connected = false;
    this.#listeners.clear();
  }

  on(listener: (event: PbxEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  originate(order: OriginateOrder): Promise<void> {
    return this.reply("originate", () => this.#node.place(order));
  }

  hangup(channelId: string): Promise<void> {
    return this.reply("hangup", () => this.#node.destroy(channelId, 16));
  }

  createBridge(bridgeId: string): Promise<void> {
    return this.reply("createBridge", () => {
      this.#node.bridges.add(bridgeId);
    });
  }

  destroyBridge(bridgeId: string): Promise<void> {
    return this.reply("destroyBridge", () => this.#node.destroyBridge(bridgeId));
  }

  addToBridge(bridgeId: string, channelId: string): Promise<void> {
    return this.reply("addToBridge", () => this.#node.enter(bridgeId, channelId));
  }

  removeFromBridge(bridgeId: string, channelId: string): Promise<void> {
    return this.reply("removeFromBridge", () => {
      const channel = this.#node.need(channelId);
      if (channel.bridgeId !== bridgeId) throw new PbxError("REFUSED", "not in this bridge");
      this.#node.leave(channel);
    });
  }

  play(channelId: string, playbackId: string, media: string): Promise<void> {
    return this.reply("play", () => this.#node.play(channelId, playbackId, media));
  }

  stopPlaying(playbackId: string): Promise<void> {
    return this.reply("stopPlaying", () => this.#node.stopPlaying(playbackId));
  }

  detectMachine(channelId: string): Promise<void> {
    return this.reply("detectMachine", () => this.#node.detectMachine(channelId));
  }

  awaitSilence(channelId: string): Promise<void> {
    return this.reply("awaitSilence", () => this.#node.awaitSilence(channelId));
  }

  startMusic(channelId: string): Promise<void> {
    return this.reply("startMusic", () => {
      this.#node.need(channelId).music = true;
    });
  }

  stopMusic(channelId: string): Promise<void> {
    return this.reply("stopMusic", () => {
      const channel = this.#node.channels.get(channelId);
      if (channel) channel.music = false;
    });
  }

  mute(channelId: string, direction: "in" | "out" | "both"): Promise<void> {
    return this.reply("mute", () => {
      this.#node.need(channelId).muted.add(direction);
    });
  }

  unmute(channelId: string, direction: "in" | "out" | "both"): Promise<void> {
    return this.reply("unmute", () => {
      this.#node.channels.get(channelId)?.muted.delete(direction);
    });
  }

  sendDtmf(channelId: string): Promise<void> {
    return this.reply("sendDtmf", () => {
      this.#node.need(channelId);
    });
  }

  snoop(order: SnoopOrder): Promise<void> {
    return this.reply("snoop", () => this.#node.snoop(order));
  }

  startRecording(bridgeId: string, name: string): Promise<void> {
    return this.reply("startRecording", () => {
      if (!this.#node.bridges.has(bridgeId)) throw new PbxError("NOT_FOUND", bridgeId);
      this.#recordings.set(name, "recording");
    });
  }

  stopRecording(name: string): Promise<void> {
    return this.reply("stopRecording", () => {
      if (this.#recordings.get(name) !== "recording") return;
      this.#recordings.set(name, "stored");
      this.emit({ type: "recordingFinished", name, durationMs: 0, at: this.clock.now() });
    });
  }

  async fetchRecording(name: string): Promise<ReadableStream<Uint8Array>> {
    await this.reply("fetchRecording", () => {
      if (this.#recordings.get(name) !== "stored") throw new PbxError("NOT_FOUND", name);
    });
    return new Blob([new Uint8Array(EMPTY_RECORDING_BYTES)]).stream();
  }

  deleteRecording(name: string): Promise<void> {
    return this.reply("deleteRecording", () => {
      this.#recordings.delete(name);
    });
  }

  recordingState(name: string): Promise<"recording" | "stored" | null> {
    return this.reply("recordingState", () => this.#recordings.get(name) ?? null);
  }

  channelState(channelId: string): Promise<ChannelState | null> {
    return this.reply("channelState", () => this.#node.channels.get(channelId)?.state ?? null);
  }

  putAccount(account: SipAccount): Promise<void> {
    return this.reply("putAccount", () => {
      this.accounts.set(account.username, account);
    });
  }

  removeAccount(username: string): Promise<void> {
    return this.reply("removeAccount", () => {
      this.accounts.delete(username);
      this.#node.registered.delete(username);
    });
  }

  isRegistered(username: string): Promise<boolean> {
    return this.reply("isRegistered", () => this.#node.registered.has(username));
  }

  snapshot(): Promise<PbxSnapshot> {
    return this.reply("snapshot", () => ({
      channels: [...this.#node.channels.values()].map(({ id, name, state, createdAt }) => ({
        id,
        name,
        state,
        createdAt,
      })),
      bridges: [...this.#node.bridges].map((id) => ({
        id,
        channelIds: this.#node.inBridge(id),
      })),
    }));
  }

  // ---------------------------------------------------------------- inside

  /** Every request takes a moment, and can be refused or lose its reply. */
  private async reply<T>(method: Method, effect: () => T): Promise<T> {
    await Promise.resolve();
    if (this.#crashed) throw new PbxError("UNREACHABLE", `${method}: nobody listens`);
    if (takeFrom(this.#refusals, method)) throw new PbxError("REFUSED", `${method} was refused`);
    const result = effect();
    if (takeFrom(this.#lostReplies, method)) throw new PbxError("UNREACHABLE", `the reply to ${method} was lost`);
    return result;
  }

  private emit(event: PbxEvent): void {
    if (!this.#connected || takeFrom(this.#drops, event.type)) return;
    for (const listener of [...this.#listeners]) listener(event);
  }
}

function takeFrom<T>(list: T[], wanted: T): boolean {
  const index = list.indexOf(wanted);
  if (index < 0) return false;
  list.splice(index, 1);
  return true;
}
