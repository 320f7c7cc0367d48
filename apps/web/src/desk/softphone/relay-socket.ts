import type { Socket } from "jssip";

/**
 * The WebSocket to the relay, as JsSIP wants a socket to be. Ours instead of JsSIP's own for two reasons: it can be
 * dropped from outside, when the network went away without a word; and it tells of any sign of life.
 */
export class RelaySocket implements Socket {
  via_transport: string;
  readonly sip_uri: string;
  /** JsSIP sets these three. */
  onconnect: () => void = () => {};
  ondisconnect: (error: boolean, code?: number, reason?: string) => void = () => {};
  ondata: <T>(data: T) => void = () => {};
  /** Something was received. */
  onlife: () => void = () => {};
  private socket: WebSocket | null = null;

  constructor(readonly url: string) {
    const { protocol, host } = new URL(url);
    this.via_transport = protocol === "wss:" ? "WSS" : "WS";
    this.sip_uri = `sip:${host};transport=ws`;
  }

  connect(): void {
    if (this.isConnected() || this.isConnecting()) return;
    this.forget();
    try {
      const socket = new WebSocket(this.url, "sip");
      socket.binaryType = "arraybuffer";
      socket.onopen = () => this.onconnect();
      socket.onclose = ({ wasClean, code, reason }) => this.ondisconnect(!wasClean, code, reason);
      socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
        this.onlife();
        this.ondata(data);
      };
      this.socket = socket;
    } catch {
      // An address that no WebSocket takes (e.g. ws:// from an https page): told as a lost connection, not thrown at JsSIP.
      queueMicrotask(() => this.ondisconnect(true));
    }
  }

  disconnect(): void {
    this.forget();
  }

  /** Gives the connection up as dead; JsSIP opens it anew. */
  drop(): void {
    if (!this.socket) return;
    this.forget();
    this.ondisconnect(true);
  }

  send(message: string | ArrayBuffer | Blob | ArrayBufferView<ArrayBuffer>): boolean {
    if (!this.socket || this.socket.readyState !== WebSocket.OPEN) return false;
    this.socket.send(message);
    return true;
  }

  isConnected(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  isConnecting(): boolean {
    return this.socket?.readyState === WebSocket.CONNECTING;
  }

  private forget(): void {
    const { socket } = this;
    if (!socket) return;
    this.socket = null;
    socket.onopen = null;
    socket.onclose = null;
    socket.onmessage = null;
    socket.close();
  }
}
