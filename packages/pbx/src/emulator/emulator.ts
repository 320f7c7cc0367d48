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
import { type CalleeScript, TALKER } from "./callee.ts";
import { ChannelLog } from "./log.ts";
import type { ManualClock } from "./manual-clock.ts";

interface Channel {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  state: ChannelState;
  bridgeId: string | null;
  music: boolean;
  /** Lent to the dialplan: not under our control. */
  isLent: boolean;
  script: CalleeScript;
  answeredAt: Date | null;
  readonly muted: Set<"in" | "out" | "both">;
  /** What it copies, when it is a copy. */
  readonly snoops: SnoopOrder | null;
  readonly cancels: (() => void)[];
}

type Method = Exclude<keyof PbxControl, "connected" | "on" | "reach">;

const NEW_CHANNEL = {
  state: "down",
  bridgeId: null,
  music: false,
  isLent: false,
  answeredAt: null,
  snoops: null,
} as const;
const SOFTPHONE: CalleeScript = { ringAfterMs: 20, answerAfterMs: 60, endAfterMs: null };
const PLAYBACK_MS = 2_000;
const DETECTION_MS = { human: 1_500, machine: 2_000, unsure: 5_000 } as const;
const SILENCE_MS = 2_000;
/** A WAV header and no sound. */
const EMPTY_RECORDING_BYTES = 44;

/**
 * A node in memory, deterministic under a manual clock: callees act by script, events can be lost, replies can be
 * lost after the effect, the connection can break while conversations go on. It keeps its own log, like the real one.
 */
export class PbxEmulator implements PbxControl {
  readonly log = new ChannelLog();
  /** Every channel that was ever placed, in order: an id that is here twice rang twice. */
  readonly placed: string[] = [];
  /** What was played to whom, in order. */
  readonly played: { readonly channelId: string; readonly media: string }[] = [];
  /** Every channel whose phone rang or was picked up, in order; one that was placed over two trunks may be here once. */
  readonly rang: string[] = [];
  readonly accounts = new Map<string, SipAccount>();
  readonly #channels = new Map<string, Channel>();
  readonly #bridges = new Set<string>();
  readonly #registered = new Set<string>();
  readonly #recordings = new Map<string, "recording" | "stored">();
  readonly #scripts = new Map<string, CalleeScript>();
  readonly #playbacks = new Map<string, () => void>();
  readonly #listeners = new Set<(event: PbxEvent) => void>();
  readonly #drops: PbxEvent["type"][] = [];
  readonly #lostReplies: Method[] = [];
  readonly #refusals: Method[] = [];
  #connected = false;
  #crashed = false;
  #serial = 0;

  constructor(private readonly clock: ManualClock) {}

  // ---------------------------------------------------------------- what tests do to it

  /** How the callee with this number behaves, or `number@trunk` over one trunk; talkers are the rule. */
  script(number: string, script: CalleeScript): void {
    this.#scripts.set(number.replace(/^\+/, ""), script);
  }

  register(username: string): void {
    this.#registered.add(username);
    this.emit({ type: "registration", username, registered: true, at: this.clock.now() });
  }

  unregister(username: string): void {
    this.#registered.delete(username);
    this.emit({ type: "registration", username, registered: false, at: this.clock.now() });
  }

