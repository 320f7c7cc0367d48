import { join } from "node:path";
import { waitReady } from "@callbay/tooling-runtime/process/ready";
import { type SupervisedProcess, startProcess } from "@callbay/tooling-runtime/process/supervise";
import { projectRoot } from "./paths.ts";

export type AppName = "web" | "worker" | "media-bridge";

export interface AppSpec {
  readonly name: AppName;
  /** Tells instances of one app apart; the default is the app's name. */
  readonly instance?: string;
  readonly port: number;
  /** Whole environment of the process. */
  readonly env: Readonly<Record<string, string>>;
}

export interface RunningApp {
  readonly name: AppName;
  readonly url: string;
  readonly process: SupervisedProcess;
}

const entry: Record<AppName, string> = {
  web: "apps/web/server.mjs",
  worker: "apps/worker/dist/main.js",
  "media-bridge": "apps/media-bridge/dist/main.js",
};
const healthPath: Record<AppName, string> = { web: "/api/health", worker: "/health", "media-bridge": "/health" };

/** Starts one built app as production would and waits until its health page answers. */
export async function startApp(spec: AppSpec, dir: string): Promise<RunningApp> {
  const instance = spec.instance ?? spec.name;
  const url = `http://127.0.0.1:${spec.port}`;
  const logFile = join(dir, "logs", `${instance}.log`);
  const process_ = await startProcess({
    name: `Callbay ${instance}`,
    file: process.execPath,
    args: ["--enable-source-maps", join(projectRoot, entry[spec.name])],
    cwd: projectRoot,
    env: { ...spec.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", INSTANCE_ID: instance },
    logFile,
    pidFile: join(dir, "run", `${instance}.pid`),
    marker: entry[spec.name],
    stopSignal: "SIGTERM",
    stopTimeoutMs: 10_000,
  });
  await waitReady(process_, {
    name: `Callbay ${instance}`,
    logFile,
    deadlineMs: 60_000,
    answers: async () => {
      try {
        return (await fetch(url + healthPath[spec.name], { signal: AbortSignal.timeout(5_000) })).status < 500;
      } catch {
        return false;
      }
    },
  });
  return { name: spec.name, url, process: process_ };
}
