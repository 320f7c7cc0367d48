import { parseArgs } from "node:util";
import { RuntimeError } from "./errors.ts";
import { run } from "./process/run.ts";
import { type DatabaseUrls, startStack } from "./stack.ts";

const USAGE =
  "Usage: tsx tooling/runtime/src/cli.ts up --dir DIR [--free] [--nodes N] [--phones] [--no-carrier] [--throwaway] [--migrate COMMAND]";

/** For people who need a PBX, a carrier and databases to develop against: prints the addresses as JSON and stays until Ctrl-C. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      dir: { type: "string" },
      free: { type: "boolean", default: false },
      nodes: { type: "string", default: "1" },
      phones: { type: "boolean", default: false },
      "no-carrier": { type: "boolean", default: false },
      throwaway: { type: "boolean", default: false },
      migrate: { type: "string" },
    },
  });
  if (positionals[0] !== "up" || !values.dir) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  const ended = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => resolve());
  });
  const stack = await startStack({
    dir: values.dir,
    ports: values.free ? "free" : "default",
    nodes: Number(values.nodes),
    withPhones: values.phones,
    withCarrier: !values["no-carrier"],
    throwaway: values.throwaway,
    ...(values.migrate ? { migrate: migrateBy(values.migrate) } : {}),
    onProgress: (message) => process.stderr.write(`${message}\n`),
  });
  const { database, redisUrl, carrier, phones, env } = stack;
  const nodes = stack.nodes.map(({ console: _console, exited: _exited, stop: _stop, kill: _kill, ...shown }) => shown);
  process.stdout.write(
    `${JSON.stringify({ database: { ownerUrl: database.ownerUrl, appUrl: database.appUrl, celUrl: database.celUrl, adminUrl: database.adminUrl }, redisUrl, nodes, carrier: carrier && { host: carrier.host, port: carrier.port, logFile: carrier.logFile }, phones: phones && { host: phones.host, port: phones.port }, env }, null, 2)}\n`,
  );
  process.stderr.write("Up. Ctrl-C stops everything.\n");
  await ended;
  await stack.stop();
  return 0;
}

/** Runs a shell command with the database's addresses in its environment. */
function migrateBy(command: string): (urls: DatabaseUrls) => Promise<void> {
  return async (urls) => {
    const result = await run("/bin/sh", ["-c", command], {
      env: { ...process.env, DATABASE_URL: urls.appUrl, DATABASE_OWNER_URL: urls.ownerUrl },
    });
    process.stderr.write(result.stdout + result.stderr);
    if (result.code !== 0)
      throw new RuntimeError("START_FAILED", `The migration command failed (${result.code}).`, command);
  };
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(
      `${error instanceof RuntimeError ? error.toDisplay() : error instanceof Error ? error.stack : String(error)}\n`,
    );
    process.exit(1);
  },
);
