import { createHash } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { RuntimeError } from "../errors.ts";
import type { PrivateRoot } from "../private-root.ts";
import { waitReady } from "../process/ready.ts";
import { run } from "../process/run.ts";
import { startProcess } from "../process/supervise.ts";
import { type AriUser, commonConfig, type InstanceFolders } from "./common-config.ts";
import { layOutData } from "./media.ts";

/** A Unix socket's path may hold 107 characters, of which Asterisk needs a few for the file's name. */
const LONGEST_RUN_DIR = 90;

export interface AsteriskSpec {
  /** For people and for the channel event log: "pbx-1", "carrier". */
  name: string;
  dir: string;
  ip: string;
  httpPort: number;
  rtpStart: number;
  rtpEnd: number;
  ari: AriUser;
  privateRoot: PrivateRoot;
  modules: readonly string[];
  /** Files of this instance's role, beside the common ones. */
  config: Record<string, string>;
  /** Our own media; by default a folder of the instance. */
  mediaDir?: string;
}

/** One running Asterisk, whatever its role. */
export interface AsteriskInstance {
  readonly name: string;
  readonly ariUrl: string;
  readonly wsUrl: string;
  readonly ari: AriUser;
  readonly pid: number;
  readonly running: boolean;
  readonly recordingsDir: string;
  readonly mediaDir: string;
  readonly logDir: string;
  readonly exited: Promise<unknown>;
  /** Runs a command of Asterisk's console and returns what it printed. */
  console(command: string): Promise<string>;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

/** Writes the configuration, starts Asterisk from the private root and waits until ARI answers. */
export async function startAsterisk(spec: AsteriskSpec): Promise<AsteriskInstance> {
  const dir = resolve(spec.dir);
  const folders = foldersOf(dir, spec.privateRoot);
  const mediaDir = resolve(spec.mediaDir ?? join(dir, "media"));
  const recordingsDir = join(folders.spool, "recording");
  // Without these two a recording is refused with a bare 500.
  for (const folder of [
    join(folders.lib, "keys"),
    recordingsDir,
    join(folders.spool, "monitor"),
    folders.run,
    join(folders.log, "cel-custom"),
  ]) {
    mkdirSync(folder, { recursive: true });
  }
  layOutData(folders.data, mediaDir, spec.privateRoot);
  rmSync(folders.etc, { recursive: true, force: true });
  // It holds passwords.
  mkdirSync(folders.etc, { recursive: true, mode: 0o700 });
  for (const [file, text] of Object.entries({ ...commonConfig({ ...spec, folders }), ...spec.config })) {
    writeFileSync(join(folders.etc, file), text, { mode: 0o600 });
  }
  const configFile = join(folders.etc, "asterisk.conf");
  const logFile = join(folders.log, "console.log");
  const title = `Asterisk (${spec.name})`;
  const asterisk = await startProcess({
    name: title,
    ...spec.privateRoot.command("asterisk", ["-C", configFile, "-f"]),
    cwd: dir,
    // Times in the channel event log carry no zone of the machine's.
    env: { ...process.env, TZ: "UTC", LC_ALL: "C.UTF-8" },
    logFile,
    pidFile: join(dir, "asterisk.run.json"),
    marker: configFile,
    stopSignal: "SIGTERM",
    stopTimeoutMs: 8_000,
  });
  const ariUrl = `http://${spec.ip}:${spec.httpPort}/ari`;
  await waitReady(asterisk, { name: title, logFile, deadlineMs: 60_000, answers: () => booted(ariUrl, spec.ari) });
  return {
    name: spec.name,
    ariUrl,
    wsUrl: `ws://${spec.ip}:${spec.httpPort}/ws`,
    ari: spec.ari,
    pid: asterisk.pid,
    get running() {
      return asterisk.running;
    },
    recordingsDir,
    mediaDir,
    logDir: folders.log,
    exited: asterisk.exited,
    async console(command) {
      const { file, args } = spec.privateRoot.command("asterisk", ["-C", configFile, "-r", "-x", command]);
      const result = await run(file, args, { env: { ...process.env, TZ: "UTC" } });
      if (result.code !== 0)
        throw new RuntimeError(
          "START_FAILED",
          `${title} refused "${command}": ${result.stderr.trim() || result.stdout.trim()}`,
          `See ${logFile}.`,
        );
      return result.stdout;
    },
    stop: () => asterisk.stop(),
    kill: () => asterisk.kill(),
  };
}

function foldersOf(dir: string, root: PrivateRoot): InstanceFolders {
  const inside = join(dir, "run");
  const short = join(tmpdir(), `callbay-${createHash("sha256").update(dir).digest("hex").slice(0, 12)}`);
  return {
    etc: join(dir, "etc"),
    data: join(dir, "data"),
    lib: join(dir, "lib"),
    spool: join(dir, "spool"),
    run: inside.length > LONGEST_RUN_DIR ? short : inside,
    log: join(dir, "log"),
    modules: root.modulesDir,
  };
}

/** ARI answers 503 until every module has loaded. */
async function booted(ariUrl: string, ari: AriUser): Promise<boolean> {
  try {
    const response = await fetch(`${ariUrl}/asterisk/ping`, {
      headers: ariHeaders(ari),
      signal: AbortSignal.timeout(2_000),
    });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

/** Basic authentication for ARI. */
export function ariHeaders(ari: AriUser): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${ari.username}:${ari.password}`).toString("base64")}` };
}
