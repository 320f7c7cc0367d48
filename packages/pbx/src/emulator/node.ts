import { type ChannelState, type OriginateOrder, PbxError, type PbxEvent, type SnoopOrder } from "../port.ts";
import { type CalleeScript, TALKER } from "./callee.ts";
import { ChannelLog } from "./log.ts";
import type { ManualClock } from "./manual-clock.ts";

/** A channel of the emulated node. */
export interface Channel {
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

/** Who hears what happens on the node. */
export interface NodeEar {
  /** Nobody listens while it is false: what the dialplan would hand back then ends instead. */
  readonly connected: boolean;
  emit(event: PbxEvent): void;
}

/**
 * The channels and bridges of a node in memory, deterministic under a manual clock: callees act by script, and its own
 * log is written like a real one's.
 */
export class EmulatedNode {
  readonly log = new ChannelLog();
  readonly placed: string[] = [];
  readonly played: { readonly channelId: string; readonly media: string }[] = [];
  readonly rang: string[] = [];
  readonly channels = new Map<string, Channel>();
  readonly bridges = new Set<string>();
  readonly registered = new Set<string>();
  readonly #scripts = new Map<string, CalleeScript>();
  readonly #playbacks = new Map<string, () => void>();
  #serial = 0;

  constructor(
    private readonly clock: ManualClock,
    private readonly ear: NodeEar,
  ) {}

  script(number: string, script: CalleeScript): void {
    this.#scripts.set(number.replace(/^\+/, ""), script);
  }

  /** All is gone, and nobody wrote an end. */
  clear(): void {
    for (const channel of this.channels.values()) for (const cancel of channel.cancels) cancel();
    this.channels.clear();
    this.bridges.clear();
    this.registered.clear();
  }

  inBridge(bridgeId: string): string[] {
    return [...this.channels.values()].filter((channel) => channel.bridgeId === bridgeId).map(({ id }) => id);
  }

  /** @throws PbxError NOT_FOUND */
  need(channelId: string): Channel {
    const channel = this.channels.get(channelId);
    if (!channel) throw new PbxError("NOT_FOUND", channelId);
    return channel;
  }