  /** The far end of a channel hangs up. */
  remoteHangup(channelId: string, cause = 16): void {
    this.destroy(channelId, cause);
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
    for (const channel of this.#channels.values()) for (const cancel of channel.cancels) cancel();
    this.#channels.clear();
    this.#bridges.clear();
    this.#recordings.clear();
    this.#registered.clear();
  }

  isMuted(channelId: string, direction: "in" | "out" | "both"): boolean {
    return this.#channels.get(channelId)?.muted.has(direction) ?? false;
  }

  hearsMusic(channelId: string): boolean {
    return this.#channels.get(channelId)?.music ?? false;
  }

  /** The copies of a channel that live, and who hears what is said into them. */
  snoopsOf(channelId: string): SnoopOrder[] {
    return [...this.#channels.values()].flatMap(({ snoops }) => (snoops?.of === channelId ? [snoops] : []));
  }

  /** Who is in a bridge. */
  inBridge(bridgeId: string): string[] {
    return [...this.#channels.values()].filter((channel) => channel.bridgeId === bridgeId).map(({ id }) => id);
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
    return this.reply("originate", () => {
      if (this.#channels.has(order.channelId)) throw new PbxError("CHANNEL_EXISTS", order.channelId);
      this.place(order);
    });
  }

  hangup(channelId: string): Promise<void> {
    return this.reply("hangup", () => this.destroy(channelId, 16));
  }

  createBridge(bridgeId: string): Promise<void> {
    return this.reply("createBridge", () => {
      this.#bridges.add(bridgeId);
    });
  }

  destroyBridge(bridgeId: string): Promise<void> {
    return this.reply("destroyBridge", () => {
      for (const channel of this.#channels.values()) if (channel.bridgeId === bridgeId) this.leave(channel);
      this.#bridges.delete(bridgeId);
    });
  }

  addToBridge(bridgeId: string, channelId: string): Promise<void> {
    return this.reply("addToBridge", () => {
      if (!this.#bridges.has(bridgeId)) throw new PbxError("NOT_FOUND", bridgeId);
      const channel = this.needOurs(channelId);
      if (channel.bridgeId === bridgeId) return;
      if (channel.bridgeId) this.leave(channel);
      channel.bridgeId = bridgeId;
      const at = this.clock.now();
      this.log.write("BRIDGE_ENTER", channelId, at, { bridge_id: bridgeId });
      this.emit({ type: "enteredBridge", channelId, bridgeId, at });
    });
  }

  removeFromBridge(bridgeId: string, channelId: string): Promise<void> {
    return this.reply("removeFromBridge", () => {
      const channel = this.need(channelId);
      if (channel.bridgeId !== bridgeId) throw new PbxError("REFUSED", "not in this bridge");
      this.leave(channel);
    });
  }

  play(channelId: string, playbackId: string, media: string): Promise<void> {
    return this.reply("play", () => {
      const channel = this.needOurs(channelId);
      this.played.push({ channelId, media });
      const cancel = this.clock.after(PLAYBACK_MS, () => this.finishPlayback(playbackId));
      channel.cancels.push(cancel);
      this.#playbacks.set(playbackId, cancel);
    });
  }

  stopPlaying(playbackId: string): Promise<void> {
    return this.reply("stopPlaying", () => {
      this.#playbacks.get(playbackId)?.();
      this.finishPlayback(playbackId);
    });
  }

  detectMachine(channelId: string): Promise<void> {
    return this.reply("detectMachine", () => {
      const channel = this.needOurs(channelId);
      const verdict = channel.script.sounds ?? "human";
      this.lend(channel, DETECTION_MS[verdict], (at) =>
        this.emit({ type: "detected", channelId, verdict, cause: "emulated", at }),
      );
    });
  }

  awaitSilence(channelId: string): Promise<void> {
    return this.reply("awaitSilence", () => {
      const channel = this.needOurs(channelId);
      const spoken = this.clock.now().getTime() - (channel.answeredAt ?? channel.createdAt).getTime();
      const left = Math.max(0, (channel.script.greetingMs ?? 0) - spoken);
      this.lend(channel, left + SILENCE_MS, (at) => this.emit({ type: "fellSilent", channelId, heard: true, at }));
    });
  }

  startMusic(channelId: string): Promise<void> {
    return this.reply("startMusic", () => {
      this.need(channelId).music = true;
    });
  }

  stopMusic(channelId: string): Promise<void> {
    return this.reply("stopMusic", () => {
      const channel = this.#channels.get(channelId);
      if (channel) channel.music = false;
    });
  }

  mute(channelId: string, direction: "in" | "out" | "both"): Promise<void> {
    return this.reply("mute", () => {
      this.need(channelId).muted.add(direction);
    });
  }

  unmute(channelId: string, direction: "in" | "out" | "both"): Promise<void> {
    return this.reply("unmute", () => {
      this.#channels.get(channelId)?.muted.delete(direction);
    });
  }

  sendDtmf(channelId: string): Promise<void> {
    return this.reply("sendDtmf", () => {
      this.need(channelId);
    });
  }

  snoop(order: SnoopOrder): Promise<void> {
    return this.reply("snoop", () => {
      if (this.need(order.of).state !== "up") throw new PbxError("REFUSED", "not answered");
      this.#serial += 1;
      const at = this.clock.now();
      const channel: Channel = {
        ...NEW_CHANNEL,
        id: order.channelId,
        name: `Snoop/${order.of}-${String(this.#serial).padStart(8, "0")}`,
        createdAt: at,
        state: "up",
        script: SOFTPHONE,
        answeredAt: at,
        snoops: order,
        muted: new Set(),
        cancels: [],
      };
      this.#channels.set(channel.id, channel);
      this.emit({ type: "answered", channelId: channel.id, at });
    });
  }

  startRecording(bridgeId: string, name: string): Promise<void> {
    return this.reply("startRecording", () => {
      if (!this.#bridges.has(bridgeId)) throw new PbxError("NOT_FOUND", bridgeId);
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
    return this.reply("channelState", () => this.#channels.get(channelId)?.state ?? null);
  }

  putAccount(account: SipAccount): Promise<void> {
    return this.reply("putAccount", () => {
      this.accounts.set(account.username, account);
    });
  }

  removeAccount(username: string): Promise<void> {
    return this.reply("removeAccount", () => {
      this.accounts.delete(username);
      this.#registered.delete(username);
    });
  }

  isRegistered(username: string): Promise<boolean> {
    return this.reply("isRegistered", () => this.#registered.has(username));
  }

  snapshot(): Promise<PbxSnapshot> {
    return this.reply("snapshot", () => ({
      channels: [...this.#channels.values()].map(({ id, name, state, createdAt }) => ({ id, name, state, createdAt })),
      bridges: [...this.#bridges].map((id) => ({
        id,
        channelIds: [...this.#channels.values()].filter(({ bridgeId }) => bridgeId === id).map((channel) => channel.id),
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

  private place(order: OriginateOrder): void {
    const [, target = "", trunk] = /^PJSIP\/([^@]+)(?:@(.+))?$/.exec(order.endpoint) ?? [];
    const at = this.clock.now();
    this.#serial += 1;
    const channel: Channel = {
      ...NEW_CHANNEL,
      id: order.channelId,
      name: `PJSIP/${trunk ?? target}-${String(this.#serial).padStart(8, "0")}`,
      createdAt: at,
      script: TALKER,
      muted: new Set(),
      cancels: [],
    };
    this.#channels.set(channel.id, channel);
    this.placed.push(channel.id);
    this.log.write("CHAN_START", channel.id, at);
    const isSoftphone = trunk === undefined;
    const script = isSoftphone
      ? SOFTPHONE
      : (this.#scripts.get(`${target}@${trunk}`) ?? this.#scripts.get(target) ?? TALKER);
    channel.script = script;
    if (isSoftphone && !this.#registered.has(target)) {
      this.later(channel, 1, () => this.destroy(channel.id, 20));
      return;
    }
    this.perform(channel, script, order.timeoutMs);
  }

  private perform(channel: Channel, script: CalleeScript, timeoutMs: number): void {
    if (script.ringAfterMs !== null) {
      this.later(channel, script.ringAfterMs, () => {
        if (channel.state !== "down") return;
        channel.state = "ringing";
        this.rang.push(channel.id);
        this.emit({ type: "ringing", channelId: channel.id, at: this.clock.now() });
      });
    }
    if (script.answerAfterMs !== null && script.answerAfterMs < timeoutMs) {
      const { refuseCause } = script;
      this.later(channel, script.answerAfterMs, () => {
        if (refuseCause === undefined) this.answer(channel, script.endAfterMs);
        else this.destroy(channel.id, refuseCause);
      });
      return;
    }
    this.later(channel, timeoutMs, () => this.destroy(channel.id, 19));
  }

  private answer(channel: Channel, endAfterMs: number | null): void {
    const at = this.clock.now();
    channel.state = "up";
    channel.answeredAt = at;
    this.log.write("ANSWER", channel.id, at);
    this.emit({ type: "answered", channelId: channel.id, at });
    if (endAfterMs !== null) this.later(channel, endAfterMs, () => this.destroy(channel.id, 16));
  }

  private later(channel: Channel, ms: number, fn: () => void): void {
    channel.cancels.push(this.clock.after(ms, fn));
  }

  private leave(channel: Channel): void {
    const { bridgeId, id } = channel;
    if (!bridgeId) return;
    const at = this.clock.now();
    channel.bridgeId = null;
    this.log.write("BRIDGE_EXIT", id, at, { bridge_id: bridgeId });
    this.emit({ type: "leftBridge", channelId: id, bridgeId, at });
  }

  private destroy(channelId: string, cause: number): void {
    const channel = this.#channels.get(channelId);
    if (!channel) return;
    this.leave(channel);
    for (const cancel of channel.cancels) cancel();
    this.#channels.delete(channelId);
    const at = this.clock.now();
    this.log.write("HANGUP", channelId, at, { hangupcause: cause });
    this.log.write("CHAN_END", channelId, at);
    this.emit({ type: "destroyed", channelId, cause, at });
    for (const { id, snoops } of [...this.#channels.values()]) if (snoops?.of === channelId) this.destroy(id, 16);
  }

  private finishPlayback(playbackId: string): void {
    if (!this.#playbacks.delete(playbackId)) return;
    this.emit({ type: "playbackFinished", playbackId, at: this.clock.now() });
  }

  /** The dialplan has the channel for so long. Where nobody is connected to take it back, it ends. */
  private lend(channel: Channel, ms: number, handBack: (at: Date) => void): void {
    channel.isLent = true;
    this.later(channel, ms, () => {
      channel.isLent = false;
      if (this.#connected) handBack(this.clock.now());
      else this.destroy(channel.id, 16);
    });
  }

  private needOurs(channelId: string): Channel {
    const channel = this.need(channelId);
    if (channel.state !== "up" || channel.isLent) throw new PbxError("REFUSED", "not under our control");
    return channel;
  }

  private need(channelId: string): Channel {
    const channel = this.#channels.get(channelId);
    if (!channel) throw new PbxError("NOT_FOUND", channelId);
    return channel;
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
