import type { Tx } from "@callbay/db/client";
import { fromDbDate } from "@callbay/domain/calendar";
import { notFound } from "@callbay/domain/errors";
import { operatorQuery, z } from "../verb.ts";

/** One client with everything that onboarding has to bring together, and what is still missing. */
export const getTenant = operatorQuery({
  name: "tenant.get",
  permission: "platform.tenant.read",
  input: z.strictObject({ tenantId: z.uuid() }),
  run: async ({ tx, now }, { tenantId }) => {
    const tenant = await tx.tenant.findUnique({ where: { id: tenantId } });
    if (!tenant) throw notFound("client");
    const contracts = await tx.contract.findMany({ where: { tenantId }, orderBy: { createdAt: "desc" } });
    const attachments = await tx.attachment.findMany({ where: { tenantId }, include: { node: true } });
    const numbers = await tx.phoneNumber.findMany({ where: { tenantId }, orderBy: { createdAt: "asc" } });
    const memberships = await tx.membership.findMany({
      where: { tenantId, endedAt: null },
      include: { account: { select: { name: true, email: true } } },
      orderBy: { createdAt: "asc" },
    });
    const invitations = await tx.invitation.findMany({
      where: { tenantId, acceptedAt: null, revokedAt: null, expiresAt: { gt: now } },
      select: { id: true, name: true, email: true, role: true, employer: true, expiresAt: true },
      orderBy: { createdAt: "asc" },
    });
    const leases = await tx.seatLease.count({
      where: { tenantId, startsAt: { lte: now }, OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
    });
    const { id, ...rest } = tenant;
    return {
      tenant: { id, ...rest },
      contracts: contracts.map(({ id: contractId, reference, form, currency, state, startsOn, endsOn }) => ({
        contractId,
        reference,
        form,
        currency,
        state,
        startsOn: fromDbDate(startsOn),
        endsOn: endsOn && fromDbDate(endsOn),
      })),
      attachments: attachments.map(({ id: attachmentId, node, guaranteedChannels, burstChannels, routing }) => ({
        attachmentId,
        nodeId: node.id,
        nodeName: node.name,
        nodeState: node.state,
        guaranteedChannels,
        burstChannels,
        routing: routing === "least_cost" ? ("least_cost" as const) : ("priority" as const),
      })),
      numbers: numbers.map(({ id: numberId, e164, label }) => ({ numberId, e164, label })),
      people: memberships.map(({ id: membershipId, role, employer, account }) => ({
        membershipId,
        name: account.name,
        email: account.email,
        role,
        employer,
      })),
      invitations,
      leases,
      checklist: [
        { key: "contract", done: contracts.some((one) => one.state === "active") },
        { key: "attachment", done: attachments.some((one) => one.node.state === "active") },
        { key: "number", done: numbers.length > 0 },
        { key: "owner", done: memberships.some((one) => one.role === "owner") },
        { key: "seats", done: leases > 0 },
        { key: "agents", done: memberships.some((one) => one.role === "agent") },
        { key: "campaign", done: await hasCampaign(tx, tenantId) },
      ] satisfies ChecklistItem[],
    };
  },
});

/** A step of onboarding; screens translate the key. */
export interface ChecklistItem {
  readonly key: "contract" | "attachment" | "number" | "owner" | "seats" | "agents" | "campaign";
  readonly done: boolean;
}

async function hasCampaign(tx: Tx, tenantId: string): Promise<boolean> {
  const live = { in: ["approved" as const, "running" as const, "paused" as const, "completed" as const] };
  return (await tx.campaign.count({ where: { tenantId, state: live } })) > 0;
}
