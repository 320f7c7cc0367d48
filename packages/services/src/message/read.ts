import { notFound } from "@callbay/domain/errors";
import { reachOf } from "@callbay/domain/permissions";
import { tenantQuery, tenantVerb, z } from "../verb.ts";

/** So long a message waits at a desk; what nobody saw by then is told by the list of who read it. */
const WAITS_MS = 24 * 3_600_000;
const LISTED = 30;
const LISTED_MS = 7 * 24 * 3_600_000;

/** What was written in the last days, and who has seen it: one's own, or everybody's for those who see all teams. */
export const listMessages = tenantQuery({
  name: "message.list",
  permission: "message.send",
  input: z.strictObject({}).default({}),
  run: async ({ tx, tenantId, actor, now }) => {
    const all = reachOf(actor.role, "message.send") === "tenant";
    const messages = await tx.teamMessage.findMany({
      where: {
        tenantId,
        createdAt: { gte: new Date(now.getTime() - LISTED_MS) },
        ...(all ? {} : { membershipId: actor.membershipId }),
      },
      include: {
        membership: { select: { account: { select: { name: true } } } },
        receipts: {
          select: {
            readAt: true,
            acknowledgedAt: true,
            membership: { select: { account: { select: { name: true } } } },
          },
        },
      },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: LISTED,
    });
    return messages.map(({ id, audience, body, important, createdAt, membership, receipts }) => ({
      messageId: id,
      audience,
      body,
      important,
      createdAt,
      by: membership.account.name,
      receipts: receipts
        .map(({ readAt, acknowledgedAt, membership: { account } }) => ({ name: account.name, readAt, acknowledgedAt }))
        .sort((a, b) => a.name.localeCompare(b.name)),
    }));
  },
});

/** What waits at the agent's own desk: written to them and not yet put away, the important first. */
export const ownMessages = tenantQuery({
  name: "duty.messages",
  permission: "duty.own",
  input: z.strictObject({}).default({}),
  run: async ({ tx, tenantId, actor, now }) => {
    const receipts = await tx.teamMessageReceipt.findMany({
      where: {
        tenantId,
        membershipId: actor.membershipId,
        acknowledgedAt: null,
        message: { createdAt: { gte: new Date(now.getTime() - WAITS_MS) } },
      },
      include: { message: { include: { membership: { select: { account: { select: { name: true } } } } } } },
      orderBy: { message: { createdAt: "asc" } },
    });
    return receipts
      .map(({ messageId, readAt, message }) => ({
        messageId,
        body: message.body,
        important: message.important,
        createdAt: message.createdAt,
        by: message.membership.account.name,
        readAt,
      }))
      .sort((a, b) => Number(b.important) - Number(a.important));
  },
});

/** The agent saw a message, or puts it away; of either, the first time is kept. */
export const markMessage = tenantVerb({
  name: "duty.mark_message",
  permission: "duty.own",
  input: z.strictObject({ messageId: z.uuid(), acknowledge: z.boolean() }),
  run: async ({ tx, tenantId, actor, now, audit, emit }, { messageId, acknowledge }) => {
    const key = { tenantId, messageId, membershipId: actor.membershipId };
    const receipt = await tx.teamMessageReceipt.findUnique({
      where: { tenantId_messageId_membershipId: key },
      include: { message: { select: { membershipId: true } } },
    });
    if (!receipt) throw notFound("message");
    await tx.teamMessageReceipt.updateMany({ where: { ...key, readAt: null }, data: { readAt: now } });
    if (acknowledge)
      await tx.teamMessageReceipt.updateMany({
        where: { ...key, acknowledgedAt: null },
        data: { acknowledgedAt: now },
      });
    await audit({
      ...{ action: acknowledge ? "message.acknowledge" : "message.read", entity: "message", entityId: messageId },
    });
    // For whoever wrote it and looks at who has read it.
    emit({ type: "message.changed", membershipId: receipt.message.membershipId, messageId });
    return { messageId };
  },
});
