import { newId } from "@callbay/db/ids";
import { OFF_REASONS } from "@callbay/domain/duty-machine";
import { DUTY_NEXTS, DUTY_STATES } from "@callbay/domain/values";
import { assertNodeFence, ownedBy } from "../node/lease.ts";
import { systemVerb, z } from "../verb.ts";
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
export const recordDutyState = systemVerb({
  name: "duty.record_state",
  input: dutyInput,
  run: async ({ tx, tenantId, emit }, input) => {
    const { nodeId, fence, dutySessionId, seq, state, since } = input;
    await assertNodeFence(tx, nodeId, fence);
    const session = await tx.dutySession.findUniqueOrThrow({
      where: { tenantId_id: { tenantId, id: dutySessionId } },
      select: {
        membershipId: true,
        nodeId: true,
        state: true,
        endedAt: true,
        seatLease: { select: { recordingEnabled: true } },
      },
    });
    const seat = session.seatLease;
    // Ended, or moved to another node: whoever has it now writes it.
    if (session.endedAt !== null || session.nodeId !== nodeId) return seat;
    const isOff = state === "off";
    // Off is no interval of its own: it closes the last one.
    await tx.dutyInterval.updateMany({
      where: { tenantId, dutySessionId, seq: isOff ? { lte: seq } : { lt: seq }, endedAt: null },
      data: { endedAt: since },
    });
    if (!isOff) {
      await tx.dutyInterval.createMany({
        data: {
          tenantId,
          id: newId(),
          dutySessionId,
          seq,
          state,
          reason: state === "paused" ? input.pauseReason : null,
          callId: input.currentCallId,
          startedAt: since,
        },
        skipDuplicates: true,
      });
    }
    await tx.dutySession.update({
      where: { tenantId_id: { tenantId, id: dutySessionId } },
      data: {
        state,
        stateSince: since,
        pauseReason: input.pauseReason,
        next: input.next,
        currentCallId: input.currentCallId,
        endedReason: input.offReason,
        ...(isOff ? { endedAt: since } : {}),
      },
    });
    // Whoever stops looking gives the contact back, in the same breath.
    if (session.state === "previewing" && state !== "previewing") await giveBackOffer(tx, { tenantId, dutySessionId });
    emit({
      type: "duty.changed",
      dutySessionId,
      membershipId: session.membershipId,
      state,
      since: since.toISOString(),
      reason: input.pauseReason,
      callId: input.currentCallId,
    });
    return seat;
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
        seatLease: { select: { recordingEnabled: true } },
      },
    }),
});
