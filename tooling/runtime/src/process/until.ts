import { setTimeout as pause } from "node:timers/promises";

/**
 * Asks `check` again and again until it yields something else than undefined or false.
 * Throws `describe()` when the deadline passes, so that a stuck start says what it waited for.
 */
export async function until<T>(
  check: () => Promise<T | undefined | false> | T | undefined | false,
  options: { deadlineMs: number; everyMs?: number; describe: () => string },
): Promise<T> {
  const deadline = Date.now() + options.deadlineMs;
  for (;;) {
    const value = await check();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > deadline) throw new Error(options.describe());
    await pause(options.everyMs ?? 25);
  }
}
