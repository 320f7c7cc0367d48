import type { Tx } from "@callbay/db/client";
import type { TenantActor } from "@callbay/domain/actor";
import { parseDispositionFields } from "@callbay/domain/disposition-fields-schema";
import { tenantMay } from "@callbay/domain/permissions";
import { maskPhone } from "@callbay/domain/phone";
import { renderScript } from "@callbay/domain/script-pages";
import { readDetection } from "../call/detection.ts";
import { tenantQuery, z } from "../verb.ts";
import { readHistory } from "./history.ts";
import { orderAsked } from "./order-asked.ts";
import { asAttributes, readPreviewCard } from "./preview/card.ts";
import { readTransfer } from "./read-transfer.ts";
import { softphoneAccess } from "./softphone.ts";

/** How long an owed disposition is asked for after its call. */
const OWED_FOR_MS = 24 * 3_600_000;
const HISTORY = 10;

/** Everything the agent's desk shows: the session, the call with its contact and script, what is still owed. */
export const currentDuty = tenantQuery({
  name: "duty.current",
  permission: "duty.own",
  input: z.strictObject({}).default({}),
  run: async ({ tx, tenantId, actor, now, deps }) => {
    const session = await tx.dutySession.findFirst({
      where: { tenantId, membershipId: actor.membershipId, endedAt: null },
      include: { seatLease: { select: { label: true, recordingEnabled: true } } },
    });
    const node = session && (await tx.pbxNode.findUnique({ where: { id: session.nodeId }, select: { wsUrl: true } }));
    const liveCallId = session?.state === "talking" ? session.currentCallId : null;
    const owed = await findOwed(tx, tenantId, actor.membershipId, session?.currentCallId ?? null, now);
    return {
      session: session && {
        id: session.id,
        startedAt: session.startedAt,
        device: session.device,
        seat: session.seatLease,
        sip: node ? softphoneAccess(deps, session, node.wsUrl) : null,
      },
      state: session?.state ?? "off",
      stateSince: session?.stateSince ?? null,
      pauseReason: session?.pauseReason ?? null,
      next: session?.next ?? null,
      preview: session?.state === "previewing" ? await readPreviewCard(tx, tenantId, session.id, actor) : null,
      dialing:
        session?.state === "previewing" && session.currentCallId
          ? await readDialing(tx, tenantId, session.currentCallId, actor)
          : null,
      call: liveCallId ? await readDeskCall(tx, tenantId, liveCallId, actor, now) : null,
      pendingDisposition: owed ? await readDeskCall(tx, tenantId, owed, actor, now) : null,
    };
  },
});

/** The ended conversation whose disposition this agent owes: the one in wrap-up, or else the latest. */
async function findOwed(
  tx: Tx,
  tenantId: string,
  membershipId: string,
  currentCallId: string | null,
  now: Date,
): Promise<string | null> {
  const owed = await tx.call.findMany({
    where: {
      tenantId,
      membershipId,
      joinedAt: { not: null },
      OR: [
        { endedAt: { gte: new Date(now.getTime() - OWED_FOR_MS) } },
        // Sent to an outside number: it goes on, and its agent is out of it.
        { endedAt: null, partedAt: { not: null } },
      ],
      dispositionId: null,
      campaign: { dispositions: { some: {} } },
    },
    select: { id: true },
    orderBy: { startedAt: "desc" },
    take: HISTORY,
  });
  return (owed.find(({ id }) => id === currentCallId) ?? owed[0])?.id ?? null;
}

