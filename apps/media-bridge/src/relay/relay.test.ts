import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { startRelay } from "./relay.ts";

let server: Server;
let pbx: WebSocketServer;
let relay: ReturnType<typeof startRelay>;
let base: string;

beforeEach(async () => {
  pbx = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await once(pbx, "listening");
  const wsUrl = `ws://127.0.0.1:${(pbx.address() as AddressInfo).port}/ws`;
  server = createServer();
  relay = startRelay({
    server,
    log: pino({ level: "silent" }),
    findNode: async (token) => (token === "good" ? { wsUrl } : null),
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  base = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  relay.close();
  pbx.close();
  for (const client of pbx.clients) client.terminate();
  server.close();
  server.closeAllConnections();
});

test("carries both ways, in order, with what was said before the PBX listened", async () => {
  const heard: string[] = [];
  pbx.on("connection", (socket) => {
    socket.on("message", (data) => {
      heard.push(data.toString());
      socket.send(`re: ${data.toString()}`);
    });
  });
  const browser = new WebSocket(`${base}/sip?token=good`, "sip");
  await once(browser, "open");
  expect(browser.protocol).toBe("sip");
  browser.send("REGISTER");
  browser.send("INVITE");
  const answers: string[] = [];
  for await (const [data] of answersOf(browser)) {
    answers.push(String(data));
    if (answers.length === 2) break;
  }
  expect(heard).toEqual(["REGISTER", "INVITE"]);
  expect(answers).toEqual(["re: REGISTER", "re: INVITE"]);
  browser.terminate();
});

test("ends the PBX's side with the browser's, at once", async () => {
  const browser = new WebSocket(`${base}/sip?token=good`, "sip");
  const [[socket]] = await Promise.all([once(pbx, "connection"), once(browser, "open")]);
  browser.terminate();
  await once(socket, "close");
});

test("closes the browser's side when the PBX goes, so that it comes again", async () => {
  const browser = new WebSocket(`${base}/sip?token=good`, "sip");
  const [[socket]] = await Promise.all([once(pbx, "connection"), once(browser, "open")]);
  socket.terminate();
  expect((await once(browser, "close"))[0]).toBe(1012);
});

test.each([
  ["/sip?token=bad", "sip", 401],
  ["/sip", "sip", 401],
  ["/other?token=good", "sip", 404],
  ["/sip?token=good", "chat", 400],
])("refuses %s with protocol %s", async (path, protocol, status) => {
  const browser = new WebSocket(`${base}${path}`, protocol);
  browser.on("error", () => {});
  const [, response] = await once(browser, "unexpected-response");
  expect(response.statusCode).toBe(status);
  expect(pbx.clients.size).toBe(0);
});

async function* answersOf(socket: WebSocket): AsyncGenerator<unknown[]> {
  const waiting: unknown[][] = [];
  let wake = () => {};
  socket.on("message", (...args: unknown[]) => {
    waiting.push(args);
    wake();
  });
  for (;;) {
    const next = waiting.shift();
    if (next) yield next;
    else
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  }
}
