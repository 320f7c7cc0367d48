import type { Prisma } from "@callbay/db/client";
import { maskPhone } from "@callbay/domain/phone";
import { parseCursor } from "../calls-read/cursor.ts";
import { scopeOf } from "../people/scope.ts";
import { tenantQuery, z } from "../verb.ts";

/** The successes of the caller's company, newest first: what commission is earned on until one is rejected. */
export const listSuccesses = tenantQuery({
  name: "success.list",
  permission: "success.read",
  input: z.strictObject({
    campaignId: z.uuid().optional(),
    /** open: nobody has said anything; accepted: by the client's own word. Both earn commission. */
    state: z.enum(["open", "accepted", "rejected"]).optional(),
    limit: z.int().min(1).max(200).default(50),
    cursor: z.string().max(200).nullish(),
  }),
  run: async (unit, { campaignId, state, limit, cursor }) => {
    const { tx, tenantId } = unit;
    const scope = await scopeOf(unit, "success.read");
    const after = cursor ? parseCursor(cursor) : null;
    const filters: Prisma.SuccessWhereInput[] = [{ tenantId, campaignId }];
    if (scope) filters.push({ membershipId: { in: [...scope] } });
    if (state === "rejected") filters.push({ rejectedAt: { not: null } });
    else if (state) filters.push({ rejectedAt: null, acceptedAt: state === "accepted" ? { not: null } : null });
    if (after) filters.push({ OR: [{ occurredAt: { lt: after.at } }, { occurredAt: after.at, id: { lt: after.id } }] });
    const rows = await tx.success.findMany({
      where: { AND: filters },
      orderBy: [{ occurredAt: "desc" }, { id: "desc" }],
      take: limit + 1,
      include: {
        call: {
          select: {
            phone: true,
            talkMs: true,
            direction: true,
            campaign: { select: { name: true } },
            membership: { select: { account: { select: { name: true } } } },
            disposition: { select: { code: true, label: true } },
            recordings: { where: { state: "stored" }, select: { id: true }, orderBy: { startedAt: "asc" }, take: 1 },
          },
        },
      },
    });
    const items = rows.slice(0, limit).map(({ call, tenantId: _own, id, contactId, membershipId, ...success }) => ({
      ...success,
      callId: id,
      contactId,
      state: success.rejectedAt
        ? ("rejected" as const)
        : success.acceptedAt
          ? ("accepted" as const)
          : ("open" as const),
      campaignName: call.campaign?.name ?? "",
      maskedPhone: maskPhone(call.phone),
      direction: call.direction,
      talkMs: call.talkMs,
      agent: membershipId && call.membership ? { membershipId, name: call.membership.account.name } : null,
      disposition: call.disposition,
      recordingId: call.recordings[0]?.id ?? null,
    }));
    const last = items.at(-1);
    const nextCursor = rows.length > limit && last ? `${last.occurredAt.toISOString()}~${last.callId}` : null;
    return { items, nextCursor };
  },
});
