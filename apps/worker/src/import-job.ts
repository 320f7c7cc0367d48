import { importContacts } from "@callbay/jobs/catalogue";
import { handle, type JobHandler } from "@callbay/jobs/queue";
import type { Deps, VerbContext } from "@callbay/services/context";
import { finishImport } from "@callbay/services/list/import-batch";
import { runImport } from "@callbay/services/list/run-import";

/** Runs imports. One that fails for the last time says so on its list; what came in stays. */
export function importHandler(deps: Deps, clock: () => Date, stop: AbortSignal): JobHandler {
  return handle(importContacts, async (which, meta) => {
    const ctx = (): VerbContext => ({
      deps,
      actor: { kind: "system", name: "import" },
      now: clock(),
      requestId: `import-${which.importId}`,
    });
    try {
      await runImport(ctx(), which, { clock, stopping: () => stop.aborted });
    } catch (error) {
      if (meta.lastAttempt) await finishImport(ctx(), { ...which, errorCode: "INTERNAL" });
      throw error;
    }
  });
}
