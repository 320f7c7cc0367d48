import { spawn } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { RuntimeError } from "../errors.ts";
import { childrenOf, commandLine, sameProcessAlive, startTicks } from "./proc.ts";
import { until } from "./until.ts";

const SETPRIV = "/usr/bin/setpriv";
const MAX_LOG_BYTES = 20 * 1024 * 1024;

export interface ProcessSpec {
  /** For people: "Postgres", "PBX node pbx-1". */
  name: string;
  file: string;
  args: string[];
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  uid?: number;
  gid?: number;
  /** stdout and stderr go here, appended. */
  logFile: string;
  pidFile: string;
  /** Text that only our own process carries in its command line: its folder. */
  marker: string;
  /** Asked politely with this; also what the kernel sends when our own process dies. */
  stopSignal: "SIGTERM" | "SIGINT";
  stopTimeoutMs: number;
}

export interface SupervisedProcess {
  readonly pid: number;
  /** Resolves once, when the process has ended for whatever reason. */
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  readonly running: boolean;
  /** Asks it to end, and ends it by force after the spec's time. */
  stop(): Promise<void>;
  /** Ends it by force, at once, and the processes that it started with it. */
  kill(): Promise<void>;
}

interface PidRecord {
  name: string;
  marker: string;
  stopSignal: "SIGTERM" | "SIGINT";
  pid: number;
  ticks: string | undefined;
  ownerPid: number;
  ownerTicks: string | undefined;
}

/**
 * Ends what a previous run left behind under this pid file. Only a process whose start time and
 * command line are the recorded ones is touched; one whose owner still lives is somebody's running
 * stack, so we refuse instead.
 */
export async function clearLeftover(pidFile: string): Promise<void> {
  if (!existsSync(pidFile)) return;
  const record = readRecord(pidFile);
  // Torn by a crash while it was written, or some other program's: nothing to end.
  if (!record) return;
  const ours = sameProcessAlive(record.pid, record.ticks) && commandLine(record.pid)?.includes(record.marker);
  if (ours) {
    if (sameProcessAlive(record.ownerPid, record.ownerTicks)) {
      throw new RuntimeError(
        "ALREADY_RUNNING",
        `${record.name} is already running from this folder (process ${record.pid}, started by process ${record.ownerPid}).`,
        `Stop the other one first (Ctrl-C in its terminal, or kill ${record.ownerPid}), or use another folder.`,
      );
    }
    const gone = () => !sameProcessAlive(record.pid, record.ticks);
    process.kill(record.pid, record.stopSignal);
    try {
      await until(gone, { deadlineMs: 5_000, describe: () => "" });
    } catch {
      process.kill(record.pid, "SIGKILL");
      await until(gone, {
        deadlineMs: 5_000,
        describe: () => `${record.name}: process ${record.pid} of an earlier run cannot be ended`,
      });
    }
  }
  rmSync(pidFile, { force: true });
}

function readRecord(pidFile: string): PidRecord | undefined {
  try {
    const record = JSON.parse(readFileSync(pidFile, "utf8")) as Partial<PidRecord> | null;
    return typeof record?.pid === "number" && record.marker ? (record as PidRecord) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Starts a long-lived process that never outlives us. It gets its own session, so that Ctrl-C in a
 * terminal reaches only us and we stop the parts in order; and the kernel signals it when we die in
 * any other way (setpriv from util-linux sets that up, since Node cannot).
 */
export async function startProcess(spec: ProcessSpec): Promise<SupervisedProcess> {
  await clearLeftover(spec.pidFile);
  mkdirSync(dirname(spec.logFile), { recursive: true });
  mkdirSync(dirname(spec.pidFile), { recursive: true });
  if (existsSync(spec.logFile) && statSync(spec.logFile).size > MAX_LOG_BYTES) truncateSync(spec.logFile);
  const log = openSync(spec.logFile, "a");
  const guarded = existsSync(SETPRIV);
  const file = guarded ? SETPRIV : spec.file;
  const args = guarded ? ["--pdeathsig", spec.stopSignal.slice(3), spec.file, ...spec.args] : spec.args;
  const child = spawn(file, args, {
    cwd: spec.cwd,
    env: spec.env ?? process.env,
    uid: spec.uid,
    gid: spec.gid,
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  let running = true;
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once("exit", (code, signal) => {
      running = false;
      rmSync(spec.pidFile, { force: true });
      resolve({ code, signal });
    });
  });
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", (cause) =>
      reject(
        new RuntimeError(
          "START_FAILED",
          `${spec.name} could not be started: ${cause.message}`,
          `See ${spec.logFile}.`,
          { cause },
        ),
      ),
    );
  });
  const pid = child.pid as number;
  const record: PidRecord = {
    name: spec.name,
    marker: spec.marker,
    stopSignal: spec.stopSignal,
    pid,
    ticks: startTicks(pid),
    ownerPid: process.pid,
    ownerTicks: startTicks(process.pid),
  };
  writeFileSync(spec.pidFile, JSON.stringify(record));

  const kill = async () => {
    const family = running ? childrenOf(pid) : [];
    if (running) child.kill("SIGKILL");
    for (const one of family) end(one);
    await exited;
  };
  return {
    pid,
    exited,
    get running() {
      return running;
    },
    kill,
    async stop() {
      if (!running) return;
      child.kill(spec.stopSignal);
      const timer = setTimeout(() => void kill(), spec.stopTimeoutMs);
      await exited;
      clearTimeout(timer);
    },
  };
}

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It was faster.
  }
}

/** The end of a log file, to be shown when a part did not come up. */
export function logTail(logFile: string, lines = 15): string {
  try {
    return readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-lines).join("\n");
  } catch {
    return "(no log)";
  }
}
