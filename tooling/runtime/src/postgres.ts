import { rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import pg from "pg";
import { RuntimeError } from "./errors.ts";
import { findPlace, type Place } from "./postgres/place.ts";
import { APP_ROLE, CEL_ROLE, DATABASE, ensureRoles, OWNER_ROLE } from "./postgres/roles.ts";
import { databaseSecrets } from "./postgres/secrets.ts";
import { waitReady } from "./process/ready.ts";
import { run } from "./process/run.ts";
import { clearLeftover, type ProcessSpec, startProcess } from "./process/supervise.ts";
import { noProgress, type OnProgress } from "./progress.ts";

const SUPERUSER = "postgres";
const HOST = "127.0.0.1";

export interface PostgresServer {
  /** The superuser on the maintenance database; for set-up and tests only. */
  adminUrl: string;
  /** Owns the database `callbay` and runs migrations; no superuser; may create databases. */
  ownerUrl: string;
  /** What the applications use; bound by row-level security. */
  appUrl: string;
  /** What Asterisk uses to write its channel event log. */
  celUrl: string;
  port: number;
  /** Where the data are: below `dir`, or in /var/tmp when the database's OS user cannot enter that. */
  dataDir: string;
  stop(): Promise<void>;
  /** Ends all its processes by force, at once, as a crash would. */
  kill(): Promise<void>;
}

/**
 * Starts the embedded Postgres on a loopback port, creating it when `dir` holds none.
 * `throwaway` trades durability for speed: for tests, whose data nobody misses.
 */
export async function startPostgres(options: {
  dir: string;
  port: number;
  throwaway?: boolean;
  onProgress?: OnProgress;
}): Promise<PostgresServer> {
  const dir = resolve(options.dir);
  const onProgress = options.onProgress ?? noProgress;
  const place = await findPlace(dir, options.throwaway ?? false, onProgress);
  const spec = processSpec(dir, place, options.port, options.throwaway ?? false);
  // Before anything touches the data: an unclean end may have left the old server running on it.
  await clearLeftover(spec.pidFile);
  const secrets = databaseSecrets(join(dir, "secrets.json"));
  if (!(await isInitialised(place))) {
    onProgress("Creating the database");
    await initialise(dir, place, secrets.admin);
  }
  const server = await startProcess(spec);
  const url = (user: string, password: string, database: string) =>
    `postgresql://${user}:${password}@${HOST}:${options.port}/${database}`;
  const adminUrl = url(SUPERUSER, secrets.admin, "postgres");
  await waitReady(server, {
    name: spec.name,
    logFile: spec.logFile,
    deadlineMs: 60_000,
    answers: () => connects(adminUrl),
  });
  try {
    await ensureRoles(adminUrl, secrets);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    adminUrl,
    ownerUrl: url(OWNER_ROLE, secrets.owner, DATABASE),
    appUrl: url(APP_ROLE, secrets.app, DATABASE),
    celUrl: url(CEL_ROLE, secrets.cel, DATABASE),
    port: options.port,
    dataDir: place.dataDir,
    stop: () => server.stop(),
    kill: () => server.kill(),
  };
}

function processSpec(dir: string, place: Place, port: number, throwaway: boolean): ProcessSpec {
  const settings: Record<string, string> = {
    listen_addresses: HOST,
    // A socket file would need a folder that is ours, short enough, and writable to the OS user.
    unix_socket_directories: "",
    max_connections: "200",
    timezone: "UTC",
    log_timezone: "UTC",
    ...(throwaway ? { fsync: "off", synchronous_commit: "off", full_page_writes: "off" } : {}),
  };
  return {
    name: "Postgres",
    file: join(place.native, "bin/postgres"),
    args: [
      "-D",
      place.dataDir,
      "-p",
      String(port),
      ...Object.entries(settings).flatMap(([key, value]) => ["-c", `${key}=${value}`]),
    ],
    cwd: "/",
    env: { ...process.env, LC_ALL: "C", TZ: "UTC" },
    uid: place.uid,
    gid: place.gid,
    logFile: join(dir, "postgres.log"),
    pidFile: join(dir, "postgres.run.json"),
    marker: place.dataDir,
    // "Fast shutdown": open sessions are ended, everything is written.
    stopSignal: "SIGINT",
    stopTimeoutMs: 20_000,
  };
}

/** Asked as the database's OS user: the data folder is closed to everybody else. */
async function isInitialised(place: Place): Promise<boolean> {
  const found = await run("/usr/bin/test", ["-f", join(place.dataDir, "callbay.initialised")], {
    uid: place.uid,
    gid: place.gid,
    cwd: "/",
  });
  return found.code === 0;
}

async function initialise(dir: string, place: Place, password: string): Promise<void> {
  // No mark of completeness: what lies there is the half of an earlier, interrupted creation.
  const { uid, gid, dataDir } = place;
  const asServer = { uid, gid, cwd: "/", env: { ...process.env, LC_ALL: "C" } };
  await run("/usr/bin/find", [dataDir, "-mindepth", "1", "-delete"], asServer);
  const passwordFile = join(place.dataDir, "..", `.initdb-${process.pid}`);
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (uid !== undefined && gid !== undefined) await run("chown", [`${uid}:${gid}`, passwordFile]);
  try {
    const made = await run(
      join(place.native, "bin/initdb"),
      [
        "-D",
        dataDir,
        "-U",
        SUPERUSER,
        `--pwfile=${passwordFile}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        "--no-instructions",
      ],
      asServer,
    );
    if (made.code !== 0) {
      throw new RuntimeError(
        "START_FAILED",
        `Postgres could not create its data folder: ${made.stderr.trim()}`,
        `See whether ${dir} is writable and its disk has room, then start again.`,
      );
    }
    await run("/usr/bin/touch", [join(dataDir, "callbay.initialised")], asServer);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

async function connects(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}
