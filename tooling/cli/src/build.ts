import { spawn } from "node:child_process";
import { constants, setPriority } from "node:os";
import { join } from "node:path";
import { projectRoot } from "./paths.ts";

/** What the whole product consists of. */
export const APPS = ["web", "worker", "media-bridge"] as const;

/**
 * Bundles the named apps for production. Turborepo skips what did not change since the last time.
 * @param isBeside lets others have the processor first
 * @throws Error with the compiler's words
 */
export async function buildApps(apps: readonly string[], isBeside = false): Promise<void> {
  const filters = apps.map((app) => `--filter=@callbay/${app}`);
  const child = spawn(
    join(projectRoot, "node_modules/.bin/turbo"),
    ["run", "build", ...filters, "--output-logs=errors-only"],
    {
      cwd: projectRoot,
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1", NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  if (isBeside && child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (chunk: string) => {
      output += chunk;
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  });
  if (code !== 0) throw new Error(`The build failed; what ran before goes on.\n${output}`);
}
