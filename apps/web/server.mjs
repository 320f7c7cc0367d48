import { createServer } from "node:http";
import { join } from "node:path";
import next from "next";
import sirv from "sirv";

/**
 * `next start` with three things of ours: scripts and styles go out as compress.mjs wrote them; the caller's address is written from the socket, because Next believes any
 * X-Forwarded-For and the sign-in brake counts by address; and a stop does not wait for open event streams.
 *
 * TRUSTED_PROXIES is how many proxies stand before us and add to X-Forwarded-For (default 0).
 */
const port = Number(process.env.PORT ?? 3000);
const hostname = process.env.HOST ?? "127.0.0.1";
const trusted = Number(process.env.TRUSTED_PROXIES ?? 0);

const app = next({ dev: false, dir: import.meta.dirname, hostname, port });
await app.prepare();
const handle = app.getRequestHandler();
// Each name carries a hash of its content: what a browser has of it is good for ever.
const built = sirv(join(import.meta.dirname, ".next/static"), {
  ...{ brotli: true, gzip: true, etag: true, immutable: true, maxAge: 31_536_000 },
  setHeaders: (response) => {
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.setHeader("Vary", "Accept-Encoding");
  },
});
const STATIC = "/_next/static";

const server = createServer((request, response) => {
  const said = trusted > 0 ? String(request.headers["x-forwarded-for"] ?? "").split(",") : [];
  const seen = [...said, request.socket.remoteAddress ?? ""].map((address) => address.trim()).filter(Boolean);
  request.headers["x-forwarded-for"] = seen.at(-1 - trusted) ?? seen[0] ?? "";
  if (!request.url?.startsWith(`${STATIC}/`)) return handle(request, response);
  const { url } = request;
  request.url = url.slice(STATIC.length);
  built(request, response, () => {
    // Not built, or fonts and the like that have no file of their own here: Next knows what to say.
    request.url = url;
    handle(request, response);
  });
});
server.requestTimeout = 0; // An upload of a large list takes as long as its line does.
server.keepAliveTimeout = 65_000;

const stop = () => {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), 1_000).unref();
  setTimeout(() => process.exit(0), 3_000).unref();
};
process.once("SIGTERM", stop);
process.once("SIGINT", stop);

server.once("error", (error) => {
  const why =
    error.code === "EADDRINUSE" ? `port ${port} of ${hostname} is in use; set PORT to a free one` : error.message;
  process.stderr.write(`The web process cannot start: ${why}.\n`);
  process.exit(1);
});
server.listen(port, hostname);
