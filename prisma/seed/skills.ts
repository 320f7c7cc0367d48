import type { TenantActor } from "@callbay/domain/actor";
import type { SkillLevel } from "@callbay/domain/skills";
import { addSkill, listSkills, setSkills } from "@callbay/services/people/skills";
import type { Stage } from "./stage.ts";

/** Who can do what, and how well: name of the skill, then address and level. */
export type SkillPlan = Readonly<Record<string, Readonly<Record<string, SkillLevel>>>>;

/** Gives everybody the skills of the plan, unless the workspace has skills already. */
export async function seedSkills(stage: Stage, owner: TenantActor, plan: SkillPlan): Promise<void> {
  const ctx = stage.as(owner);
  if ((await listSkills(ctx, {})).length > 0) return;
  const skills: { readonly skillId: string; readonly levels: SkillPlan[string] }[] = [];
  for (const [name, levels] of Object.entries(plan)) skills.push({ ...(await addSkill(ctx, { name })), levels });
  const people = await stage.deps.db.withTenant(owner.tenantId, (tx) =>
    tx.membership.findMany({
      where: { tenantId: owner.tenantId, endedAt: null },
      select: { id: true, account: { select: { email: true } } },
    }),
  );
  for (const { id, account } of people) {
    const own = skills.flatMap(({ skillId, levels }) => {
      const level = levels[account.email];
      return level === undefined ? [] : [{ skillId, level }];
    });
    if (own.length > 0) await setSkills(ctx, { membershipId: id, skills: own });
  }
}
