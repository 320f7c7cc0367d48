import WebSocket from "ws";
import { ariHeaders } from "../asterisk/instance.ts";
import type { PbxNode } from "../asterisk/pbx-node.ts";
import { until } from "../process/until.ts";

/** The little of an ARI event that tests look at. */
export interface ProbeEvent {
  type: string;
  cause?: number;
  digit?: string;
  channel?: { id: string; name: string };
  playback?: { id: string; state: string };
  recording?: { name: string; state: string; duration?: number };
}

/** A bare ARI application for tests of the runtime itself. */
export interface AriProbe {
  readonly events: ProbeEvent[];
  call<T = unknown>(method: string, path: string, body?: unknown): Promise<T>;
  /** The first event that fits, now or within the deadline. */
  event(what: string, fits: (event: ProbeEvent) => boolean, deadlineMs?: number): Promise<ProbeEvent>;
  close(): void;
}

/** Connects an application to a node. */
export async function ariProbe(node: PbxNode, app: string): Promise<AriProbe> {
  const key = `${node.ariUsername}:${encodeURIComponent(node.ariPassword)}`;
  const socket = new WebSocket(`${node.ariUrl.replace(/^http/, "ws")}/events?app=${app}&api_key=${key}`);
  const events: ProbeEvent[] = [];
  socket.on("message", (data) => events.push(JSON.parse(String(data)) as ProbeEvent));
  await new Promise<void>((resolve, reject) => {
    socket.once("open", () => resolve());
    socket.once("error", reject);
  });
  socket.on("error", () => undefined);
  return {
    events,
    async call<T>(method: string, path: string, body?: unknown) {
      const response = await fetch(node.ariUrl + path, {
        method,
        headers: {
          ...ariHeaders({ username: node.ariUsername, password: node.ariPassword }),
          "content-type": "application/json",
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
      return (text ? JSON.parse(text) : null) as T;
    },
    event: (what, fits, deadlineMs = 60_000) =>
      until(() => events.find(fits), { deadlineMs, everyMs: 10, describe: () => `no ${what} within ${deadlineMs} ms` }),
    close: () => socket.terminate(),
  };
}
