import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "@callbay/tooling-runtime/ports";
import type { Secrets } from "./settings.ts";

export interface Ports {
  readonly web: number;
  readonly mediaBridge: number;
  readonly worker: number;
}

const PROVIDERS = [
  ...(["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "STRIPE_API_BASE"] as const),
  ...(["SMTP_URL", "MAIL_FROM", "IDENTITY_PROVIDERS_INSIDE"] as const),
] as const;

/** How web and worker reach the payment provider, the mail server and identity providers in one's own network. */
export type Providers = Readonly<Partial<Record<(typeof PROVIDERS)[number], string>>>;

/** Those that the environment names; none of them is needed. */
export function namedProviders(env: NodeJS.ProcessEnv = process.env): Providers {
  return Object.fromEntries(PROVIDERS.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
}

/** The ports of our own processes, as the environment says or by default. */
export function defaultPorts(env: NodeJS.ProcessEnv = process.env): Ports {
  return {
    web: Number(env.PORT ?? 3000),
    mediaBridge: Number(env.MEDIA_BRIDGE_PORT ?? 3010),
    worker: Number(env.WORKER_PORT ?? 3020),
  };
}

/** Ports that nobody uses now, for a run beside others. */
export async function freePorts(): Promise<Ports> {
  const port = () => freePort("127.0.0.1", "tcp");
  return { web: await port(), mediaBridge: await port(), worker: await port() };
}

/** Composes what our processes need; the same names as in production, see docs/operations.md. */
export function appEnvironment(options: {
  stackEnv: Readonly<Record<string, string>>;
  secrets: Secrets;
  ports: Ports;
  dir: string;
}): Record<string, string> {
  const { stackEnv, secrets, ports, dir } = options;
  const storageDir = process.env.STORAGE_DIR ?? join(dir, "storage");
  mkdirSync(storageDir, { recursive: true });
  const inherited = Object.fromEntries(
    [
      ...["PATH", "HOME", "LANG", "TZ", "LOG_LEVEL", "NODE_EXTRA_CA_CERTS", "APP_URL", "RELAY_URL"],
      // Where recordings are kept; each process reads the same.
      ...Object.keys(process.env).filter((name) => name.startsWith("RECORDING_")),
    ]
      .map((name) => [name, process.env[name]])
      .filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
  return {
    APP_URL: `http://127.0.0.1:${ports.web}`,
    RELAY_URL: `ws://127.0.0.1:${ports.mediaBridge}`,
    ...inherited,
    DATABASE_URL: stackEnv.DATABASE_URL ?? "",
    REDIS_URL: stackEnv.REDIS_URL ?? "",
    SECRET_KEY: secrets.SECRET_KEY,
    AUTH_SECRET: secrets.AUTH_SECRET,
    STORAGE_DIR: storageDir,
    // Whoever tries it out has no mail server: what would be sent is shown.
    ...(process.env.APP_URL || process.env.SMTP_URL ? {} : { MAILBOX: "on" }),
    PORT: String(ports.web),
    MEDIA_BRIDGE_PORT: String(ports.mediaBridge),
    MEDIA_BRIDGE_HEALTH_URL: `http://127.0.0.1:${ports.mediaBridge}/health`,
    WORKER_PORT: String(ports.worker),
    WORKER_HEALTH_URL: `http://127.0.0.1:${ports.worker}/health`,
  };
}
