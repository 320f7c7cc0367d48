import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Scraper } from "@callbay/config/metrics";

export interface HealthParts {
  readonly database: () => Promise<boolean>;
  readonly redis: () => Promise<boolean>;
  /** Campaigns dialled by this process now. */
  readonly loops: () => number;
  /** Null: whoever asks may not. */
  readonly metrics: (scraper: Scraper) => Promise<string> | null;
}

/** Serves GET /metrics, and GET /health: 200 when all that the worker stands on answers, else 503 with what does not. */
export async function serveHealth(parts: HealthParts, port: number, host: string): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.method === "GET" && request.url?.split("?")[0] === "/metrics") {
      sendMetrics(request, response, parts.metrics);
      return;
    }
    if (request.method !== "GET" || request.url !== "/health") {
      response.writeHead(404).end();
      return;
    }
    Promise.all([parts.database(), parts.redis()]).then(
      ([database, redis]) => {
        const ok = database && redis;
        const body = { status: ok ? "ok" : "degraded", parts: { database, redis }, loops: parts.loops() };
        response.writeHead(ok ? 200 : 503, { "content-type": "application/json" }).end(JSON.stringify(body));
      },
      () => response.writeHead(503).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  return server;
}

function sendMetrics(request: IncomingMessage, response: ServerResponse, read: HealthParts["metrics"]): void {
  const scraper = { address: request.socket.remoteAddress, authorization: request.headers.authorization };
  const text = read(scraper);
  if (!text) {
    response.writeHead(403).end();
    return;
  }
  text.then(
    (body) => response.writeHead(200, { "content-type": "text/plain; version=0.0.4; charset=utf-8" }).end(body),
    () => response.writeHead(503).end(),
  );
}
