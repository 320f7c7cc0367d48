import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { until } from "./until.ts";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

/** On a machine that has much else to do. */
const STARTS_WITHIN_MS = 60_000;

/** A media-bridge in a process of its own, which can be killed like one. */
export interface MediaBridgeProcess {
  readonly port: number;
  readonly log: () => string;
  health(): Promise<{
    status: string;
    nodes: { name: string; owned: boolean; connected: boolean; adopted: boolean; agents: number; calls: number }[];
  }>;
  /** As a power cut would. */
  kill(): Promise<void>;
  /** As an orderly deploy does. */
  stop(): Promise<void>;
}

/**
 * Starts media-bridge from its source and waits until it owns and has adopted its nodes: all, or those of PBX_NODES.
 *
 * @param env What it is configured by; `MEDIA_BRIDGE_PORT` is a free port.
 */
export async function startMediaBridge(
  env: Readonly<Record<string, string>> & { readonly MEDIA_BRIDGE_PORT: string },
): Promise<MediaBridgeProcess> {
  const port = Number(env.MEDIA_BRIDGE_PORT);
  const child = spawn(process.execPath, ["--import", "tsx", "apps/media-bridge/src/main.ts"], {
    cwd: ROOT,
    env: { ...process.env, LOG_LEVEL: "debug", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  const keep = (chunk: Buffer) => {
    log += chunk.toString();
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const health = async () => {
    const response = await fetch(`http://127.0.0.1:${port}/health`);
    return (await response.json()) as Awaited<ReturnType<MediaBridgeProcess["health"]>>;
  };
  await until(
    `media-bridge adopts its nodes\n${log}`,
    async () => {
      if (child.exitCode !== null) throw new Error(`media-bridge ended:\n${log}`);
      const report = await health().catch(() => null);
      const own = report?.nodes.filter(({ name }) => !env.PBX_NODES || env.PBX_NODES.split(",").includes(name)) ?? [];
      return own.length > 0 && own.every(({ adopted }) => adopted);
    },
    STARTS_WITHIN_MS,
  );
  return { port, log: () => log, health, kill: () => end(child, "SIGKILL"), stop: () => end(child, "SIGTERM") };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill(signal);
  await ended;
}
