import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Scraper } from "@callbay/config/metrics";

export interface HealthReport {
  readonly status: "ok" | "degraded";
  readonly [part: string]: unknown;
}

/** Null: whoever asks may not. */
export type ReadMetrics = (scraper: Scraper) => Promise<string> | null;

/** The HTTP side of the process: /health and /metrics; the relay takes its upgrades. */
export function startHttp(
  port: number,
  host: string,
  health: () => Promise<HealthReport>,
  metrics: ReadMetrics,
): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.method === "GET" && request.url?.split("?")[0] === "/metrics") {
      sendMetrics(request, response, metrics);
      return;
    }
    if (request.method !== "GET" || request.url?.split("?")[0] !== "/health") {
      response.writeHead(404).end();
      return;
    }
    health().then(
      (report) => {
        response.writeHead(report.status === "ok" ? 200 : 503, { "content-type": "application/json" });
        response.end(JSON.stringify(report));
      },
      () => response.writeHead(503).end(),
    );
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve(server));
  });
}

function sendMetrics(request: IncomingMessage, response: ServerResponse, read: ReadMetrics): void {
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
