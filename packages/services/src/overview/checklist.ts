import { tenantQuery, z } from "../verb.ts";

/** The way to a client's first call, in the order in which it is gone. */
export const FIRST_STEPS = ["contract", "agents", "seats", "assigned", "list", "campaign", "approved", "call"] as const;
export type FirstStep = (typeof FIRST_STEPS)[number];

/** What a workspace lacks until its first call; each step is looked up, none is ticked off. */
export const getChecklist = tenantQuery({
  name: "overview.checklist",
  permission: "person.invite",
  input: z.strictObject({}),
  run: async ({ tx, tenantId, now }) => {
    const running = { startsAt: { lte: now }, OR: [{ endsAt: null }, { endsAt: { gt: now } }] };
    const approved = ["approved", "running", "paused", "completed"] as const;
    const agent = { tenantId, role: { in: ["agent" as const, "supervisor" as const] } };
    const done: Record<FirstStep, boolean> = {
      contract: (await tx.contract.findFirst({ where: { tenantId, state: "active" } })) !== null,
      agents:
        (await tx.membership.findFirst({ where: { ...agent, endedAt: null } })) !== null ||
        (await tx.invitation.findFirst({
          where: { ...agent, acceptedAt: null, revokedAt: null, expiresAt: { gt: now } },
        })) !== null,
      seats: (await tx.seatLease.findFirst({ where: { tenantId, ...running } })) !== null,
      assigned:
        (await tx.seatLease.findFirst({ where: { tenantId, ...running, NOT: { membershipId: null } } })) !== null,
      list: (await tx.contact.findFirst({ where: { tenantId }, select: { id: true } })) !== null,
      campaign: (await tx.campaign.findFirst({ where: { tenantId } })) !== null,
      approved: (await tx.campaign.findFirst({ where: { tenantId, state: { in: [...approved] } } })) !== null,
      call: (await tx.call.findFirst({ where: { tenantId }, select: { id: true } })) !== null,
    };
    return { items: FIRST_STEPS.map((key) => ({ key, done: done[key] })) };
  },
});
