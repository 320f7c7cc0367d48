import { join } from "node:path";
import { freePort } from "@callbay/tooling-runtime/ports";
import { type SupervisedProcess, startProcess } from "@callbay/tooling-runtime/process/supervise";
import { projectRoot } from "../paths.ts";
import { BENCH_SECRET } from "./dial-data.ts";

/** A worker in a process of its own, as it runs in production; its log is in `dir`. */
export async function startDialWorker(at: {
  readonly dir: string;
  readonly databaseUrl: string;
  readonly redisUrl: string;
}): Promise<SupervisedProcess> {
  const main = join(projectRoot, "apps/worker/src/main.ts");
  return startProcess({
    name: "Callbay worker",
    file: process.execPath,
    args: ["--import", "tsx", main],
    cwd: projectRoot,
    env: {
      ...{ PATH: process.env.PATH, NODE_ENV: "production", LOG_LEVEL: "info" },
      ...{ DATABASE_URL: at.databaseUrl, REDIS_URL: at.redisUrl, SECRET_KEY: BENCH_SECRET },
      ...{ STORAGE_DIR: join(at.dir, "storage"), WORKER_PORT: String(await freePort("127.0.0.1", "tcp")) },
    },
    logFile: join(at.dir, "worker.log"),
    pidFile: join(at.dir, "worker.pid"),
    marker: main,
    stopSignal: "SIGTERM",
    stopTimeoutMs: 10_000,
  });
}
