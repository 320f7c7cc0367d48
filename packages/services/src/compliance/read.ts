import { parseComplianceRules } from "@callbay/domain/compliance/parse";
import { PRESETS } from "@callbay/domain/compliance/presets";
import { REGIONS } from "@callbay/domain/compliance/types";
import { notFound } from "@callbay/domain/errors";
import { tenantQuery, z } from "../verb.ts";

/** What each region asks before a client makes it stricter. */
export const listPresets = tenantQuery({
  name: "compliance.presets",
  permission: "compliance.read",
  input: z.strictObject({}),
  run: async () => REGIONS.map((region) => PRESETS[region]),
});

/** The client's profiles by their latest revisions, with the campaigns that each binds. */
export const listProfiles = tenantQuery({
  name: "compliance.list",
  permission: "compliance.read",
  input: z.strictObject({}),
  run: async ({ tx, tenantId }) => {
    const rows = await tx.complianceProfile.findMany({
      where: { tenantId },
      orderBy: [{ profileId: "asc" }, { revision: "desc" }],
      include: { campaigns: { select: { id: true, name: true, state: true } } },
    });
    const latest = rows.filter((row, i) => row.profileId !== rows[i - 1]?.profileId);
    return latest
      .map((row) => {
        const revisions = rows.filter(({ profileId }) => profileId === row.profileId);
        const bound = revisions.flatMap(({ campaigns, revision }) => campaigns.map((each) => ({ ...each, revision })));
        return {
          ...withoutCampaigns(row),
          rules: parseComplianceRules(row.rules),
          campaigns: bound.filter(({ state }) => state !== "completed"),
        };
      })
      .sort((a, b) => a.name.localeCompare(b.name));
  },
});

/** One profile with all its revisions, the latest first. @throws CallbayError NOT_FOUND. */
export const getProfile = tenantQuery({
  name: "compliance.get",
  permission: "compliance.read",
  input: z.strictObject({ profileId: z.uuid() }),
  run: async ({ tx, tenantId }, { profileId }) => {
    const rows = await tx.complianceProfile.findMany({
      where: { tenantId, profileId },
      orderBy: { revision: "desc" },
      include: { campaigns: { select: { id: true, name: true, state: true } } },
    });
    if (rows.length === 0) throw notFound("compliance profile");
    return {
      profileId,
      revisions: rows.map((row) => ({
        ...withoutCampaigns(row),
        rules: parseComplianceRules(row.rules),
        campaigns: row.campaigns,
      })),
    };
  },
});

function withoutCampaigns(row: {
  readonly id: string;
  readonly profileId: string;
  readonly revision: number;
  readonly name: string;
  readonly region: string;
  readonly createdAt: Date;
  readonly createdBy: string;
}) {
  const { id, profileId, revision, name, region, createdAt, createdBy } = row;
  return { id, profileId, revision, name, region: z.enum(REGIONS).parse(region), createdAt, createdBy };
}
