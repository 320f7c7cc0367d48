import type { Prisma } from "@callbay/db/client";
import { parseDispositionValues } from "@callbay/domain/disposition-fields-schema";
import { maskPhone } from "@callbay/domain/phone";
import type { TenantUnit } from "../verb.ts";

const SHOWN = 100;

export interface TimelineOf {
  readonly contactId: string;
  readonly campaignIds: readonly string[];
  /** Whose calls the reader may see. */
  readonly scope: Prisma.CallWhereInput;
  readonly mayPlay: boolean;
}

/**
 * What was tried at a contact and what came of it, newest first: every attempt, and those calls with their notes and
 * recordings that the reader may see. An attempt and its call have one id.
 */
export async function readTimeline(
  { tx, tenantId }: TenantUnit,
  { contactId, campaignIds, scope, mayPlay }: TimelineOf,
) {
  const calls = await tx.call.findMany({
    where: { AND: [{ tenantId, contactId }, scope] },
    orderBy: { startedAt: "desc" },
    take: SHOWN,
    select: {
      id: true,
      direction: true,
      phone: true,
      startedAt: true,
      outcome: true,
      talkMs: true,
      note: true,
      dispositionValues: true,
      campaign: { select: { name: true } },
      disposition: { select: { label: true } },
      membership: { select: { account: { select: { name: true } } } },
      recordings: { where: { state: "stored" }, orderBy: { startedAt: "asc" }, take: 1, select: { id: true } },
    },
  });
  const attempts = await tx.attempt.findMany({
    where: { tenantId, contactId, campaignId: { in: [...campaignIds] } },
    orderBy: { id: "desc" },
    take: SHOWN,
    select: {
      id: true,
      phone: true,
      kind: true,
      state: true,
      outcome: true,
      reservedAt: true,
      releasedReason: true,
      campaign: { select: { name: true } },
    },
  });
  const tried = new Map(attempts.map((attempt) => [attempt.id, attempt]));
  const seen = new Set(calls.map(({ id }) => id));
  return [
    ...calls.map((call) => ({
      id: call.id,
      at: call.startedAt,
      direction: call.direction,
      phone: maskPhone(call.phone),
      kind: tried.get(call.id)?.kind ?? null,
      campaign: call.campaign?.name ?? null,
      state: null,
      outcome: call.outcome,
      releasedReason: null,
      call: {
        talkMs: call.talkMs,
        note: call.note,
        values: parseDispositionValues(call.dispositionValues),
        disposition: call.disposition?.label ?? null,
        agent: call.membership?.account.name ?? null,
        recordingId: mayPlay ? (call.recordings[0]?.id ?? null) : null,
      },
    })),
    ...attempts
      .filter(({ id }) => !seen.has(id))
      .map((attempt) => ({
        id: attempt.id,
        at: attempt.reservedAt,
        direction: "outbound" as const,
        phone: maskPhone(attempt.phone),
        kind: attempt.kind,
        campaign: attempt.campaign.name,
        state: attempt.state,
        outcome: attempt.outcome,
        releasedReason: attempt.releasedReason,
        call: null,
      })),
  ]
    .sort((a, b) => b.at.getTime() - a.at.getTime())
    .slice(0, SHOWN);
}
