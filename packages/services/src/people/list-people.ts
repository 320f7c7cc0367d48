import { tenantQuery, z } from "../verb.ts";
import { scopeOf } from "./scope.ts";

/** Everybody in the workspace and everybody invited; for a team leader, the team. */
export const listPeople = tenantQuery({
  name: "person.list",
  permission: "person.read",
  input: z.strictObject({ includeEnded: z.boolean().default(false) }),
  run: async (unit, { includeEnded }) => {
    const { tx, tenantId, now } = unit;
    const scope = await scopeOf(unit, "person.read");
    const memberships = await tx.membership.findMany({
      where: { tenantId, ...(includeEnded ? {} : { endedAt: null }), ...(scope ? { id: { in: [...scope] } } : {}) },
      include: {
        account: { select: { name: true, email: true } },
        orgUnit: { select: { id: true, name: true } },
        skills: { select: { skillId: true, level: true, skill: { select: { name: true } } } },
      },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      take: 5_000,
    });
    const leases = await tx.seatLease.findMany({
      where: {
        tenantId,
        membershipId: { not: null },
        startsAt: { lte: now },
        OR: [{ endsAt: null }, { endsAt: { gt: now } }],
      },
      select: { membershipId: true, label: true },
    });
    const seatOf = new Map(leases.map((lease) => [lease.membershipId, lease.label]));
    // Who is invited is for those who invite, and for those who see everybody.
    const invitations = scope
      ? []
      : await tx.invitation.findMany({
          where: { tenantId, acceptedAt: null, revokedAt: null, expiresAt: { gt: now } },
          select: { id: true, name: true, email: true, role: true, employer: true, createdAt: true, expiresAt: true },
          orderBy: { createdAt: "desc" },
          take: 1_000,
        });
    return {
      items: memberships.map(({ id, accountId, role, employer, account, orgUnit, skills, createdAt, endedAt }) => ({
        membershipId: id,
        accountId,
        name: account.name,
        email: account.email,
        role,
        employer,
        orgUnit,
        /** The best first. */
        skills: skills
          .map(({ skillId, level, skill }) => ({ skillId, level, name: skill.name }))
          .sort((a, b) => b.level - a.level || a.name.localeCompare(b.name)),
        seat: seatOf.get(id) ?? null,
        since: createdAt,
        endedAt,
      })),
      invitations: invitations.map(({ id, ...rest }) => ({ invitationId: id, ...rest })),
    };
  },
});
