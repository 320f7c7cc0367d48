import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { RuntimeError } from "../errors.ts";
import { sameProcessAlive, startTicks } from "../process/proc.ts";
import { until } from "../process/until.ts";

/** Runs `work` while no other process on this machine holds the same lock file; a dead holder's lock is taken over. */
export async function withLock<T>(file: string, what: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(file), { recursive: true });
  let told = false;
  try {
    await until(
      () => {
        if (take(file)) return true;
        if (!told) onWait();
        told = true;
        return false;
      },
      { deadlineMs: 10 * 60_000, everyMs: 200, describe: () => "lock" },
    );
  } catch (cause) {
    throw new RuntimeError(
      "ROOT_BUSY",
      `${what} has been under way in another process for ten minutes.`,
      `End that process, or delete ${file}, and start again.`,
      { cause },
    );
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file: string): boolean {
  try {
    const handle = openSync(file, "wx");
    writeSync(handle, `${process.pid} ${startTicks(process.pid)}`);
    closeSync(handle);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  try {
    const [pid, ticks] = readFileSync(file, "utf8").split(" ");
    // An empty file belongs to a holder that is writing it at this moment.
    if (pid && !sameProcessAlive(Number(pid), ticks)) rmSync(file, { force: true });
  } catch {
    // Released between the two calls: the next round takes it.
  }
  return false;
}