async function readDeskCall(tx: Tx, tenantId: string, callId: string, actor: TenantActor, now: Date) {
  const call = await tx.call.findUnique({
    where: { tenantId_id: { tenantId, id: callId } },
    include: {
      campaign: { include: { dispositions: { orderBy: { position: "asc" } } } },
      events: { where: { type: { in: ["held", "resumed", "muted", "unmuted"] } }, orderBy: { at: "asc" } },
      recordings: { select: { id: true, state: true } },
      attempt: { select: { kind: true, detection: true } },
      transfers: { where: { endedAt: null } },
    },
  });
  if (!call) return null;
  const contact = call.contactId
    ? await tx.contact.findUnique({ where: { tenantId_id: { tenantId, id: call.contactId } } })
    : null;
  const point = call.contactId
    ? await tx.contactPoint.findFirst({
        where: { tenantId, contactId: call.contactId, phone: call.phone },
        select: { timezone: true, country: true },
      })
    : null;
  const attributes = asAttributes(contact?.attributes);
  const displayName = contact?.displayName ?? "";
  const says = (on: string, off: string) =>
    call.events.filter(({ type }) => type === on || type === off).at(-1)?.type === on;
  const shown = tenantMay(actor.role, "contact.unmask") ? call.phone : maskPhone(call.phone);
  return {
    callId,
    campaign: call.campaign && { id: call.campaign.id, name: call.campaign.name, purpose: call.campaign.purpose },
    contact: contact && { id: contact.id, displayName, vip: contact.vip, phone: shown, attributes },
    phone: shown,
    /** Where the number is, for the time of day there. */
    timezone: point?.timezone ?? null,
    country: point?.country ?? null,
    script: call.campaign
      ? renderScript(call.campaign.script, { displayName, attributes, agent: { name: actor.name } })
      : [],
    dispositions: (call.campaign?.dispositions ?? []).map(
      ({ tenantId: _, campaignId: __, fields, ...shownFields }) => ({
        ...shownFields,
        fields: parseDispositionFields(fields),
      }),
    ),
    /** What a success must tell of its order; null where nothing is earned on it. */
    order: call.campaign
      ? await orderAsked(tx, { tenantId, contractId: call.campaign.contractId, direction: call.direction, now })
      : null,
    joinedAt: call.joinedAt,
    endedAt: call.endedAt,
    talkMs: call.talkMs,
    note: call.note,
    held: says("held", "resumed"),
    muted: says("muted", "unmuted"),
    recording: call.recordings.some(({ state }) => state === "recording"),
    /** How it came about, and what the machine detector said of who answered. */
    kind: call.attempt?.kind ?? null,
    detection: call.attempt ? readDetection(call.attempt.detection) : null,
    /** No campaign of the workspace calls this number any more: the customer said so, or somebody else wrote it down. */
    doNotCall:
      (await tx.doNotCall.count({ where: { tenantId, phone: call.phone, campaignId: null, expiresAt: null } })) > 0,
    /** On its way to somebody else. */
    transfer: await readTransfer(tx, tenantId, call.transfers[0], actor),
    /** Whose call it is: a colleague's, to which this agent was asked, becomes their own when it is handed over. */
    isOwn: call.membershipId === null || call.membershipId === actor.membershipId,
    state: call.endedAt || call.partedAt ? ("ended" as const) : ("talking" as const),
    history: call.contactId ? await readHistory(tx, tenantId, call.contactId, callId) : [],
  };
}

/** The call that is placed for this agent alone, until somebody answers; null when there is none. */
async function readDialing(tx: Tx, tenantId: string, attemptId: string, actor: TenantActor) {
  const attempt = await tx.attempt.findUnique({
    where: { tenantId_id: { tenantId, id: attemptId } },
    select: {
      id: true,
      state: true,
      kind: true,
      phone: true,
      contactId: true,
      reservedAt: true,
      campaign: { select: { id: true, name: true } },
    },
  });
  if (!attempt) return null;
  const contact = await tx.contact.findUnique({
    where: { tenantId_id: { tenantId, id: attempt.contactId } },
    select: { displayName: true },
  });
  return {
    callId: attempt.id,
    state: attempt.state,
    kind: attempt.kind,
    campaign: attempt.campaign,
    contactName: contact?.displayName ?? "",
    phone: tenantMay(actor.role, "contact.unmask") ? attempt.phone : maskPhone(attempt.phone),
    since: attempt.reservedAt,
  };
}
