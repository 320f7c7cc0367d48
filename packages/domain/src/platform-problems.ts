import type { PoolProblem } from "./pool-problems.ts";

/** What is known of the platform beside its pool: what probes said, and what waits in the database. */
export interface PlatformFacts {
  /** The latest word of each probe. */
  readonly probes: readonly Probe[];
  /** Trunks with the calls that ended on them in the last quarter of an hour. */
  readonly trunks: readonly TrunkCalls[];
  /** Mails of the last week that were not delivered: `held` without a mail server, `failed` after all tries. */
  readonly mails: { readonly held: number; readonly failed: number; readonly since: Date | null };
  readonly registers: readonly RegisterState[];
  /** Campaigns that wait for the operator's word. */
  readonly approvals: { readonly waiting: number; readonly since: Date | null };
  /** Messages of the payment provider that nobody has looked at. */
  readonly webhooks: { readonly waiting: number; readonly since: Date | null };
}

export type ProbeStatus = "ok" | "degraded" | "down";

export interface Probe {
  /** database, redis, queues, storage, web, certificate. */
  readonly part: string;
  readonly at: Date;
  readonly status: ProbeStatus;
  readonly detail: string | null;
}

export interface TrunkCalls {
  readonly node: string;
  readonly trunk: string;
  readonly ended: number;
  readonly failed: number;
}

export interface RegisterState {
  readonly name: string;
  /** Its file could not be read by the last probe. */
  readonly unreadable: boolean;
  readonly validUntil: Date | null;
}

export type PlatformProblemCode =
  | "PROBES_SILENT"
  | "DATABASE_SLOW"
  | "REDIS_AWAY"
  | "QUEUE_STUCK"
  | "STORAGE_AWAY"
  | "STORAGE_FULL"
  | "WEB_AWAY"
  | "CERTIFICATE_ENDS"
  | "TRUNK_FAILING"
  | "MAIL_FAILING"
  | "MAIL_HELD"
  | "REGISTER_UNREADABLE"
  | "REGISTER_ENDS"
  | "REGISTER_ENDED"
  | "APPROVALS_WAIT"
  | "PAYMENTS_WAIT";

export type PlatformProblem = Omit<PoolProblem, "code"> & { readonly code: PlatformProblemCode };

/** Probes look every minute. */
export const PROBES_SILENT_MS = 3 * 60_000;
/** Fewer calls than these say nothing of a trunk. */
const TRUNK_CALLS = 10;
const TRUNK_FAILED_SHARE = 0.5;
const DAY_MS = 86_400_000;
const REGISTER_SOON_MS = 7 * DAY_MS;
const APPROVAL_LATE_MS = 4 * 3_600_000;
const WEBHOOK_LATE_MS = 3_600_000;

interface Said {
  readonly severity: PlatformProblem["severity"];
  readonly message: string;
  readonly remedy: string;
  readonly since?: Date | null;
  readonly details?: PlatformProblem["details"];
}

function problem(code: PlatformProblemCode, { since = null, details = {}, ...said }: Said): PlatformProblem {
  return { code, since, details, ...said };
}

/** What is wrong beside the pool, the worst first; see `poolProblems` for the pool's own. */
export function platformProblems(facts: PlatformFacts, now: Date): PlatformProblem[] {
  const latest = Math.max(0, ...facts.probes.map(({ at }) => at.getTime()));
  const silent = now.getTime() - latest > PROBES_SILENT_MS;
  const found = [
    // What probes said before they fell silent is no word about now.
    ...(silent ? [probesSilent(latest)] : facts.probes.flatMap(probed)),
    ...facts.trunks.flatMap(failing),
    ...mailProblems(facts.mails),
    ...facts.registers.flatMap((register) => registerProblems(register, now)),
    ...late(facts, now),
  ];
  const rank = { critical: 0, warning: 1, info: 2 };
  return found.sort((a, b) => rank[a.severity] - rank[b.severity]);
}

function probesSilent(latest: number): PlatformProblem {
  return problem("PROBES_SILENT", {
    severity: "critical",
    message: "Nobody looks after the platform's parts: no worker has reported for three minutes.",
    remedy: "Start a worker, or look at the log of the one that should run.",
    since: latest > 0 ? new Date(latest) : null,
  });
}

/** What a probe that is not well means, and what to do. */
const MEANING: Readonly<
  Record<string, { code: PlatformProblemCode; degraded?: PlatformProblemCode; message: string; remedy: string }>
