import WebSocket from "ws";
import type { AriAddress } from "./http.ts";

export interface SocketOptions {
  readonly address: AriAddress;
  readonly app: string;
  readonly onMessage: (raw: unknown) => void;
  readonly onOpen: () => void;
  readonly onClose: () => void;
  /** A number in [0, 1): spreads the reconnects of many processes. */
  readonly random?: () => number;
}

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 5_000;
const PING_EVERY_MS = 5_000;
const SILENCE_MS = 12_000;

/** The event stream of one ARI application. It reconnects for ever: a PBX that comes back must find its owner. */
export class AriSocket {
  #socket: WebSocket | null = null;
  #stopped = false;
  #failures = 0;
  #retry: NodeJS.Timeout | undefined;
  #watch: NodeJS.Timeout | undefined;
  #open = false;

  constructor(private readonly options: SocketOptions) {}

  get open(): boolean {
    return this.#open;
  }

  start(): void {
    if (!this.#stopped) this.connect();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#retry);
    clearInterval(this.#watch);
    this.#socket?.terminate();
    this.#socket = null;
  }

  private connect(): void {
    const { address, app } = this.options;
    const url = new URL(`${address.url.replace(/^http/, "ws")}/events`);
    url.searchParams.set("app", app);
    // All channels and endpoints of the node: registrations, and channels that never reached our application.
    url.searchParams.set("subscribeAll", "true");
    const authorization = `Basic ${Buffer.from(`${address.username}:${address.password}`).toString("base64")}`;
    const socket = new WebSocket(url, { headers: { authorization }, handshakeTimeout: 5_000 });
    this.#socket = socket;
    let heard = Date.now();
    socket.on("open", () => {
      this.#failures = 0;
      this.#open = true;
      heard = Date.now();
      this.#watch = setInterval(() => {
        // A node that vanished without a word (power, cable) is noticed here, not by TCP after minutes.
        if (Date.now() - heard > SILENCE_MS) socket.terminate();
        else socket.ping();
      }, PING_EVERY_MS);
      this.options.onOpen();
    });
    socket.on("pong", () => {
      heard = Date.now();
    });
    socket.on("message", (data) => {
      heard = Date.now();
      this.options.onMessage(JSON.parse(data.toString()) as unknown);
    });
    // "close" follows and says all there is to do.
    socket.on("error", () => {});
    socket.on("close", () => {
      clearInterval(this.#watch);
      const was = this.#open;
      this.#open = false;
      if (was) this.options.onClose();
      if (this.#stopped) return;
      const random = this.options.random ?? Math.random;
      const longest = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(this.#failures++, 10));
      this.#retry = setTimeout(() => this.connect(), longest * (0.5 + random() / 2));
    });
  }
}
