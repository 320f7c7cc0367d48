import { mkdirSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join, resolve } from "node:path";
import type { PrivateRoot } from "./private-root.ts";
import { waitReady } from "./process/ready.ts";
import { startProcess } from "./process/supervise.ts";

const HOST = "127.0.0.1";

export interface RedisServer {
  url: string;
  port: number;
  stop(): Promise<void>;
  /** Ends it by force, at once, as a crash would. */
  kill(): Promise<void>;
}

/** Starts the private root's Redis on a loopback port, with an append-only file and no eviction: it carries queues. */
export async function startRedis(options: {
  dir: string;
  port: number;
  privateRoot: PrivateRoot;
}): Promise<RedisServer> {
  const dir = resolve(options.dir);
  mkdirSync(dir, { recursive: true });
  const config = join(dir, "redis.conf");
  writeFileSync(
    config,
    [
      `bind ${HOST}`,
      `port ${options.port}`,
      "protected-mode yes",
      `dir "${dir}"`,
      "appendonly yes",
      "appendfsync everysec",
      'save ""',
      "maxmemory-policy noeviction",
      "daemonize no",
      // Redis would replace its command line, by which a later start recognises a leftover.
      "set-proc-title no",
      "",
    ].join("\n"),
  );
  const logFile = join(dir, "redis.log");
  const command = options.privateRoot.command("redis-server", [config]);
  const server = await startProcess({
    name: "Redis",
    ...command,
    cwd: dir,
    logFile,
    pidFile: join(dir, "redis.run.json"),
    marker: config,
    stopSignal: "SIGTERM",
    stopTimeoutMs: 10_000,
  });
  await waitReady(server, { name: "Redis", logFile, deadlineMs: 30_000, answers: () => pings(options.port) });
  return {
    url: `redis://${HOST}:${options.port}`,
    port: options.port,
    stop: () => server.stop(),
    kill: () => server.kill(),
  };
}

/** PING; while Redis still loads its file it answers with an error, which is not yet readiness. */
function pings(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, HOST, () => socket.write("PING\r\n"));
    const finish = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(2_000, () => finish(false));
    socket.on("error", () => finish(false));
    socket.on("data", (chunk) => finish(chunk.toString().startsWith("+PONG")));
  });
}
