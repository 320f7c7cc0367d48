import { reopenBlocked } from "@callbay/db/sql/dial-why";
import type { VerbContext } from "../context.ts";
import { hotVerb, z } from "../verb.ts";
import { MENDABLE } from "./gate.ts";

/** So many contacts in one transaction: nobody waits long for its locks. */
const PIECE = 5_000;

/**
 * Contacts whom the gate took out of the queue for what may have been put right since (a number to show, hours, the
 * profile, consent) are asked about again, piece by piece. Doing it again changes little: who is refused still goes.
 */
export async function reopenMended(
  ctx: VerbContext,
  which: { readonly tenantId: string; readonly campaignId: string },
): Promise<void> {
  let reopened = PIECE;
  while (reopened === PIECE) reopened = await reopenPiece(ctx, which);
}

const reopenPiece = hotVerb({
  name: "dial.reopen_mended",
  input: z.object({ tenantId: z.uuid(), campaignId: z.uuid() }),
  run: async ({ tx, now }, which) => reopenBlocked(tx, { ...which, now }, MENDABLE, PIECE),
});
