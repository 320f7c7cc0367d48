import { hostname } from "node:os";
import { z } from "zod";
import { metricsEnvironment } from "./metrics.ts";
import { commonEnvironment, parseEnvironment, paymentEnvironment, port } from "./parse.ts";
import { hasRecordingKeys, RECORDING_KEYS_MISSING, recordingEnvironment } from "./recordings.ts";

const schema = z
  .object({
    ...commonEnvironment,
    ...metricsEnvironment,
    ...paymentEnvironment,
    ...recordingEnvironment,
    /** /health. */
    WORKER_PORT: port.default(3020),
    WORKER_HOST: z.string().default("127.0.0.1"),
    /** Campaigns that one process dials at once; more wait for another process. */
    DIAL_CONCURRENCY: z.coerce.number().int().min(1).max(1_000).default(100),
    DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(200).default(12),
    /** Do-not-call registers up to this much are kept in memory; larger ones are read from the disk, block by block. */
    REGISTER_MEMORY_MB: z.coerce.number().int().min(0).max(65_536).default(1_024),
    /** smtp://user:password@host:587 or smtps://…; without it mails are held, and the operator sees them. */
    SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
    /** The sender of mails: "Harbour Light <billing@example.com>". */
    MAIL_FROM: z.string().min(3).optional(),
  })
  .refine(hasRecordingKeys, RECORDING_KEYS_MISSING)
  .refine(({ SMTP_URL, MAIL_FROM }) => SMTP_URL === undefined || MAIL_FROM !== undefined, {
    path: ["MAIL_FROM"],
    message: "is needed with SMTP_URL",
  });

/** What the worker reads from its environment. */
export type WorkerConfig = Omit<z.output<typeof schema>, "INSTANCE_ID"> & { readonly INSTANCE_ID: string };

/** @throws ConfigError naming each variable that is missing or wrong */
export function workerConfig(env: Readonly<Record<string, string | undefined>>): WorkerConfig {
  const parsed = parseEnvironment("worker", schema, env);
  return { ...parsed, INSTANCE_ID: parsed.INSTANCE_ID ?? `${hostname()}-${process.pid}` };
}
