import { importContacts } from "@callbay/jobs/catalogue";
import type { VerbContext } from "../context.ts";
import { platformVerb } from "../node/platform-verb.ts";
import { z } from "../verb.ts";

const findUnfinished = platformVerb({
  name: "list.find_unfinished",
  input: z.object({}),
  run: async ({ tx }) =>
    tx.contactImport.findMany({
      where: { state: { in: ["queued", "running"] } },
      select: { tenantId: true, id: true },
      take: 1_000,
    }),
});

/** Puts unfinished imports on their queue again, which changes nothing for those that wait or run there. */
export async function requeueImports(ctx: VerbContext): Promise<void> {
  for (const { tenantId, id } of await findUnfinished(ctx, {}))
    await ctx.deps.jobs.enqueue(importContacts, { tenantId, importId: id });
}
