import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { migrate } from "@callbay/db/migrate";
import { assertPortFree } from "@callbay/tooling-runtime/ports";
import { clearLeftovers } from "@callbay/tooling-runtime/process/leftovers";
import { type Stack, startStack } from "@callbay/tooling-runtime/stack";
import { type AppSpec, type RunningApp, startApp } from "./apps.ts";
import { APPS, buildApps } from "./build.ts";
import { appEnvironment, type Ports, type Providers } from "./environment.ts";
import { migrationsDir } from "./paths.ts";
import { step } from "./say.ts";
import { seedInstallation } from "./seed.ts";
import { loadSecrets, type Secrets } from "./settings.ts";

export interface Callbay {
  readonly webUrl: string;
  readonly stack: Stack;
  readonly secrets: Secrets;
  readonly env: Readonly<Record<string, string>>;
  readonly apps: readonly RunningApp[];
  /** Ends our processes first, so that calls and jobs are put down in order, then what they stand on. */
  stop(): Promise<void>;
}

/** Brings up everything: parts, schema, demo data, web, worker, media-bridge. All of it or nothing. */
export async function startCallbay(options: {
  dir: string;
  ports: Ports;
  stackPorts: "default" | "free";
  throwaway?: boolean;
  /** The payment provider and the mail server, for web and worker; see docs/operations.md. */
  providers?: Providers;
  say: (text: string) => void;
}): Promise<Callbay> {
  const { dir, ports, say } = options;
  mkdirSync(dir, { recursive: true });
  const secrets = loadSecrets(join(dir, "secrets.json"));
  // What a killed run left behind holds our ports: end it before asking who has them.
  await clearLeftovers(dir);
  for (const [purpose, port, envVar] of [
    ["the web pages", ports.web, "PORT"],
    ["media-bridge", ports.mediaBridge, "MEDIA_BRIDGE_PORT"],
    ["the worker's health page", ports.worker, "WORKER_PORT"],
  ] as const) {
    await assertPortFree({ purpose, ip: "127.0.0.1", protocol: "tcp", port, envVar });
  }
  const [stack] = await Promise.all([
    step("Postgres, Redis, PBX and carrier", () =>
      startStack({
        dir,
        ports: options.stackPorts,
        throwaway: options.throwaway ?? false,
        external: {
          databaseUrl: process.env.DATABASE_URL,
          databaseOwnerUrl: process.env.DATABASE_OWNER_URL,
          databaseCelUrl: process.env.DATABASE_CEL_URL,
          redisUrl: process.env.REDIS_URL,
          pbx: process.env.CALLBAY_PBX_NODES !== undefined,
        },
        migrate: async (urls) => {
          await migrate(urls.ownerUrl, migrationsDir);
        },
        onProgress: (message) => say(`  … ${message}`),
      }),
    ),
    step("build", () => buildApps(APPS)),
  ]);
  const apps: RunningApp[] = [];
  const stop = async () => {
    await Promise.all(apps.map((app) => app.process.stop()));
    await stack.stop();
  };
  try {
    const env = appEnvironment({ stackEnv: stack.env, secrets, ports, dir });
    const nodes = process.env.CALLBAY_PBX_NODES ?? stack.env.CALLBAY_PBX_NODES ?? "[]";
    await step("demo data", () => seedInstallation({ env, nodes, password: secrets.DEMO_PASSWORD }));
    const specs: AppSpec[] = [
      { name: "media-bridge", port: ports.mediaBridge, env },
      { name: "worker", port: ports.worker, env: { ...env, ...options.providers } },
      { name: "web", port: ports.web, env: { ...env, ...options.providers } },
    ];
    await Promise.all(
      specs.map((spec) =>
        step(spec.name, async () => {
          apps.push(await startApp(spec, dir));
        }),
      ),
    );
    return { webUrl: `http://127.0.0.1:${ports.web}`, stack, secrets, env, apps, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
