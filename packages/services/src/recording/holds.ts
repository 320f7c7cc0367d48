import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { maskPhone } from "@callbay/domain/phone";
import { type TenantUnit, tenantQuery, tenantVerb, z } from "../verb.ts";

/** What a hold can be placed on; recordings of it, also those to come, are not deleted while it stands. */
export const HOLD_SUBJECTS = ["recording", "call", "campaign", "contact"] as const;
export type HoldSubject = (typeof HOLD_SUBJECTS)[number];

const reason = z.string().trim().min(3, "say why").max(500);
const COLUMN = {
  recording: "recordingId",
  call: "callId",
  campaign: "campaignId",
  contact: "contactId",
} as const satisfies Record<HoldSubject, string>;

const named = {
  recording: { select: { startedAt: true, call: { select: { phone: true } } } },
  call: { select: { startedAt: true, phone: true } },
  campaign: { select: { name: true } },
  contact: { select: { displayName: true } },
} as const;

/** Legal holds, the latest first: those that stand, with `lifted` the others too; of everything, or placed on one subject. */
export const listHolds = tenantQuery({
  name: "recording.holds",
  permission: "recording.hold",
  input: z.strictObject({
    lifted: z.boolean().default(false),
    on: z.strictObject({ subject: z.enum(HOLD_SUBJECTS), id: z.uuid() }).optional(),
  }),
  run: async ({ tx, tenantId }, { lifted, on }) => {
    const rows = await tx.legalHold.findMany({
      where: { tenantId, ...(lifted ? {} : { liftedAt: null }), ...(on ? { [COLUMN[on.subject]]: on.id } : {}) },
      orderBy: [{ placedAt: "desc" }, { id: "desc" }],
      take: 500,
      include: named,
    });
    return rows.map(({ recording, call, campaign, contact, ...row }) => {
      const { id, recordingId, callId, campaignId, contactId } = row;
      const subject: HoldSubject = recordingId ? "recording" : callId ? "call" : campaignId ? "campaign" : "contact";
      const phone = recording?.call.phone ?? call?.phone;
      return {
        ...{ id, subject, subjectId: recordingId ?? callId ?? campaignId ?? contactId ?? "" },
        name: campaign?.name ?? contact?.displayName ?? (phone ? maskPhone(phone) : ""),
        at: recording?.startedAt ?? call?.startedAt ?? null,
        ...{ reason: row.reason, placedAt: row.placedAt, placedBy: row.placedBy },
        ...{ liftedAt: row.liftedAt, liftedBy: row.liftedBy, liftReason: row.liftReason },
      };
    });
  },
});

/**
 * Places a legal hold: while it stands nothing under it is deleted, by retention, by the client's end or by anybody.
 * It waits for a deletion that is under way, so that what it names is either there for good or known to be gone.
 *
 * @throws CallbayError NOT_FOUND, HOLD_STANDS, RECORDING_NOT_STORED.
 */
export const placeHold = tenantVerb({
  name: "recording.place_hold",
  permission: "recording.hold",
  input: z.strictObject({ subject: z.enum(HOLD_SUBJECTS), id: z.uuid(), reason }),
  run: async (unit, { subject, id, reason: why }) => {
    const { tx, tenantId, now, actor, audit } = unit;
    await requireSubject(unit, subject, id);
    const column = COLUMN[subject];
    const standing = await tx.legalHold.count({ where: { tenantId, [column]: id, liftedAt: null } });
    if (standing > 0)
      throw new CallbayError("conflict", "HOLD_STANDS", "A hold stands on it already. Nothing was changed.");
    const holdId = newId();
    await tx.legalHold.createMany({
      data: { tenantId, id: holdId, [column]: id, reason: why, placedAt: now, placedBy: actor.name },
    });
    // The insert has waited for deletions under way; what they deleted no hold brings back.
    if (subject === "recording") await requireSubject(unit, subject, id);
    await audit({
      ...{ action: "recording.place_hold", entity: "legal_hold", entityId: holdId },
      after: { subject, subjectId: id, reason: why },
    });
    return { holdId };
  },
});

/** Lifts a hold, with a reason; from then on the days count again. @throws CallbayError NOT_FOUND, HOLD_LIFTED. */
export const liftHold = tenantVerb({
  name: "recording.lift_hold",
  permission: "recording.hold",
  input: z.strictObject({ holdId: z.uuid(), reason }),
  run: async ({ tx, tenantId, now, actor, audit }, { holdId, reason: why }) => {
    const hold = await tx.legalHold.findUnique({ where: { tenantId_id: { tenantId, id: holdId } } });
    if (!hold) throw notFound("hold");
    const lifted = await tx.legalHold.updateMany({
      where: { tenantId, id: holdId, liftedAt: null },
      data: { liftedAt: now, liftedBy: actor.name, liftReason: why },
    });
    if (lifted.count === 0)
      throw new CallbayError("conflict", "HOLD_LIFTED", "This hold is lifted already. Nothing was changed.");
    await audit({
      ...{ action: "recording.lift_hold", entity: "legal_hold", entityId: holdId },
      before: { reason: hold.reason, placedBy: hold.placedBy, placedAt: hold.placedAt.toISOString() },
      after: { reason: why },
    });
    return { holdId };
  },
});

/** The holds that stand over a recording, whatever they were placed on. */
export async function holdsOver(
  tx: Tx,
  { tenantId, recordingId, callId }: { tenantId: string; recordingId: string; callId: string },
) {
  const call = await tx.call.findUnique({
    where: { tenantId_id: { tenantId, id: callId } },
    select: { campaignId: true, contactId: true },
  });
  const { campaignId, contactId } = call ?? {};
  const rows = await tx.legalHold.findMany({
    where: {
      ...{ tenantId, liftedAt: null },
      OR: [{ recordingId }, { callId }, ...(campaignId ? [{ campaignId }] : []), ...(contactId ? [{ contactId }] : [])],
    },
    orderBy: { placedAt: "asc" },
    select: {
      id: true,
      recordingId: true,
      callId: true,
      campaignId: true,
      reason: true,
      placedAt: true,
      placedBy: true,
    },
  });
  return rows.map(({ recordingId: ofRecording, callId: ofCall, campaignId: ofCampaign, ...hold }) => {
    const subject: HoldSubject = ofRecording ? "recording" : ofCall ? "call" : ofCampaign ? "campaign" : "contact";
    return { ...hold, subject };
  });
}

async function requireSubject({ tx, tenantId }: TenantUnit, subject: HoldSubject, id: string): Promise<void> {
  const key = { tenantId_id: { tenantId, id } };
  if (subject === "recording") {
    const recording = await tx.recording.findUnique({ where: key, select: { state: true } });
    if (recording?.state === "deleted" || recording?.state === "failed")
      throw new CallbayError(
        "precondition",
        "RECORDING_NOT_STORED",
        "This recording is not there any more. Nothing was changed.",
        { state: recording.state },
      );
    if (!recording) throw notFound("recording");
    return;
  }
  const found =
    subject === "call"
      ? await tx.call.findUnique({ where: key, select: { id: true } })
      : subject === "campaign"
        ? await tx.campaign.findUnique({ where: key, select: { id: true } })
        : await tx.contact.findUnique({ where: key, select: { id: true } });
  if (!found) throw notFound(subject);
}
