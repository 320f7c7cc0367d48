import type { Prisma } from "@callbay/db/client";
import { parseDispositionValues } from "@callbay/domain/disposition-fields-schema";
import { maskPhone } from "@callbay/domain/phone";
import { OUTCOMES } from "@callbay/domain/values";
import { tenantQuery, z } from "../verb.ts";
import { parseCursor } from "./cursor.ts";
import { callScope } from "./scope.ts";

/** What a list shows of a call, and what it is made of. */
export const callListSelect = {
  id: true,
  direction: true,
  isInternal: true,
  phone: true,
  startedAt: true,
  answeredAt: true,
  joinedAt: true,
  endedAt: true,
  talkMs: true,
  outcome: true,
  endedBy: true,
  campaign: { select: { id: true, name: true } },
  membership: { select: { id: true, account: { select: { name: true } } } },
  disposition: { select: { id: true, code: true, label: true, success: true } },
  dispositionValues: true,
  recordings: { where: { state: "stored" }, select: { id: true }, orderBy: { startedAt: "asc" }, take: 1 },
} as const satisfies Prisma.CallSelect;

type CallListRow = Prisma.CallGetPayload<{ select: typeof callListSelect }>;

/** A call as lists show it; its number is masked. */
export function presentCall<Row extends CallListRow>({
  phone,
  recordings,
  membership,
  dispositionValues,
  ...call
}: Row) {
  return {
    ...call,
    /** What its agent filled in with the disposition. */
    values: parseDispositionValues(dispositionValues),
    maskedPhone: maskPhone(phone),
    agent: membership && { membershipId: membership.id, name: membership.account.name },
    recordingId: recordings[0]?.id ?? null,
  };
}

/** Calls of the caller's company, newest first: everybody's, the team's or one's own. */
export const listCalls = tenantQuery({
  name: "call.list",
  permission: "workspace.read",
  input: z.strictObject({
    campaignId: z.uuid().optional(),
    membershipId: z.uuid().optional(),
    outcome: z.enum(OUTCOMES).optional(),
    dispositionId: z.uuid().optional(),
    /** Calls that started at or after. */
    from: z.coerce.date().optional(),
    /** Calls that started before. */
    to: z.coerce.date().optional(),
    limit: z.int().min(1).max(200).default(50),
    cursor: z.string().max(200).nullish(),
  }),
  run: async (unit, { campaignId, membershipId, outcome, dispositionId, from, to, limit, cursor }) => {
    const { tx, tenantId } = unit;
    const after = cursor ? parseCursor(cursor) : null;
    const filters: Prisma.CallWhereInput[] = [
      await callScope(unit),
      { tenantId, campaignId, membershipId, outcome, dispositionId, startedAt: { gte: from, lt: to } },
    ];
    if (after) filters.push({ OR: [{ startedAt: { lt: after.at } }, { startedAt: after.at, id: { lt: after.id } }] });
    const rows = await tx.call.findMany({
      where: { AND: filters },
      orderBy: [{ startedAt: "desc" }, { id: "desc" }],
      take: limit + 1,
      select: callListSelect,
    });
    const items = rows.slice(0, limit).map(presentCall);
    const last = items.at(-1);
    return { items, nextCursor: rows.length > limit && last ? `${last.startedAt.toISOString()}~${last.id}` : null };
  },
});