  /** @throws PbxError CHANNEL_EXISTS */
  place(order: OriginateOrder): void {
    if (this.channels.has(order.channelId)) throw new PbxError("CHANNEL_EXISTS", order.channelId);
    const [, target = "", trunk] = /^PJSIP\/([^@]+)(?:@(.+))?$/.exec(order.endpoint) ?? [];
    const at = this.clock.now();
    const isSoftphone = trunk === undefined;
    const script = isSoftphone
      ? SOFTPHONE
      : (this.#scripts.get(`${target}@${trunk}`) ?? this.#scripts.get(target) ?? TALKER);
    const name = `PJSIP/${trunk ?? target}-${this.serial()}`;
    const channel = this.add({ ...NEW_CHANNEL, id: order.channelId, name, createdAt: at, script });
    this.placed.push(channel.id);
    this.log.write("CHAN_START", channel.id, at);
    if (isSoftphone && !this.registered.has(target)) this.later(channel, 1, () => this.destroy(channel.id, 20));
    else this.perform(channel, order.timeoutMs);
  }

  /** @throws PbxError NOT_FOUND; REFUSED when what is to be copied has not been answered. */
  snoop(order: SnoopOrder): void {
    if (this.need(order.of).state !== "up") throw new PbxError("REFUSED", "not answered");
    const at = this.clock.now();
    const copy = { id: order.channelId, name: `Snoop/${order.of}-${this.serial()}`, createdAt: at, script: SOFTPHONE };
    this.add({ ...NEW_CHANNEL, ...copy, state: "up", answeredAt: at, snoops: order });
    this.ear.emit({ type: "answered", channelId: order.channelId, at });
  }

  /** @throws PbxError NOT_FOUND, REFUSED */
  enter(bridgeId: string, channelId: string): void {
    if (!this.bridges.has(bridgeId)) throw new PbxError("NOT_FOUND", bridgeId);
    const channel = this.needOurs(channelId);
    if (channel.bridgeId === bridgeId) return;
    if (channel.bridgeId) this.leave(channel);
    channel.bridgeId = bridgeId;
    const at = this.clock.now();
    this.log.write("BRIDGE_ENTER", channelId, at, { bridge_id: bridgeId });
    this.ear.emit({ type: "enteredBridge", channelId, bridgeId, at });
  }

  leave(channel: Channel): void {
    const { bridgeId, id } = channel;
    if (!bridgeId) return;
    const at = this.clock.now();
    channel.bridgeId = null;
    this.log.write("BRIDGE_EXIT", id, at, { bridge_id: bridgeId });
    this.ear.emit({ type: "leftBridge", channelId: id, bridgeId, at });
  }

  destroyBridge(bridgeId: string): void {
    for (const channel of this.channels.values()) if (channel.bridgeId === bridgeId) this.leave(channel);
    this.bridges.delete(bridgeId);
  }

  /** A channel ends, and with it whatever copies it. */
  destroy(channelId: string, cause: number): void {
    const channel = this.channels.get(channelId);
    if (!channel) return;
    this.leave(channel);
    for (const cancel of channel.cancels) cancel();
    this.channels.delete(channelId);
    const at = this.clock.now();
    this.log.write("HANGUP", channelId, at, { hangupcause: cause });
    this.log.write("CHAN_END", channelId, at);
    this.ear.emit({ type: "destroyed", channelId, cause, at });
    for (const { id, snoops } of [...this.channels.values()]) if (snoops?.of === channelId) this.destroy(id, 16);
  }

  /** @throws PbxError NOT_FOUND, REFUSED */
  play(channelId: string, playbackId: string, media: string): void {
    const channel = this.needOurs(channelId);
    this.played.push({ channelId, media });
    const cancel = this.clock.after(PLAYBACK_MS, () => this.finishPlayback(playbackId));
    channel.cancels.push(cancel);
    this.#playbacks.set(playbackId, cancel);
  }

  stopPlaying(playbackId: string): void {
    this.#playbacks.get(playbackId)?.();
    this.finishPlayback(playbackId);
  }

  /** @throws PbxError NOT_FOUND, REFUSED */
  detectMachine(channelId: string): void {
    const channel = this.needOurs(channelId);
    const verdict = channel.script.sounds ?? "human";
    this.lend(channel, DETECTION_MS[verdict], (at) =>
      this.ear.emit({ type: "detected", channelId, verdict, cause: "emulated", at }),
    );
  }

  /** @throws PbxError NOT_FOUND, REFUSED */
  awaitSilence(channelId: string): void {
    const channel = this.needOurs(channelId);
    const spoken = this.clock.now().getTime() - (channel.answeredAt ?? channel.createdAt).getTime();
    const left = Math.max(0, (channel.script.greetingMs ?? 0) - spoken);
    this.lend(channel, left + SILENCE_MS, (at) => this.ear.emit({ type: "fellSilent", channelId, heard: true, at }));
  }

  private add(channel: Omit<Channel, "muted" | "cancels">): Channel {
    const whole = { ...channel, muted: new Set<"in" | "out" | "both">(), cancels: [] };
    this.channels.set(channel.id, whole);
    return whole;
  }

  private serial(): string {
    this.#serial += 1;
    return String(this.#serial).padStart(8, "0");
  }

  private perform(channel: Channel, timeoutMs: number): void {
    const { script } = channel;
    if (script.ringAfterMs !== null) {
      this.later(channel, script.ringAfterMs, () => {
        if (channel.state !== "down") return;
        channel.state = "ringing";
        this.rang.push(channel.id);
        this.ear.emit({ type: "ringing", channelId: channel.id, at: this.clock.now() });
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
    this.ear.emit({ type: "answered", channelId: channel.id, at });
    if (endAfterMs !== null) this.later(channel, endAfterMs, () => this.destroy(channel.id, 16));
  }

  private later(channel: Channel, ms: number, fn: () => void): void {
    channel.cancels.push(this.clock.after(ms, fn));
  }

  private finishPlayback(playbackId: string): void {
    if (!this.#playbacks.delete(playbackId)) return;
    this.ear.emit({ type: "playbackFinished", playbackId, at: this.clock.now() });
  }

  /** The dialplan has the channel for so long. Where nobody is connected to take it back, it ends. */
  private lend(channel: Channel, ms: number, handBack: (at: Date) => void): void {
    channel.isLent = true;
    this.later(channel, ms, () => {
      channel.isLent = false;
      if (this.ear.connected) handBack(this.clock.now());
      else this.destroy(channel.id, 16);
    });
  }

  private needOurs(channelId: string): Channel {
    const channel = this.need(channelId);
    if (channel.state !== "up" || channel.isLent) throw new PbxError("REFUSED", "not under our control");
    return channel;
  }
}
