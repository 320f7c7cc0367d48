import { newId } from "@callbay/db/ids";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { MAX_SKILLS, SKILL_LEVELS } from "@callbay/domain/skills";
import { type TenantUnit, tenantQuery, tenantVerb, z } from "../verb.ts";
import { loadMember } from "./load-member.ts";

const name = z.string().trim().min(1).max(60);
const level = z.union(SKILL_LEVELS.map((one) => z.literal(one)));

/** The skills of a workspace by name, with how many people have each. */
export const listSkills = tenantQuery({
  name: "skill.list",
  permission: "person.read",
  input: z.strictObject({}),
  run: async ({ tx, tenantId }) => {
    const skills = await tx.skill.findMany({
      where: { tenantId },
      include: { _count: { select: { members: { where: { membership: { endedAt: null } } } } } },
      orderBy: [{ name: "asc" }, { id: "asc" }],
    });
    return skills.map(({ id, name: called, _count }) => ({ skillId: id, name: called, people: _count.members }));
  },
});

/** @throws CallbayError SKILL_EXISTS, TOO_MANY_SKILLS */
export const addSkill = tenantVerb({
  name: "skill.add",
  permission: "person.invite",
  input: z.strictObject({ name }),
  run: async (unit, { name: called }) => {
    const { tx, tenantId, now, audit, emit } = unit;
    await refuseSameName(unit, called);
    if ((await tx.skill.count({ where: { tenantId } })) >= MAX_SKILLS)
      throw new CallbayError(
        "precondition",
        "TOO_MANY_SKILLS",
        `A workspace has at most ${MAX_SKILLS} skills. Nothing was added; remove one that nobody needs.`,
      );
    const skillId = newId();
    // Of two who add it at once the index keeps one.
    const data = { tenantId, id: skillId, name: called, createdAt: now };
    if ((await tx.skill.createMany({ data, skipDuplicates: true })).count === 0) throw sameName();
    await audit({ action: "skill.add", entity: "skill", entityId: skillId, after: { name: called } });
    emit({ type: "tenant.changed", tenantId });
    return { skillId };
  },
});

/** @throws CallbayError NOT_FOUND, SKILL_EXISTS */
export const renameSkill = tenantVerb({
  name: "skill.rename",
  permission: "person.invite",
  input: z.strictObject({ skillId: z.uuid(), name }),
  run: async (unit, { skillId, name: called }) => {
    const { tx, tenantId, audit, emit } = unit;
    const before = await loadSkill(unit, skillId);
    await refuseSameName(unit, called, skillId);
    await tx.skill.updateMany({ where: { tenantId, id: skillId }, data: { name: called } });
    await audit({
      ...{ action: "skill.rename", entity: "skill", entityId: skillId },
      before: { name: before.name },
      after: { name: called },
    });
    emit({ type: "tenant.changed", tenantId });
    return { skillId };
  },
});

/** Removes a skill, also from everybody who has it. */
export const removeSkill = tenantVerb({
  name: "skill.remove",
  permission: "person.invite",
  input: z.strictObject({ skillId: z.uuid() }),
  run: async (unit, { skillId }) => {
    const { tx, tenantId, audit, emit } = unit;
    const { name: called } = await loadSkill(unit, skillId);
    const people = await tx.membershipSkill.count({ where: { tenantId, skillId } });
    await tx.skill.deleteMany({ where: { tenantId, id: skillId } });
    await audit({ action: "skill.remove", entity: "skill", entityId: skillId, before: { name: called, people } });
    emit({ type: "tenant.changed", tenantId });
    return { removed: true };
  },
});

/** What a person can do, and how well: these skills and no others. @throws CallbayError NOT_FOUND */
export const setSkills = tenantVerb({
  name: "person.setSkills",
  permission: "person.invite",
  input: z.strictObject({
    membershipId: z.uuid(),
    skills: z.array(z.strictObject({ skillId: z.uuid(), level })).max(MAX_SKILLS),
  }),
  run: async ({ tx, tenantId, audit, emit }, { membershipId, skills }) => {
    await loadMember(tx, tenantId, membershipId);
    const wanted = new Map(skills.map((one) => [one.skillId, one.level]));
    const known = await tx.skill.findMany({ where: { tenantId, id: { in: [...wanted.keys()] } } });
    if (known.length < wanted.size) throw notFound("skill");
    const where = { tenantId, membershipId };
    const before = await tx.membershipSkill.findMany({ where, include: { skill: { select: { name: true } } } });
    await tx.membershipSkill.deleteMany({ where });
    await tx.membershipSkill.createMany({
      data: [...wanted].map(([skillId, worth]) => ({ tenantId, membershipId, skillId, level: worth })),
    });
    await audit({
      ...{ action: "person.setSkills", entity: "membership", entityId: membershipId },
      before: Object.fromEntries(before.map((row) => [row.skill.name, row.level])),
      after: Object.fromEntries(known.map((row) => [row.name, wanted.get(row.id)])),
    });
    emit({ type: "tenant.changed", tenantId });
    return { membershipId };
  },
});

async function loadSkill({ tx, tenantId }: TenantUnit, skillId: string) {
  const skill = await tx.skill.findUnique({ where: { tenantId_id: { tenantId, id: skillId } } });
  if (!skill) throw notFound("skill");
  return skill;
}

async function refuseSameName({ tx, tenantId }: TenantUnit, called: string, butNot?: string): Promise<void> {
  const same = await tx.skill.findFirst({
    where: { tenantId, name: { equals: called, mode: "insensitive" }, ...(butNot ? { id: { not: butNot } } : {}) },
    select: { id: true },
  });
  if (same) throw sameName();
}

function sameName(): CallbayError {
  return new CallbayError(
    "conflict",
    "SKILL_EXISTS",
    "There is a skill of this name. Nothing was changed; use that one.",
  );
}
