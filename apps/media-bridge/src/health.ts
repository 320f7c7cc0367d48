import { createServer, type Server } from "node:http";

export interface HealthReport {
  readonly status: "ok" | "degraded";
  readonly [part: string]: unknown;
}

/** The HTTP side of the process: /health; the relay takes its upgrades. */
export function startHttp(port: number, host: string, health: () => Promise<HealthReport>): Promise<Server> {
  const server = createServer((request, response) => {
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
