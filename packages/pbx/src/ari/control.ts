import { z } from "zod";
import type {
  ChannelState,
  OriginateOrder,
  PbxControl,
  PbxEvent,
  PbxReach,
  PbxSnapshot,
  SipAccount,
  SnoopOrder,
} from "../port.ts";
import { PbxError } from "../port.ts";
import { putAccount, removeAccount } from "./accounts.ts";
import { readEvent, readRegistration, readTime } from "./events.ts";
import { type AriAddress, AriHttp } from "./http.ts";
import { AriSocket } from "./socket.ts";

export interface AriOptions extends AriAddress {
  /** The Stasis application; the node's dialplan hands inbound calls to the same name. */
  readonly app?: string;
  readonly random?: () => number;
}

const channelList = z.array(
  z.object({ id: z.string(), name: z.string(), state: z.string(), creationtime: z.string() }),
);
const bridgeList = z.array(z.object({ id: z.string(), channels: z.array(z.string()) }));
const oneChannel = z.object({ state: z.string() });
const endpoint = z.object({ state: z.string() });

/** One Asterisk behind the port, over ARI. */
export class AriControl implements PbxControl {
  readonly #http: AriHttp;
  readonly #socket: AriSocket;
  readonly #app: string;
  readonly #listeners = new Set<(event: PbxEvent) => void>();
  /** Accounts whose registration is being asked, and whether something changed since the question. */
  readonly #asking = new Map<string, { again: boolean }>();
  #firstOpen: (() => void) | null = null;

