import type { Prisma, Tx } from "@callbay/db/client";
import { notFound } from "@callbay/domain/errors";
import { operatorQuery, tenantQuery, tenantVerb, type Unit, z } from "../verb.ts";
import { requireWithin } from "./reach.ts";
import { loadStored, type OpenedRecording } from "./stored.ts";

/**
 * One listening is one opening: a player asks for many ranges of a file and names them by one id of its own making, so
 * that the audit log has a line for each listening and not for each range. Without one each request is a listening.
 */
const opening = z.uuid().optional();

/** Afterwards the same opening is a listening of its own: a browser's tab may stay open for days. */
const OPENING_MS = 4 * 3_600_000;

/** Opens a recording of the caller's company for listening; each opening is in the audit log. */
export const openRecording = tenantQuery({
  name: "recording.open",
  permission: "recording.play",
  input: z.strictObject({ recordingId: z.uuid(), opening }),
  run: async (unit, { recordingId, opening: id }): Promise<OpenedRecording> => {
    await requireWithin(unit, recordingId);
    const { tenantId } = unit;
    return listen(unit, { tenantId, recordingId, opening: id });
  },
});

/** Opens the recording of a call that a client disputes, for the operator who has to answer; no other is found. */
export const openDisputedRecording = operatorQuery({
  name: "dispute.openRecording",
  permission: "platform.billing.close",
  input: z.strictObject({ tenantId: z.uuid(), recordingId: z.uuid(), opening }),
  run: async (unit, { tenantId, recordingId, opening: id }): Promise<OpenedRecording> => {
    await requireDisputed(unit.tx, tenantId, recordingId);
    return listen(unit, { tenantId, recordingId, opening: id });
  },
});

/** Hands a recording out as a file to keep; each is in the audit log, as more than a listening. */
export const downloadRecording = tenantVerb({
  name: "recording.download",
  permission: "recording.download",
  input: z.strictObject({ recordingId: z.uuid() }),
  run: async (unit, { recordingId }): Promise<OpenedRecording> => {
    const { tx, tenantId, deps, audit } = unit;
    await requireWithin(unit, recordingId, "recording.download");
    const { callId, opened } = await loadStored(tx, { tenantId, recordingId, deps });
    await audit({ action: "recording.download", entity: "recording", entityId: recordingId, after: { callId } });
    return opened;
  },
});

/** @throws CallbayError NOT_FOUND: it is not there, or its call is not disputed. */
export async function requireDisputed(tx: Tx, tenantId: string, recordingId: string): Promise<void> {
  const recording = await tx.recording.findUnique({
    where: { tenantId_id: { tenantId, id: recordingId } },
    select: { callId: true },
  });
  const disputed = recording && (await tx.dispute.count({ where: { tenantId, callId: recording.callId } }));
  if (!disputed) throw notFound("recording");
}

interface Listening {
  readonly tenantId: string;
  readonly recordingId: string;
  readonly opening: string | undefined;
}

async function listen(unit: Unit<Unit["actor"]>, of: Listening): Promise<OpenedRecording> {
  const { tx, deps, audit } = unit;
  const { tenantId, recordingId, opening: id } = of;
  const { callId, opened } = await loadStored(tx, { tenantId, recordingId, deps });
  if (id !== undefined && (await isGoingOn(unit, recordingId, id))) return opened;
  const after: Prisma.InputJsonObject = id === undefined ? { callId } : { callId, opening: id };
  await audit({ action: "recording.play", entity: "recording", entityId: recordingId, tenantId, after });
  return opened;
}

/** Has this person opened this recording under this id, a short while ago? */
async function isGoingOn({ tx, actor, now }: Unit<Unit["actor"]>, recordingId: string, id: string): Promise<boolean> {
  if (actor.kind === "system") return false;
  const lines = await tx.auditLog.count({
    where: {
      ...{ entity: "recording", entityId: recordingId, action: "recording.play", actorId: actor.accountId },
      at: { gte: new Date(now.getTime() - OPENING_MS) },
      after: { path: ["opening"], equals: id },
    },
  });
  return lines > 0;
}
