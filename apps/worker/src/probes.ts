import { randomUUID } from "node:crypto";
import { mkdir, statfs, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { connect } from "node:tls";
import type { QueueReader } from "@callbay/jobs/queue-depths";
import { QUEUES } from "./metrics.ts";

type Status = "ok" | "degraded" | "down";

export interface ProbeWord {
  readonly part: string;
  readonly status: Status;
  readonly tookMs: number;
  readonly detail: string | null;
}

export interface ProbeSources {
  readonly database: () => Promise<void>;
  readonly redis: () => Promise<boolean>;
  readonly queues: QueueReader;
  readonly storageDir: string;
  readonly appUrl: string;
  readonly now: () => Date;
}

type Said = { readonly status: Status; readonly detail?: string };
const OK: Said = { status: "ok" };

const DEADLINE_MS = 5_000;
/** An answer after this is one that people notice. */
const SLOW_MS = 1_000;
/** A dial loop's job runs as long as its campaign: it does not wait. */
const WAITS_TOO_LONG_MS = 5 * 60_000;
const FULL_SHARE = 0.9;
const CERTIFICATE_DAYS = 21;
const DAY_MS = 86_400_000;

/** Looks at every part that this process stands on, all at once; each answers within a few seconds. */
export async function lookAtParts(sources: ProbeSources): Promise<ProbeWord[]> {
  const { appUrl } = sources;
  const parts: [string, () => Promise<Said>][] = [
    ["database", () => timed(sources.database().then(() => OK))],
    ["redis", () => sources.redis().then((alive) => (alive ? OK : { status: "down", detail: "no answer" }))],
    ["queues", () => lookAtQueues(sources)],
    ["storage", () => lookAtStorage(sources.storageDir)],
    ["web", () => lookAtWeb(appUrl)],
    ...(appUrl.startsWith("https:")
      ? [["certificate", () => lookAtCertificate(appUrl, sources.now())] as [string, () => Promise<Said>]]
      : []),
  ];
  return Promise.all(
    parts.map(async ([part, look]): Promise<ProbeWord> => {
      const begun = performance.now();
      const { status, detail } = await within(look());
      return { part, status, tookMs: Math.round(performance.now() - begun), detail: detail?.slice(0, 300) ?? null };
    }),
  );
}

async function within(work: Promise<Said>): Promise<Said> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Said>((resolve) => {
    timer = setTimeout(() => resolve({ status: "down", detail: "no answer in time" }), DEADLINE_MS);
  });
  const word = await Promise.race([
    work.catch((error: unknown): Said => ({ status: "down", detail: reasonOf(error) })),
    late,
  ]);
  clearTimeout(timer);
  return word;
}

async function timed(work: Promise<Said>): Promise<Said> {
  const begun = performance.now();
  const said = await work;
  const took = Math.round(performance.now() - begun);
  return took > SLOW_MS ? { status: "degraded", detail: `${took} ms` } : said;
}

async function lookAtQueues({ queues, redis, now }: ProbeSources): Promise<Said> {
  if (!(await redis())) return { status: "down", detail: "Redis does not answer" };
  const waiting = await queues.oldest(QUEUES);
  const late = waiting.filter(({ since }) => now().getTime() - since.getTime() > WAITS_TOO_LONG_MS);
  if (late.length === 0) return OK;
  const minutes = (since: Date) => Math.round((now().getTime() - since.getTime()) / 60_000);
  return { status: "degraded", detail: late.map(({ queue, since }) => `${queue}: ${minutes(since)} min`).join(", ") };
}

/** Writes, and looks how much is left. */
async function lookAtStorage(storageDir: string): Promise<Said> {
  await mkdir(storageDir, { recursive: true });
  const file = join(storageDir, `.probe-${randomUUID()}`);
  await writeFile(file, "probe");
  await unlink(file);
  const { blocks, bavail } = await statfs(storageDir);
  const used = 1 - bavail / blocks;
  return used > FULL_SHARE ? { status: "degraded", detail: `${Math.round(used * 100)} %` } : OK;
}

async function lookAtWeb(appUrl: string): Promise<Said> {
  // An address without a page behind it answers fast, and asks nobody else.
  const answer = await fetch(`${appUrl}/api/auth/csrf`, { signal: AbortSignal.timeout(DEADLINE_MS) });
  await answer.body?.cancel();
  return answer.ok ? OK : { status: "down", detail: `HTTP ${answer.status}` };
}

function lookAtCertificate(appUrl: string, now: Date): Promise<Said> {
  const { hostname, port } = new URL(appUrl);
  return new Promise((resolve, reject) => {
    // Whether browsers trust it is theirs to say: here its end is read.
    const socket = connect({
      host: hostname,
      port: Number(port || 443),
      servername: hostname,
      rejectUnauthorized: false,
    });
    socket.setTimeout(DEADLINE_MS, () => socket.destroy(new Error("no answer in time")));
    socket.once("error", reject);
    socket.once("secureConnect", () => {
      const ends = new Date(socket.getPeerCertificate().valid_to);
      socket.end();
      const days = Math.floor((ends.getTime() - now.getTime()) / DAY_MS);
      if (days < 0) resolve({ status: "down", detail: ends.toISOString().slice(0, 10) });
      else if (days <= CERTIFICATE_DAYS) resolve({ status: "degraded", detail: ends.toISOString().slice(0, 10) });
      else resolve(OK);
    });
  });
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "no answer";
  const cause = error.cause instanceof Error ? error.cause : error;
  return "code" in cause && typeof cause.code === "string" ? cause.code : cause.message;
}
