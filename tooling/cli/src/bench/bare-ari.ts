/**
 * The baseline of the benches of calls: ARI over plain fetch and a socket, and nothing else. It joins customers to the
 * standing bridges of agents who are on duty anyway, and writes nothing down.
 */
import WebSocket from "ws";
import type { AriAccess } from "./exchange.ts";

const APP = "bench-bare";

interface AriEvent {
  readonly type: string;
  readonly channel?: { readonly id: string };
}

export interface BareCall {
  /** Resolves when the channel is in the bridge. */
  readonly joined: Promise<void>;
  /** Resolves when the channel is gone. */
  readonly ended: Promise<void>;
}

export interface BareScript {
  /** Ids of the bridges in which exactly one leg stands. */
  bridges(): Promise<string[]>;
  /** Rings an endpoint and joins it to the bridge as soon as it answers. */
  call(endpoint: string, bridgeId: string): BareCall;
  close(): void;
}

export async function openBareScript({ url, username, password }: AriAccess): Promise<BareScript> {
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  const send = async (method: string, path: string): Promise<unknown> => {
    const response = await fetch(url + path, { method, headers: { authorization } });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : null;
  };
  const listeners = new Map<string, (event: AriEvent) => void>();
  const socket = new WebSocket(`${url.replace(/^http/, "ws")}/events?app=${APP}`, { headers: { authorization } });
  await new Promise<void>((resolve, reject) => {
    socket.once("open", () => resolve());
    socket.once("error", reject);
  });
  socket.on("message", (data) => {
    const event = JSON.parse(data.toString()) as AriEvent;
    if (event.channel) listeners.get(event.channel.id)?.(event);
  });
  let serial = 0;
  return {
    bridges: async () =>
      ((await send("GET", "/bridges")) as { id: string; channels: string[] }[])
        .filter(({ channels }) => channels.length === 1)
        .map(({ id }) => id),
    call: (endpoint, bridgeId) => {
      serial += 1;
      const id = `bare-${process.pid}-${serial}`;
      let end: (error?: Error) => void = () => {};
      const ended = new Promise<void>((resolve) => {
        end = () => resolve();
      });
      const joined = new Promise<void>((resolve, reject) => {
        const fail = (error: Error) => {
          listeners.delete(id);
          reject(error);
          end();
        };
        listeners.set(id, ({ type }) => {
          if (type === "StasisStart") send("POST", `/bridges/${bridgeId}/addChannel?channel=${id}`).catch(fail);
          else if (type === "ChannelEnteredBridge") resolve();
          else if (type === "ChannelDestroyed") fail(new Error("the call ended before it was joined"));
        });
        send("POST", `/channels/${id}?endpoint=${encodeURIComponent(endpoint)}&app=${APP}&timeout=25`).catch(fail);
      });
      return { joined, ended };
    },
    close: () => socket.terminate(),
  };
}
