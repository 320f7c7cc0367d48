import { RuntimeError } from "../errors.ts";
import { logTail, type SupervisedProcess } from "./supervise.ts";
import { until } from "./until.ts";

/** Waits until a started part answers; when it ends or stays silent instead, says so with the end of its log. */
export async function waitReady(
  process: SupervisedProcess,
  options: { name: string; logFile: string; deadlineMs: number; answers: () => Promise<boolean> },
): Promise<void> {
  const failed = (what: string) =>
    new RuntimeError(
      "START_FAILED",
      `${options.name} ${what}. The end of its log:\n${logTail(options.logFile)}`,
      `The whole log is ${options.logFile}.`,
    );
  try {
    await until(
      async () => {
        if (!process.running) throw failed("ended while starting");
        return await options.answers();
      },
      { deadlineMs: options.deadlineMs, describe: () => "late" },
    );
  } catch (error) {
    await process.kill();
    if (error instanceof RuntimeError) throw error;
    throw failed(`did not answer within ${Math.round(options.deadlineMs / 1000)} s`);
  }
}
