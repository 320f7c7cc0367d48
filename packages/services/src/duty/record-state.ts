import { newId } from "@callbay/db/ids";
import { writeDutyStep } from "@callbay/db/sql/duty-state";
import { OFF_REASONS } from "@callbay/domain/duty-machine";
import { notFound } from "@callbay/domain/errors";
import { DUTY_NEXTS, DUTY_STATES } from "@callbay/domain/values";
import { leaseLost, ownedBy } from "../node/lease.ts";
import { hotVerb, systemVerb, z } from "../verb.ts";
import { giveBackOffer } from "./preview/offer.ts";

const dutyInput = z.strictObject({
  ...ownedBy,
  dutySessionId: z.uuid(),
  /** Number of the interval that holds now; 1 is the first. Told again with the same number, nothing changes. */
  seq: z.int().min(1),
  state: z.enum(DUTY_STATES),
  since: z.date(),
  pauseReason: z.string().nullable(),
  next: z.enum(DUTY_NEXTS).nullable(),
  currentCallId: z.uuid().nullable(),
  offReason: z.enum(OFF_REASONS).nullable(),
});
export type DutyRecord = z.input<typeof dutyInput>;

/**
 * Writes where an agent stands: closes the interval before, opens the next one, updates the session, in one
 * transaction, so that intervals tile the session whatever dies when. Answers what may have changed at the seat.
 */
export const recordDutyState = hotVerb({
  name: "duty.record_state",
  input: dutyInput,
  run: async ({ tx, tenantId, emit }, input) => {
    const { nodeId, dutySessionId, state, since } = input;
    const row = await writeDutyStep(tx, { ...input, intervalId: newId() });
    if (row && !row.held) throw leaseLost(nodeId);
    if (!row) throw notFound("duty_session");
    const { membershipId, recordingEnabled, stateBefore } = row;
    // Ended, or moved to another node: whoever has it now writes it.
    if (!row.written) return { recordingEnabled };
    if (stateBefore === "previewing" && state !== "previewing") await giveBackOffer(tx, { tenantId, dutySessionId });
    emit({
      type: "duty.changed",
      dutySessionId,
      membershipId,
      state,
      since: since.toISOString(),
      reason: input.pauseReason,
      callId: input.currentCallId,
    });
    return { recordingEnabled };
  },
});

/** What a node's owner needs to take an agent in. */
export const readDutySession = systemVerb({
  name: "duty.read_session",
  input: z.strictObject({ tenantId: z.uuid(), dutySessionId: z.uuid() }),
  run: ({ tx, tenantId }, { dutySessionId }) =>
    tx.dutySession.findUnique({
      where: { tenantId_id: { tenantId, id: dutySessionId } },
      include: {
        intervals: { orderBy: { seq: "desc" }, take: 1 },
        seatLease: {
          select: { recordingEnabled: true, phone: { select: { username: true, generation: true, nodeId: true } } },
        },
      },
    }),
});
