import { createServer, type Server } from "node:http";

export interface HealthParts {
  readonly database: () => Promise<boolean>;
  readonly redis: () => Promise<boolean>;
  /** Campaigns dialled by this process now. */
  readonly loops: () => number;
}

/** Serves GET /health: 200 when all that the worker stands on answers, else 503 with what does not. */
export async function serveHealth(parts: HealthParts, port: number, host: string): Promise<Server> {
  const server = createServer((request, response) => {
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
