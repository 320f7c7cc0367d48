import type { Tx } from "@callbay/db/client";
import type { TenantActor } from "@callbay/domain/actor";
import { renderMergeFields } from "@callbay/domain/merge-fields";
import { tenantMay } from "@callbay/domain/permissions";
import { maskPhone } from "@callbay/domain/phone";
import { tenantQuery, z } from "../verb.ts";
import { orderAsked } from "./order-asked.ts";
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
      endedAt: { gte: new Date(now.getTime() - OWED_FOR_MS) },
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
    contact: contact && { id: contact.id, displayName, phone: shown, attributes },
    phone: shown,
    /** Where the number is, for the time of day there. */
    timezone: point?.timezone ?? null,
    country: point?.country ?? null,
    script: call.campaign
      ? renderMergeFields(call.campaign.script, { displayName, attributes, agent: { name: actor.name } }).text
      : "",
    dispositions: (call.campaign?.dispositions ?? []).map(
      ({ tenantId: _, campaignId: __, ...shownFields }) => shownFields,
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
    state: call.endedAt ? ("ended" as const) : ("talking" as const),
    history: call.contactId ? await readHistory(tx, tenantId, call.contactId, callId) : [],
  };
}

/** Earlier calls with the same contact, whoever had them. */
async function readHistory(tx: Tx, tenantId: string, contactId: string, butNot: string) {
  const calls = await tx.call.findMany({
    where: { tenantId, contactId, id: { not: butNot } },
    select: {
      id: true,
      startedAt: true,
      outcome: true,
      talkMs: true,
      note: true,
      disposition: { select: { label: true } },
      membership: { select: { account: { select: { name: true } } } },
    },
    orderBy: { startedAt: "desc" },
    take: HISTORY,
  });
  return calls.map(({ id, disposition, membership, ...call }) => ({
    callId: id,
    ...call,
    disposition: disposition?.label ?? null,
    agentName: membership?.account.name ?? null,
  }));
}

function asAttributes(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}
