import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import type { Logger } from "pino";
import { type RawData, WebSocket, WebSocketServer } from "ws";

export interface RelayOptions {
  readonly server: Server;
  readonly log: Logger;
  /** Where the bearer's softphone belongs; null: this pass opens nothing. */
  readonly findNode: (token: string) => Promise<{ readonly wsUrl: string } | null>;
}

const PATH = "/sip";
/** A SIP message over WebSocket is a few kilobytes. */
const MAX_MESSAGE_BYTES = 64 * 1024;
/** More waiting than this, and the other side is not read from until it is sent. */
const HIGH_WATER_BYTES = 256 * 1024;
const DRAIN_CHECK_MS = 50;
const PING_EVERY_MS = 15_000;

/**
 * Carries SIP over WebSocket between browsers and the node of their duty session. It knows the way, so that a browser
 * only ever reconnects here, and no PBX is reachable from outside. It reads nothing of what it carries.
 */
export function startRelay({ server, log, findNode }: RelayOptions): { readonly size: number; close(): void } {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    handleProtocols: (offered) => (offered.has("sip") ? "sip" : false),
  });
  server.on("upgrade", (request, socket, head) => {
    void accept(request, socket, head).catch((error: unknown) => {
      log.error({ err: error }, "relay");
      refuse(socket, 503);
    });
  });

  const accept = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    socket.on("error", () => socket.destroy());
    const url = new URL(request.url ?? "/", "http://relay");
    if (url.pathname !== PATH) return refuse(socket, 404);
    const offered = (request.headers["sec-websocket-protocol"] ?? "").split(",").map((name) => name.trim());
    if (!offered.includes("sip")) return refuse(socket, 400);
    const node = await findNode(url.searchParams.get("token") ?? "");
    if (!node) return refuse(socket, 401);
    sockets.handleUpgrade(request, socket, head, (browser) => {
      join(browser, new WebSocket(node.wsUrl, "sip", { maxPayload: MAX_MESSAGE_BYTES, handshakeTimeout: 5_000 }));
    });
  };

  return {
    get size() {
      return sockets.clients.size;
    },
    close: () => {
      for (const client of sockets.clients) client.close(1001, "restarting");
      sockets.close();
    },
  };
}

function refuse(socket: Duplex, status: 400 | 401 | 404 | 503): void {
  const reasons = { 400: "Bad Request", 401: "Unauthorized", 404: "Not Found", 503: "Service Unavailable" };
  socket.end(`HTTP/1.1 ${status} ${reasons[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** Two sockets become one: what one says the other hears, and when one ends so does the other. */
function join(browser: WebSocket, pbx: WebSocket): void {
  // The browser may speak before the PBX listens.
  browser.pause();
  pbx.once("open", () => browser.resume());
  carry(browser, pbx);
  carry(pbx, browser);
  let heard = true;
  const pulse = setInterval(() => {
    if (!heard) {
      browser.terminate();
      return;
    }
    heard = false;
    browser.ping();
    if (pbx.readyState === WebSocket.OPEN) pbx.ping();
  }, PING_EVERY_MS);
  const hear = () => {
    heard = true;
  };
  browser.on("pong", hear);
  browser.on("message", hear);
  browser.once("close", () => {
    clearInterval(pulse);
    // At once: Asterisk then forgets the contact, and the softphone that returns is not taken for its dead self.
    pbx.terminate();
  });
  pbx.once("close", () => browser.close(1012, "the telephone system restarts"));
}

function carry(from: WebSocket, to: WebSocket): void {
  from.on("message", (data: RawData, isBinary) => {
    if (to.readyState !== WebSocket.OPEN) return;
    to.send(data, { binary: isBinary });
    if (to.bufferedAmount <= HIGH_WATER_BYTES || from.isPaused) return;
    from.pause();
    const timer = setInterval(() => {
      if (to.readyState === WebSocket.OPEN && to.bufferedAmount > HIGH_WATER_BYTES / 2) return;
      clearInterval(timer);
      from.resume();
    }, DRAIN_CHECK_MS);
  });
  from.on("error", () => from.terminate());
}
