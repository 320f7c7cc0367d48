import { storeOverride } from "@callbay/db/sql/dial-why";
import { OVERRIDABLE_REASONS, type OverridableReason } from "@callbay/domain/compliance/types";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { tenantVerb, z } from "../verb.ts";
import { profileOf } from "./rules-of.ts";

const stored = z.object({
  reasons: z.array(z.enum(OVERRIDABLE_REASONS)).min(1),
  /** Account of who lifted them, and the name at that time. */
  by: z.uuid(),
  byName: z.string(),
  note: z.string(),
  at: z.iso.datetime(),
  until: z.iso.datetime(),
});

/** Refusals that a permitted person lifted for the next call to a contact with a reserved agent. */
export type Override = z.output<typeof stored>;

/** The override of a contact that still holds; null: there is none, or its time is over. */
export function overrideInForce(json: unknown, now: Date): Override | null {
  const parsed = stored.safeParse(json);
  return parsed.success && new Date(parsed.data.until) > now ? parsed.data : null;
}

const HOUR_MS = 3_600_000;

/**
 * Lifts one refusal of the gate for one contact: the next call to it with a reserved agent (preview, callback, by hand)
 * passes over that reason, once, while the time runs. The dialer never uses it. Which refusals may be lifted says the
 * campaign's profile.
 *
 * @throws CallbayError NOT_FOUND, REFUSAL_NOT_LIFTABLE.
 */
export const liftRefusal = tenantVerb({
  name: "campaign.lift_refusal",
  permission: "campaign.override",
  input: z.strictObject({
    campaignId: z.uuid(),
    contactId: z.uuid(),
    reason: z.enum(OVERRIDABLE_REASONS),
    /** Why it may be lifted; audited, and stored with the call. */
    note: z.string().trim().min(5, "say why").max(500),
    hours: z.int().min(1).max(72).default(24),
  }),
  run: async (unit, { campaignId, contactId, reason, note, hours }) => {
    const { tx, tenantId, now, actor } = unit;
    const key = { tenantId, campaignId, contactId };
    const row = await tx.campaignContact.findUnique({
      where: { tenantId_campaignId_contactId: key },
      select: {
        override: true,
        campaign: { select: { compliance: { select: { id: true, revision: true, rules: true } } } },
      },
    });
    if (!row) throw notFound("contact");
    const { rules } = profileOf(row.campaign.compliance);
    if (!rules.overridable.includes(reason)) throw notLiftable(reason, rules.overridable);
    const before = overrideInForce(row.override, now);
    const override: Override = {
      reasons: [...new Set([...(before?.reasons ?? []), reason])],
      by: actor.accountId,
      byName: actor.name,
      note,
      at: now.toISOString(),
      until: new Date(now.getTime() + hours * HOUR_MS).toISOString(),
    };
    await storeOverride(tx, key, override);
    await unit.audit({
      action: "campaign.lift_refusal",
      entity: "campaign_contact",
      entityId: contactId,
      ...(before ? { before: { reasons: before.reasons, until: before.until } } : {}),
      after: { campaignId, ...override },
    });
    return { reasons: override.reasons, until: new Date(override.until) };
  },
});

function notLiftable(reason: string, overridable: readonly OverridableReason[]): CallbayError {
  return new CallbayError(
    "precondition",
    "REFUSAL_NOT_LIFTABLE",
    "The campaign's compliance profile does not allow this refusal to be lifted. Nothing was changed.",
    { reason, overridable: [...overridable] },
  );
}
