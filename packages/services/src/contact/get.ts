import { entriesOfNumber } from "@callbay/db/sql/dnc-entries";
import { notFound } from "@callbay/domain/errors";
import { tenantMay } from "@callbay/domain/permissions";
import { maskPhone } from "@callbay/domain/phone";
import { callScope } from "../calls-read/scope.ts";
import { type TenantUnit, tenantQuery, z } from "../verb.ts";
import { readTimeline } from "./timeline.ts";

/**
 * Everything that is known of one contact: its numbers, what its file said, by what right it is called, where it stands in
 * each campaign, and what was tried and said. Of calls, those that the reader may see.
 */
export const getContact = tenantQuery({
  name: "contact.get",
  permission: "contact.read",
  input: z.strictObject({ contactId: z.uuid() }),
  run: async (unit, { contactId }) => {
    const { tx, tenantId, actor } = unit;
    const row = await tx.contact.findUnique({
      where: { tenantId_id: { tenantId, id: contactId } },
      include: {
        points: { orderBy: { position: "asc" } },
        list: { select: { id: true, name: true, source: true, consentBasis: true, consentNote: true } },
      },
    });
    if (!row) throw notFound("contact");
    const { list, points, displayName, attributes, vip, consentAt, consentProof, createdAt } = row;
    const campaigns = await standings(unit, contactId);
    return {
      contactId,
      ...{ displayName, attributes, vip, consentAt, consentProof, createdAt, list },
      points: await Promise.all(points.map((point) => presentPoint(unit, point))),
      campaigns,
      timeline: await readTimeline(unit, {
        contactId,
        campaignIds: campaigns.map(({ campaignId }) => campaignId),
        scope: await callScope(unit),
        mayPlay: tenantMay(actor.role, "recording.play"),
      }),
    };
  },
});

interface Point {
  readonly id: string;
  readonly phone: string;
  readonly country: string;
  readonly timezone: string;
}

async function presentPoint({ tx, tenantId, deps, now }: TenantUnit, { id, phone, country, timezone }: Point) {
  const entries = await entriesOfNumber(tx, tenantId, phone);
  const registered = await deps.registers?.onRegisters(tenantId, [phone]);
  return {
    ...{ id, country, timezone },
    phone: maskPhone(phone),
    /** Lists that forbid it to every campaign, or to one. */
    blockedBy: [
      ...entries
        .filter(({ expiresAt }) => expiresAt === null || expiresAt > now)
        .map((entry) => ({ list: entry.list, name: entry.campaignName, until: entry.expiresAt })),
      ...(registered?.has(phone) ? [{ list: "register" as const, name: null, until: null }] : []),
    ],
  };
}

/** Where it stands in each campaign that has it, the newest first. */
async function standings({ tx, tenantId, actor }: TenantUnit, contactId: string) {
  const rows = await tx.campaignContact.findMany({
    where: { tenantId, contactId },
    orderBy: { campaignId: "desc" },
    take: 50,
    include: {
      campaign: { select: { name: true, state: true, dialMode: true, agents: { select: { membershipId: true } } } },
    },
  });
  const holders = [...new Set(rows.flatMap(({ callbackBy }) => callbackBy ?? []))];
  const members = await tx.membership.findMany({
    where: { tenantId, id: { in: holders } },
    select: { id: true, account: { select: { name: true } } },
  });
  const own = actor.kind === "tenant" ? actor.membershipId : null;
  return rows.map(({ campaign, ...row }) => ({
    campaignId: row.campaignId,
    name: campaign.name,
    campaignState: campaign.state,
    dialMode: campaign.dialMode,
    state: row.state,
    reason: row.reason,
    nextAttemptAt: row.state === "ready" ? row.nextAttemptAt : null,
    attempts: row.attempts,
    lastOutcome: row.lastOutcome,
    lastAttemptAt: row.lastAttemptAt,
    isCallback: row.callbackBy !== null || row.reason === "callback",
    callbackBy: members.find(({ id }) => id === row.callbackBy)?.account.name ?? null,
    /** May whoever asks call it by hand? The gate has the last word. */
    served: campaign.agents.some(({ membershipId }) => membershipId === own),
  }));
}
