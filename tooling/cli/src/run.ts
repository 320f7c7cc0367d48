import { spawn } from "node:child_process";
import { projectRoot } from "./paths.ts";

/** Runs a tool of the project to its end with its output on the terminal; yields the exit code. */
export function runTool(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<number> {
  const child = spawn(file, args, {
    cwd: projectRoot,
    env: { ...process.env, ...env },
    // A tool's report goes to stderr, so that stdout ends with our own last line.
    stdio: ["ignore", 2, 2],
  });
  const end = () => child.kill();
  process.once("exit", end);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      process.removeListener("exit", end);
      resolve(code ?? 1);
    });
  });
}
