import { newId } from "@callbay/db/ids";
import type { TenantActor } from "@callbay/domain/actor";
import { parseComplianceRules } from "@callbay/domain/compliance/parse";
import { requireStricter } from "@callbay/domain/compliance/strictness";
import type { ComplianceRules } from "@callbay/domain/compliance/types";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { asJson } from "../campaign/fields.ts";
import { type TenantUnit, tenantVerb, z } from "../verb.ts";

const name = z.string().trim().min(1).max(120);
const rules = z.unknown().transform(parseComplianceRules);

/**
 * Opens a profile: a preset, or stricter.
 *
 * @throws CallbayError COMPLIANCE_INVALID, COMPLIANCE_LOOSER, COMPLIANCE_NAME_TAKEN.
 */
export const createProfile = tenantVerb({
  name: "compliance.create",
  permission: "compliance.write",
  input: z.strictObject({ name, rules }),
  run: async (unit, input) => {
    const profileId = newId();
    return addRevision(unit, { ...input, profileId, revision: 1, action: "compliance.create" });
  },
});

/**
 * Writes the next revision of a profile. Campaigns stay under the one that they were approved with until somebody
 * changes them: no rule changes under a running campaign.
 *
 * @param input.revision the latest that the writer has seen.
 * @throws CallbayError NOT_FOUND, STALE_REVISION, COMPLIANCE_REGION_FIXED, and those of createProfile.
 */
export const reviseProfile = tenantVerb({
  name: "compliance.revise",
  permission: "compliance.write",
  input: z.strictObject({ profileId: z.uuid(), revision: z.int().min(1), name, rules }),
  run: async (unit, input) => {
    const { tx, tenantId } = unit;
    const { profileId } = input;
    const latest = await tx.complianceProfile.findFirst({
      where: { tenantId, profileId },
      orderBy: { revision: "desc" },
    });
    if (!latest) throw notFound("compliance profile");
    if (latest.revision !== input.revision) throw stale(latest.revision);
    if (latest.region !== input.rules.region)
      throw new CallbayError(
        "invalid",
        "COMPLIANCE_REGION_FIXED",
        "A profile keeps the region that it began with. Nothing was saved; open a new profile for another region.",
        { region: latest.region },
      );
    return addRevision(unit, { ...input, revision: latest.revision + 1, action: "compliance.revise" });
  },
});

interface Revision {
  readonly profileId: string;
  readonly revision: number;
  readonly name: string;
  readonly rules: ComplianceRules;
  readonly action: string;
}

async function addRevision(unit: TenantUnit<TenantActor>, revision: Revision) {
  const { tx, tenantId, now, actor } = unit;
  requireStricter(revision.rules);
  await refuseNameTaken(unit, revision);
  const id = newId();
  const { count } = await tx.complianceProfile.createMany({
    data: {
      tenantId,
      id,
      profileId: revision.profileId,
      revision: revision.revision,
      name: revision.name,
      region: revision.rules.region,
      rules: asJson(revision.rules),
      createdAt: now,
      createdBy: actor.name,
    },
    skipDuplicates: true,
  });
  // Two people revised at once: the key let one through.
  if (count === 0) throw stale(revision.revision);
  await unit.audit({
    action: revision.action,
    entity: "compliance_profile",
    entityId: revision.profileId,
    after: asJson({ id, revision: revision.revision, name: revision.name, rules: revision.rules }),
  });
  return { id, profileId: revision.profileId, revision: revision.revision };
}

/** Another profile's latest revision has this name. */
async function refuseNameTaken({ tx, tenantId }: TenantUnit<TenantActor>, { profileId, name: wanted }: Revision) {
  const others = await tx.complianceProfile.findMany({
    where: { tenantId, name: wanted, NOT: { profileId } },
    select: { profileId: true, revision: true },
  });
  for (const other of others) {
    const later = await tx.complianceProfile.findFirst({
      where: { tenantId, profileId: other.profileId, revision: { gt: other.revision } },
      select: { id: true },
    });
    if (!later)
      throw new CallbayError(
        "conflict",
        "COMPLIANCE_NAME_TAKEN",
        `A compliance profile named "${wanted}" exists already. Nothing was saved; choose another name.`,
        { name: wanted },
      );
  }
}

function stale(revision: number): CallbayError {
  return new CallbayError(
    "conflict",
    "STALE_REVISION",
    "Somebody else has changed this profile meanwhile. Nothing of yours was saved; look at it again.",
    { revision },
  );
}