  constructor(options: AriOptions) {
    this.#app = options.app ?? "callbay";
    this.#http = new AriHttp(options);
    this.#socket = new AriSocket({
      address: options,
      app: this.#app,
      onMessage: (raw) => this.receive(raw),
      onOpen: () => {
        this.emit({ type: "connected", at: new Date() });
        this.#firstOpen?.();
      },
      onClose: () => this.emit({ type: "disconnected", at: new Date() }),
      ...(options.random ? { random: options.random } : {}),
    });
  }

  get connected(): boolean {
    return this.#socket.open;
  }

  reach(): Promise<PbxReach> {
    return this.#http.reach();
  }

  start(): Promise<void> {
    return new Promise((resolve) => {
      this.#firstOpen = resolve;
      this.#socket.start();
    });
  }

  async stop(): Promise<void> {
    this.#socket.stop();
    this.#listeners.clear();
  }

  on(listener: (event: PbxEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async originate(order: OriginateOrder): Promise<void> {
    await this.#http.send("POST", `/channels/${encodeURIComponent(order.channelId)}`, {
      query: {
        endpoint: order.endpoint,
        app: this.#app,
        callerId: order.callerId,
        timeout: Math.max(1, Math.ceil(order.timeoutMs / 1_000)),
      },
      body: { variables: order.variables ?? {} },
    });
  }

  async hangup(channelId: string, reason: "normal" | "busy" | "congestion" | "no_answer" = "normal"): Promise<void> {
    await this.#http.send("DELETE", channelPath(channelId), { query: { reason }, goneIsFine: true });
  }

  async createBridge(bridgeId: string): Promise<void> {
    await this.#http.send("POST", `/bridges/${encodeURIComponent(bridgeId)}`, {
      query: { type: "mixing" },
      thereIsFine: true,
      repeatable: true,
    });
  }

  async destroyBridge(bridgeId: string): Promise<void> {
    await this.#http.send("DELETE", `/bridges/${encodeURIComponent(bridgeId)}`, { goneIsFine: true });
  }

  async addToBridge(bridgeId: string, channelId: string): Promise<void> {
    await this.#http.send("POST", `/bridges/${encodeURIComponent(bridgeId)}/addChannel`, {
      query: { channel: channelId },
      repeatable: true,
    });
  }

  async removeFromBridge(bridgeId: string, channelId: string): Promise<void> {
    await this.#http.send("POST", `/bridges/${encodeURIComponent(bridgeId)}/removeChannel`, {
      query: { channel: channelId },
    });
  }

  async play(channelId: string, playbackId: string, media: string): Promise<void> {
    await this.#http.send("POST", channelPath(channelId, `/play/${encodeURIComponent(playbackId)}`), {
      query: { media },
    });
  }

  async stopPlaying(playbackId: string): Promise<void> {
    await this.#http.send("DELETE", `/playbacks/${encodeURIComponent(playbackId)}`, { goneIsFine: true });
  }

  detectMachine(channelId: string): Promise<void> {
    return this.sendInto(channelId, "callbay-detect");
  }

  awaitSilence(channelId: string): Promise<void> {
    return this.sendInto(channelId, "callbay-silence");
  }

  async startMusic(channelId: string): Promise<void> {
    await this.#http.send("POST", channelPath(channelId, "/moh"), { repeatable: true });
  }

  async stopMusic(channelId: string): Promise<void> {
    await this.#http.send("DELETE", channelPath(channelId, "/moh"), { goneIsFine: true });
  }

  async mute(channelId: string, direction: "in" | "out" | "both"): Promise<void> {
    await this.#http.send("POST", channelPath(channelId, "/mute"), { query: { direction }, repeatable: true });
  }

  async unmute(channelId: string, direction: "in" | "out" | "both"): Promise<void> {
    await this.#http.send("DELETE", channelPath(channelId, "/mute"), { query: { direction }, goneIsFine: true });
  }

  async sendDtmf(channelId: string, digits: string): Promise<void> {
    await this.#http.send("POST", channelPath(channelId, "/dtmf"), { query: { dtmf: digits } });
  }

  async snoop({ channelId, of, spy, whisper }: SnoopOrder): Promise<void> {
    await this.#http.send("POST", channelPath(of, `/snoop/${encodeURIComponent(channelId)}`), {
      query: { spy, whisper, app: this.#app },
    });
  }

  async startRecording(bridgeId: string, name: string): Promise<void> {
    await this.#http.send("POST", `/bridges/${encodeURIComponent(bridgeId)}/record`, {
      query: { name, format: "wav", ifExists: "fail" },
    });
  }

  async stopRecording(name: string): Promise<void> {
    await this.#http.send("POST", `/recordings/live/${encodeURIComponent(name)}/stop`, {
      goneIsFine: true,
      repeatable: true,
    });
  }

  fetchRecording(name: string): Promise<ReadableStream<Uint8Array>> {
    return this.#http.stream(`/recordings/stored/${encodeURIComponent(name)}/file`);
  }

  async deleteRecording(name: string): Promise<void> {
    await this.#http.send("DELETE", `/recordings/stored/${encodeURIComponent(name)}`, { goneIsFine: true });
  }

  async recordingState(name: string): Promise<"recording" | "stored" | null> {
    const id = encodeURIComponent(name);
    if (await this.#http.send("GET", `/recordings/live/${id}`, { goneIsFine: true })) return "recording";
    return (await this.#http.send("GET", `/recordings/stored/${id}`, { goneIsFine: true })) ? "stored" : null;
  }

  async channelState(channelId: string): Promise<ChannelState | null> {
    const found = await this.#http.send("GET", channelPath(channelId), { goneIsFine: true });
    return found === null ? null : readState(oneChannel.parse(found).state);
  }

  putAccount(account: SipAccount): Promise<void> {
    return putAccount(this.#http, account);
  }

  removeAccount(username: string): Promise<void> {
    return removeAccount(this.#http, username);
  }

  async isRegistered(username: string): Promise<boolean> {
    const found = await this.#http.send("GET", `/endpoints/PJSIP/${encodeURIComponent(username)}`, {
      goneIsFine: true,
    });
    return found !== null && endpoint.parse(found).state === "online";
  }

  async snapshot(): Promise<PbxSnapshot> {
    // Bridges first: a channel that ends in between is then missing, never half alive.
    const bridges = bridgeList.parse(await this.#http.send("GET", "/bridges"));
    const channels = channelList.parse(await this.#http.send("GET", "/channels"));
    return {
      channels: channels
        // Recorders and announcers are Asterisk's own.
        .filter(({ name }) => name.startsWith("PJSIP/") || name.startsWith("Snoop/"))
        .map(({ id, name, state, creationtime }) => ({
          id,
          name,
          state: readState(state),
          createdAt: readTime(creationtime),
        })),
      bridges: bridges.map(({ id, channels: channelIds }) => ({ id, channelIds })),
    };
  }

  /** Lends a channel to the node's dialplan, which hands it back to our application with what it found. */
  private async sendInto(channelId: string, context: string): Promise<void> {
    const query = { context, extension: "s", priority: 1 };
    await this.#http.send("POST", channelPath(channelId, "/continue"), { query });
  }

  private receive(raw: unknown): void {
    const event = readEvent(raw);
    if (event) {
      this.emit(event);
      return;
    }
    const username = readRegistration(raw);
    if (username) void this.tellRegistration(username);
  }

  private async tellRegistration(username: string): Promise<void> {
    const asking = this.#asking.get(username);
    if (asking) {
      asking.again = true;
      return;
    }
    const mine = { again: true };
    this.#asking.set(username, mine);
    try {
      while (mine.again) {
        mine.again = false;
        const registered = await this.isRegistered(username);
        if (!mine.again) this.emit({ type: "registration", username, registered, at: new Date() });
      }
    } catch (error) {
      // The node is away: after the reconnect its owner asks for all registrations anyway.
      if (!(error instanceof PbxError)) throw error;
    } finally {
      this.#asking.delete(username);
    }
  }

  private emit(event: PbxEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

function channelPath(channelId: string, rest = ""): string {
  return `/channels/${encodeURIComponent(channelId)}${rest}`;
}

function readState(state: string): ChannelState {
  if (state === "Up") return "up";
  return state === "Ringing" || state === "Ring" ? "ringing" : "down";
}
