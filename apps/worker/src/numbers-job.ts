import { importNumbers } from "@callbay/jobs/catalogue";
import { handle, type JobHandler } from "@callbay/jobs/queue";
import type { Deps, VerbContext } from "@callbay/services/context";
import { finishNumbers } from "@callbay/services/do-not-call/import-steps";
import { runNumbersImport } from "@callbay/services/do-not-call/run-import";

/** Runs imports of numbers. One that fails for the last time says so; the register stays as it was. */
export function numbersHandler(deps: Deps, clock: () => Date, stop: AbortSignal): JobHandler {
  return handle(importNumbers, async ({ importId }, meta) => {
    const ctx = (): VerbContext => ({
      deps,
      actor: { kind: "system", name: "import" },
      now: clock(),
      requestId: `numbers-${importId}`,
    });
    try {
      await runNumbersImport(ctx(), importId, { clock, stopping: () => stop.aborted });
    } catch (error) {
      if (meta.lastAttempt) await finishNumbers(ctx(), { importId, errorCode: "INTERNAL" });
      throw error;
    }
  });
}
