import type { Prisma } from "@callbay/db/client";
import { CallbayError } from "@callbay/domain/errors";
import { tenantMay } from "@callbay/domain/permissions";
import { maskPhone } from "@callbay/domain/phone";
import { readNumberSearch } from "@callbay/domain/recording/number-search";
import { parseCursor } from "../calls-read/cursor.ts";
import { scopeOf } from "../people/scope.ts";
import { tenantQuery, z } from "../verb.ts";

const TAIL = 4;

export const recordingSelect = {
  id: true,
  callId: true,
  startedAt: true,
  durationMs: true,
  bytes: true,
  call: {
    select: {
      phone: true,
      direction: true,
      talkMs: true,
      contactId: true,
      campaign: { select: { id: true, name: true } },
      membership: { select: { id: true, account: { select: { name: true } } } },
      disposition: { select: { id: true, label: true, success: true } },
      attempt: { select: { contactPointId: true } },
    },
  },
  _count: { select: { notes: true } },
} as const satisfies Prisma.RecordingSelect;

type Row = Prisma.RecordingGetPayload<{ select: typeof recordingSelect }>;

/** A recording as lists show it; its number is masked. */
export function presentRecording({ call, bytes, _count, ...recording }: Row) {
  const { phone, membership, attempt, ...rest } = call;
  return {
    ...recording,
    ...rest,
    bytes: Number(bytes ?? 0n),
    maskedPhone: maskPhone(phone),
    agent: membership && { membershipId: membership.id, name: membership.account.name },
    contactPointId: attempt?.contactPointId ?? null,
    notes: _count.notes,
  };
}

/**
 * Recordings of the caller's company that can be played, newest first, within the caller's reach. By a number: who may
 * see numbers whole finds one by all of it or by its last digits; everybody else by the two digits that a masked number
 * shows.
 *
 * @throws CallbayError NUMBER_SEARCH_REFUSED.
 */
export const searchRecordings = tenantQuery({
  name: "recording.search",
  permission: "recording.play",
  input: z.strictObject({
    number: z.string().trim().max(40).optional(),
    campaignId: z.uuid().optional(),
    membershipId: z.uuid().optional(),
    dispositionId: z.uuid().optional(),
    /** Recordings that began at or after. */
    from: z.coerce.date().optional(),
    /** Recordings that began before. */
    to: z.coerce.date().optional(),
    /** Milliseconds, included. */
    longerThanMs: z.int().min(0).optional(),
    /** Milliseconds, not included. */
    shorterThanMs: z.int().min(1).optional(),
    limit: z.int().min(1).max(200).default(50),
    cursor: z.string().max(200).nullish(),
  }),
  run: async (unit, input) => {
    const { tx, tenantId, actor } = unit;
    const { campaignId, membershipId, dispositionId, from, to, longerThanMs, shorterThanMs, limit, cursor } = input;
    const scope = await scopeOf(unit, "recording.play");
    const after = cursor ? parseCursor(cursor) : null;
    const filters: Prisma.RecordingWhereInput[] = [
      { tenantId, state: "stored", campaignId, membershipId, dispositionId, startedAt: { gte: from, lt: to } },
    ];
    if (scope) filters.push({ membershipId: { in: [...scope] } });
    if (input.number) filters.push(numberFilter(input.number, tenantMay(actor.role, "contact.unmask")));
    if (longerThanMs !== undefined || shorterThanMs !== undefined)
      filters.push({ durationMs: { gte: longerThanMs, lt: shorterThanMs } });
    if (after)
      filters.push({
        // Said twice: the first is what an index can begin at.
        startedAt: { lte: after.at },
        OR: [{ startedAt: { lt: after.at } }, { startedAt: after.at, id: { lt: after.id } }],
      });
    const rows = await tx.recording.findMany({
      where: { AND: filters },
      orderBy: [{ startedAt: "desc" }, { id: "desc" }],
      take: limit + 1,
      select: recordingSelect,
    });
    const items = rows.slice(0, limit).map(presentRecording);
    const last = items.at(-1);
    return { items, nextCursor: rows.length > limit && last ? `${last.startedAt.toISOString()}~${last.id}` : null };
  },
});

function numberFilter(typed: string, mayUnmask: boolean): Prisma.RecordingWhereInput {
  const search = readNumberSearch(typed, mayUnmask);
  if (!search)
    throw new CallbayError(
      "invalid",
      "NUMBER_SEARCH_REFUSED",
      mayUnmask
        ? "Type a whole number with its country code (+852…), or at least its last two digits. Nothing was searched."
        : "You see numbers masked: type the two digits that are shown at their end. Nothing was searched.",
      { masked: !mayUnmask },
    );
  if (search.by === "number") return { phone: search.phone };
  const { digits } = search;
  if (digits.length < TAIL) return { phoneTail: { endsWith: digits } };
  return { phoneTail: digits.slice(-TAIL), ...(digits.length > TAIL ? { phone: { endsWith: digits } } : {}) };
}
