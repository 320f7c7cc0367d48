import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { membersBelow } from "@callbay/db/sql/org-scope";
import type { TenantActor } from "@callbay/domain/actor";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { TENANT_ROLES, tenantMay } from "@callbay/domain/permissions";
import { isWithin, scopeOf } from "../people/scope.ts";
import { type TenantUnit, tenantVerb, z } from "../verb.ts";

/** A sentence or two: it is read between calls. */
const MAX_BODY = 500;

const audience = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("person"), id: z.uuid() }),
  /** A unit with all below it. */
  z.strictObject({ kind: z.literal("team"), id: z.uuid() }),
  /** Everybody who serves the campaign. */
  z.strictObject({ kind: z.literal("campaign"), id: z.uuid() }),
]);
type Audience = z.output<typeof audience>;

/**
 * Writes to one agent, a team, or all who serve a campaign, within the sender's own scope; it appears at their desks. Who
 * belongs to the audience at this moment gets it, nobody later.
 *
 * @throws CallbayError NOT_FOUND (whom the sender does not see is as nobody), MESSAGE_TO_NOBODY
 */
export const sendMessage = tenantVerb({
  name: "message.send",
  permission: "message.send",
  input: z.strictObject({ to: audience, body: z.string().trim().min(1).max(MAX_BODY), important: z.boolean() }),
  run: async (unit, { to, body, important }) => {
    const { tx, tenantId, actor, now, audit, emit } = unit;
    const recipients = await recipientsOf(unit, to);
    if (recipients.length === 0)
      throw new CallbayError(
        "precondition",
        "MESSAGE_TO_NOBODY",
        "None of your agents is there. Nothing was sent; choose somebody else.",
      );
    const messageId = newId();
    const message = { audience: to.kind, audienceId: to.id, body, important };
    await tx.teamMessage.create({
      data: { tenantId, id: messageId, membershipId: actor.membershipId, ...message, createdAt: now },
    });
    await tx.teamMessageReceipt.createMany({
      data: recipients.map((membershipId) => ({ tenantId, messageId, membershipId })),
    });
    await audit({
      ...{ action: "message.send", entity: "message", entityId: messageId },
      after: { audience: to.kind, audienceId: to.id, important, recipients: recipients.length },
    });
    for (const membershipId of recipients) emit({ type: "message.changed", membershipId, messageId });
    return { messageId, recipients: recipients.length };
  },
});

/** Those who have a desk, of the audience, of whom the sender sees; never the sender. */
async function recipientsOf(unit: TenantUnit<TenantActor>, to: Audience): Promise<string[]> {
  const { tx, tenantId, actor } = unit;
  const scope = await scopeOf(unit, "message.send");
  const wanted = await membersOf(tx, tenantId, to);
  const near = wanted.filter((id) => isWithin(scope, id));
  // Somebody out of sight is as nobody.
  if (to.kind === "person" && near.length === 0) throw notFound("person");
  const people = await tx.membership.findMany({
    where: {
      tenantId,
      id: { in: near.filter((id) => id !== actor.membershipId) },
      endedAt: null,
      role: { in: TENANT_ROLES.filter((role) => tenantMay(role, "duty.own")) },
    },
    select: { id: true },
  });
  return people.map(({ id }) => id);
}

async function membersOf(tx: Tx, tenantId: string, to: Audience): Promise<string[]> {
  const key = { tenantId_id: { tenantId, id: to.id } };
  if (to.kind === "person") {
    const member = await tx.membership.findUnique({ where: key, select: { id: true } });
    if (!member) throw notFound("person");
    return [member.id];
  }
  if (to.kind === "team") {
    if (!(await tx.orgUnit.findUnique({ where: key, select: { id: true } }))) throw notFound("org unit");
    return membersBelow(tx, { tenantId, orgUnitId: to.id });
  }
  if (!(await tx.campaign.findUnique({ where: key, select: { id: true } }))) throw notFound("campaign");
  const agents = await tx.campaignAgent.findMany({
    where: { tenantId, campaignId: to.id },
    select: { membershipId: true },
  });
  return agents.map(({ membershipId }) => membershipId);
}
