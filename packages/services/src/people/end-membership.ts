import { CallbayError } from "@callbay/domain/errors";
import { tenantVerb, z } from "../verb.ts";
import { refuseOperatorEmployed, refuseOwnerMatters } from "./authority.ts";
import { loadMember, refuseLastOwner } from "./load-member.ts";

/**
 * Ends a person's membership: their sessions here end with the next click, their seat is free, their campaigns go on
 * without them. What they did stays under their name.
 */
export const endMembership = tenantVerb({
  name: "person.end",
  permission: "person.invite",
  input: z.strictObject({ membershipId: z.uuid() }),
  run: async ({ tx, tenantId, actor, now, audit, emit }, { membershipId }) => {
    const member = await loadMember(tx, tenantId, membershipId);
    refuseOwnerMatters(actor.role, member.role);
    refuseOperatorEmployed(member.employer);
    if (membershipId === actor.membershipId)
      throw new CallbayError("precondition", "OWN_MEMBERSHIP", "You cannot end your own membership. Ask an owner.");
    if (member.role === "owner") await refuseLastOwner(tx, tenantId, membershipId);
    if (await tx.dutySession.count({ where: { tenantId, membershipId, endedAt: null } }))
      throw new CallbayError(
        "precondition",
        "ON_DUTY",
        "This person is on duty. Nothing was changed; take them off duty first.",
      );
    await tx.membership.updateMany({ where: { tenantId, id: membershipId }, data: { endedAt: now } });
    const seats = await tx.seatLease.updateMany({
      where: { tenantId, membershipId, OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
      data: { membershipId: null },
    });
    const campaigns = await tx.campaignAgent.deleteMany({ where: { tenantId, membershipId } });
    await audit({
      action: "person.end",
      entity: "membership",
      entityId: membershipId,
      before: { role: member.role },
      after: { seatsFreed: seats.count, campaignsLeft: campaigns.count },
    });
    emit({ type: "tenant.changed", tenantId });
    emit({ type: "seat.changed" });
    return { membershipId };
  },
});
