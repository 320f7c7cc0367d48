import { TENANT_ROLES } from "@callbay/domain/permissions";
import { tenantVerb, z } from "../verb.ts";
import { refuseOperatorEmployed, refuseOwnerMatters } from "./authority.ts";
import { loadMember, refuseLastOwner } from "./load-member.ts";

/** Gives a person another role; it counts from their next click on. */
export const setRole = tenantVerb({
  name: "person.setRole",
  permission: "person.invite",
  input: z.strictObject({ membershipId: z.uuid(), role: z.enum(TENANT_ROLES) }),
  run: async ({ tx, tenantId, actor, audit, emit }, { membershipId, role }) => {
    const member = await loadMember(tx, tenantId, membershipId);
    refuseOwnerMatters(actor.role, member.role, role);
    refuseOperatorEmployed(member.employer);
    if (member.role === "owner" && role !== "owner") await refuseLastOwner(tx, tenantId, membershipId);
    await tx.membership.updateMany({ where: { tenantId, id: membershipId, endedAt: null }, data: { role } });
    await audit({
      action: "person.setRole",
      entity: "membership",
      entityId: membershipId,
      before: { role: member.role },
      after: { role },
    });
    emit({ type: "tenant.changed", tenantId });
    return { membershipId, role };
  },
});