> = {
  database: {
    code: "DATABASE_SLOW",
    message: "Postgres is slow or does not answer the worker",
    remedy: "Look at its load, its disk and its connections.",
  },
  redis: {
    code: "REDIS_AWAY",
    message: "Redis does not answer: screens stand still and nothing new is dialled",
    remedy: "Start it again; nothing has to be restored.",
  },
  queues: {
    code: "QUEUE_STUCK",
    message: "Jobs wait in a queue that does not drain",
    remedy: "Look at the worker's log for the job that fails, or start another worker.",
  },
  storage: {
    code: "STORAGE_AWAY",
    degraded: "STORAGE_FULL",
    message: "The storage cannot be written, or is nearly full",
    remedy: "Check the mount and its free space: recordings and uploads need it.",
  },
  web: {
    code: "WEB_AWAY",
    message: "The pages do not answer under their public address",
    remedy: "Start the web process, or look at the proxy in front of it.",
  },
  certificate: {
    code: "CERTIFICATE_ENDS",
    message: "The certificate of the public address ends soon, or has ended",
    remedy: "Renew it; browsers refuse the pages and softphones afterwards.",
  },
};

function probed({ part, at, status, detail }: Probe): PlatformProblem[] {
  const meaning = MEANING[part];
  if (!meaning || status === "ok") return [];
  const code = status === "degraded" ? (meaning.degraded ?? meaning.code) : meaning.code;
  return [
    problem(code, {
      severity: status === "down" ? "critical" : "warning",
      message: detail ? `${meaning.message} (${detail}).` : `${meaning.message}.`,
      remedy: meaning.remedy,
      since: at,
      details: { detail: detail ?? "" },
    }),
  ];
}

function failing({ node, trunk, ended, failed }: TrunkCalls): PlatformProblem[] {
  if (ended < TRUNK_CALLS || failed / ended < TRUNK_FAILED_SHARE) return [];
  return [
    problem("TRUNK_FAILING", {
      severity: "critical",
      message: `${failed} of the last ${ended} calls over trunk ${trunk} of ${node} failed.`,
      remedy: "Ask the carrier; disable the trunk meanwhile, so that calls go over the others.",
      details: { node, trunk, ended, failed },
    }),
  ];
}

function mailProblems({ held, failed, since }: PlatformFacts["mails"]): PlatformProblem[] {
  return [
    ...(failed > 0
      ? [
          problem("MAIL_FAILING", {
            severity: "warning",
            message: `${failed} mails of the last week could not be delivered.`,
            remedy: "Look at the mail page for the reason, put the address right and send them again.",
            since,
            details: { count: failed },
          }),
        ]
      : []),
    ...(held > 0
      ? [
          problem("MAIL_HELD", {
            severity: "info",
            message: `${held} mails are held, because no mail server is configured.`,
            remedy: "Set SMTP_URL and MAIL_FROM for the worker, then send them from the mail page.",
            since,
            details: { count: held },
          }),
        ]
      : []),
  ];
}

function registerProblems({ name, unreadable, validUntil }: RegisterState, now: Date): PlatformProblem[] {
  const details = { register: name, day: validUntil?.toISOString().slice(0, 10) ?? "" };
  if (unreadable)
    return [
      problem("REGISTER_UNREADABLE", {
        severity: "critical",
        message: `The register ${name} cannot be read: nothing that it binds is dialled.`,
        remedy: "Check the storage, or import the register again.",
        details,
      }),
    ];
  if (validUntil === null) return [];
  const left = validUntil.getTime() - now.getTime();
  if (left > REGISTER_SOON_MS) return [];
  return [
    problem(left < 0 ? "REGISTER_ENDED" : "REGISTER_ENDS", {
      severity: left < 0 ? "critical" : "warning",
      message: `The register ${name} is valid until ${details.day}.`,
      remedy: "Import its newest edition.",
      details,
    }),
  ];
}

function late({ approvals, webhooks }: PlatformFacts, now: Date): PlatformProblem[] {
  const isLate = (since: Date | null, ms: number) => since !== null && now.getTime() - since.getTime() > ms;
  return [
    ...(approvals.waiting > 0 && isLate(approvals.since, APPROVAL_LATE_MS)
      ? [
          problem("APPROVALS_WAIT", {
            severity: "warning",
            message: `${approvals.waiting} campaigns wait for approval.`,
            remedy: "Look at them on the approvals page.",
            since: approvals.since,
            details: { count: approvals.waiting },
          }),
        ]
      : []),
    ...(webhooks.waiting > 0 && isLate(webhooks.since, WEBHOOK_LATE_MS)
      ? [
          problem("PAYMENTS_WAIT", {
            severity: "warning",
            message: `${webhooks.waiting} messages of the payment provider are not processed.`,
            remedy: "Look at the worker's log; they are tried again every hour.",
            since: webhooks.since,
            details: { count: webhooks.waiting },
          }),
        ]
      : []),
  ];
}
