import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type S3Keys, sha256Of, signatureProblem } from "./signature.ts";

export interface S3StandIn {
  /** To be given as endpoint, with the bucket in the path. */
  readonly url: string;
  readonly keys: S3Keys;
  /** What lies in it: "/bucket/key" → bytes. */
  readonly objects: Map<string, Buffer>;
  /** How many requests of a method were answered well. */
  done(method: string): number;
  /** Breaks the next upload off after so many bytes, as a dying network does. */
  breakNextUpload(afterBytes: number): void;
  /** Stores what comes next with one bit turned, as a bad disk does. */
  spoilNextUpload(): void;
  /** Answers nothing but 503 until it is told otherwise. */
  setAway(away: boolean): void;
  /** Says no checksum of what it holds, as services of other makers may. */
  hideChecksums(hide: boolean): void;
  close(): Promise<void>;
}

const KEYS: S3Keys = { accessKeyId: "AKIDSTANDIN", secretAccessKey: "a secret/of+the stand-in" };

interface Fault extends Error {
  readonly status: number;
}
const fault = (status: number, code: string): Fault => Object.assign(new Error(code), { status });

/**
 * A stand-in for S3: puts, gets (whole or a range), heads and deletes objects in memory. Each request must be signed
 * (AWS Signature Version 4, checked for real), a signed body must be the one that was signed, and a checksum that comes
 * along must be right.
 */
export async function startS3StandIn(clock: () => Date = () => new Date()): Promise<S3StandIn> {
  const objects = new Map<string, Buffer>();
  const counts = new Map<string, number>();
  let breakAfter: number | null = null;
  let spoiling = false;
  let away = false;
  let hiding = false;

  async function bodyOf(request: IncomingMessage): Promise<Buffer> {
    const pieces: Buffer[] = [];
    let bytes = 0;
    for await (const piece of request) {
      pieces.push(piece);
      bytes += piece.length;
      if (breakAfter !== null && request.method === "PUT" && bytes >= breakAfter) {
        breakAfter = null;
        request.socket.destroy();
        throw fault(0, "broken off");
      }
    }
    return Buffer.concat(pieces);
  }

  function put(path: string, body: Buffer, request: IncomingMessage): void {
    const checksum = request.headers["x-amz-checksum-sha256"];
    const sum = Buffer.from(sha256Of(body), "hex").toString("base64");
    if (checksum !== undefined && checksum !== sum) throw fault(400, "BadDigest");
    if (request.headers["content-length"] === undefined) throw fault(411, "MissingContentLength");
    const kept = Buffer.from(body);
    if (spoiling) {
      spoiling = false;
      kept[0] = (kept[0] ?? 0) ^ 1;
    }
    objects.set(path, kept);
  }

  function get(path: string, request: IncomingMessage, response: ServerResponse): void {
    const object = objects.get(path);
    if (!object) throw fault(404, "NoSuchKey");
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
    const start = range ? Number(range[1]) : 0;
    if (range && start >= object.length) throw fault(416, "InvalidRange");
    const bytes = range ? object.subarray(start, Number(range[2]) + 1) : object;
    response.writeHead(range ? 206 : 200, {
      "content-length": bytes.length,
      "content-type": "audio/wav",
      etag: `"${sha256Of(object).slice(0, 32)}"`,
      ...(hiding ? {} : { "x-amz-checksum-sha256": Buffer.from(sha256Of(object), "hex").toString("base64") }),
      ...(range ? { "content-range": `bytes ${start}-${start + bytes.length - 1}/${object.length}` } : {}),
    });
    response.end(request.method === "HEAD" ? undefined : bytes);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "GET", url = "/", headers } = request;
    const body = await bodyOf(request);
    if (away) throw fault(503, "SlowDown");
    const flat = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    const problem = signatureProblem({ method, url, headers: flat }, KEYS, clock());
    if (problem) throw fault(403, problem);
    const signedBody = headers["x-amz-content-sha256"];
    // S3 itself takes unsigned bodies over TLS; here a body that nobody signed is a mistake.
    if (signedBody !== sha256Of(body) && !(method !== "PUT" && signedBody === "UNSIGNED-PAYLOAD"))
      throw fault(400, "XAmzContentSHA256Mismatch");
    const path = decodeURIComponent(url.split("?")[0] ?? "/");
    if (method === "GET" || method === "HEAD") get(path, request, response);
    else if (method === "PUT") {
      put(path, body, request);
      response.writeHead(200).end();
    } else if (method === "DELETE") {
      objects.delete(path);
      response.writeHead(204).end();
    } else throw fault(405, "MethodNotAllowed");
    counts.set(method, (counts.get(method) ?? 0) + 1);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      const { status = 500, message } = error as Partial<Fault>;
      if (status === 0) return;
      const xml = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${message}</Code></Error>`;
      response.writeHead(status, { "content-type": "application/xml" });
      response.end(request.method === "HEAD" ? undefined : xml);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    keys: KEYS,
    objects,
    done: (method) => counts.get(method) ?? 0,
    breakNextUpload: (afterBytes) => {
      breakAfter = afterBytes;
    },
    spoilNextUpload: () => {
      spoiling = true;
    },
    setAway: (next) => {
      away = next;
    },
    hideChecksums: (hide) => {
      hiding = hide;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
