import type { Tx } from "@callbay/db/client";
import { CallbayError } from "@callbay/domain/errors";
import { parsePriceComponent } from "@callbay/domain/rating/price-component";
import { tenantQuery, tenantVerb, z } from "../verb.ts";

interface Bounds {
  /** A success can be rejected for so long after its call, and is proved by its recording; null: no contract says. */
  readonly leastDays: number | null;
  /** The fewest days of the profiles that campaigns dial under: their recordings go then in any case. */
  readonly profileDays: number | null;
}

/** For how long recordings are kept, and what bounds it. */
export const getRecordingPolicy = tenantQuery({
  name: "recording.policy",
  permission: "recording.hold",
  input: z.strictObject({}),
  run: async ({ tx, tenantId }) => {
    const row = await tx.recordingPolicy.findUnique({ where: { tenantId } });
    return {
      days: row?.days ?? null,
      updatedAt: row?.updatedAt ?? null,
      updatedBy: row?.updatedBy ?? null,
      ...(await boundsOf(tx, tenantId)),
    };
  },
});

/**
 * Sets for how many days recordings are kept; null: as long as the compliance profiles allow. A profile's own days are
 * not lengthened by it: whichever are fewer end a recording.
 *
 * @throws CallbayError RECORDING_DAYS_TOO_FEW: a contract lets successes be rejected for longer.
 */
export const setRecordingPolicy = tenantVerb({
  name: "recording.set_policy",
  permission: "recording.retention",
  input: z.strictObject({ days: z.int().min(1).max(36_500).nullable() }),
  run: async ({ tx, tenantId, now, actor, audit }, { days }) => {
    const before = await tx.recordingPolicy.findUnique({ where: { tenantId }, select: { days: true } });
    const { leastDays } = await boundsOf(tx, tenantId);
    if (days !== null && leastDays !== null && days < leastDays)
      throw new CallbayError(
        "precondition",
        "RECORDING_DAYS_TOO_FEW",
        `A contract lets successes be rejected for ${leastDays} days, and a recording proves them. Nothing was changed; keep recordings for at least ${leastDays} days.`,
        { least: leastDays },
      );
    const data = { days, updatedAt: now, updatedBy: actor.name };
    await tx.recordingPolicy.upsert({ where: { tenantId }, create: { tenantId, ...data }, update: data });
    await audit({
      ...{ action: "recording.set_policy", entity: "recording_policy", entityId: tenantId },
      before: { days: before?.days ?? null },
      after: { days },
    });
    return { days };
  },
});

async function boundsOf(tx: Tx, tenantId: string): Promise<Bounds> {
  const components = await tx.priceComponent.findMany({
    where: { tenantId, type: "commission", contractVersion: { contract: { state: "active" } } },
  });
  const windows = components.flatMap((row) => {
    const params = parsePriceComponent(row.params);
    return params.type === "commission" ? [params.clawbackDays] : [];
  });
  const campaigns = await tx.campaign.findMany({
    where: { tenantId, complianceId: { not: null }, state: { not: "completed" } },
    select: { compliance: { select: { rules: true } } },
  });
  const days = campaigns.flatMap(({ compliance }) => {
    const rules = compliance?.rules as { retention?: { recordingDays?: number | null } } | null | undefined;
    return rules?.retention?.recordingDays ?? [];
  });
  return {
    leastDays: windows.length === 0 ? null : Math.max(...windows),
    profileDays: days.length === 0 ? null : Math.min(...days),
  };
}
