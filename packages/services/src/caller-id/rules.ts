import { newId } from "@callbay/db/ids";
import { notFound } from "@callbay/domain/errors";
import { maskPhone } from "@callbay/domain/phone";
import { tenantQuery, tenantVerb, z } from "../verb.ts";

/** Which number is shown to which destinations, with the numbers and campaigns that a rule may name. */
export const listCallerIdRules = tenantQuery({
  name: "caller_id.list",
  permission: "campaign.read",
  input: z.strictObject({}).default({}),
  run: async ({ tx, tenantId }) => {
    const rules = await tx.callerIdRule.findMany({
      where: { tenantId },
      include: {
        phoneNumber: { select: { e164: true, label: true, releasedAt: true } },
        campaign: { select: { name: true } },
      },
      orderBy: [{ campaignId: { sort: "asc", nulls: "first" } }, { prefix: "asc" }],
    });
    const numbers = await tx.phoneNumber.findMany({
      where: { tenantId, releasedAt: null },
      select: { id: true, e164: true, label: true },
      orderBy: { e164: "asc" },
    });
    const campaigns = await tx.campaign.findMany({
      where: { tenantId, state: { not: "completed" } },
      select: { id: true, name: true },
      orderBy: { name: "asc" },
    });
    return {
      rules: rules.map(({ id, prefix, campaignId, campaign, phoneNumberId, phoneNumber }) => ({
        ...{ ruleId: id, prefix, campaignId, phoneNumberId },
        campaignName: campaign?.name ?? null,
        e164: phoneNumber.e164,
        label: phoneNumber.label,
        /** A number that was given back shows nothing: the campaign's own caller id holds. */
        released: phoneNumber.releasedAt !== null,
      })),
      numbers: numbers.map(({ id, e164, label }) => ({ phoneNumberId: id, e164, label })),
      campaigns: campaigns.map(({ id, name }) => ({ campaignId: id, name })),
    };
  },
});

/**
 * Shows this number of ours to numbers that begin so: for one campaign, or for all that have no rule of their own. The
 * longest prefix that fits holds. A rule of the same campaign and prefix is changed.
 */
export const setCallerIdRule = tenantVerb({
  name: "caller_id.set",
  permission: "campaign.write",
  input: z.strictObject({
    campaignId: z.uuid().nullable(),
    /** E.164 without the plus; "" fits every number. */
    prefix: z.string().regex(/^([1-9]\d{0,14})?$/, "digits as in E.164, without the plus"),
    phoneNumberId: z.uuid(),
  }),
  run: async ({ tx, tenantId, now, audit, emit }, { campaignId, prefix, phoneNumberId }) => {
    const number = await tx.phoneNumber.findFirst({ where: { tenantId, id: phoneNumberId, releasedAt: null } });
    if (!number) throw notFound("phone number");
    if (campaignId && !(await tx.campaign.findFirst({ where: { tenantId, id: campaignId }, select: { id: true } })))
      throw notFound("campaign");
    const known = await tx.callerIdRule.findFirst({ where: { tenantId, campaignId, prefix } });
    const ruleId = known?.id ?? newId();
    if (known) await tx.callerIdRule.updateMany({ where: { tenantId, id: known.id }, data: { phoneNumberId } });
    else
      await tx.callerIdRule.createMany({
        data: { tenantId, id: ruleId, campaignId, prefix, phoneNumberId, createdAt: now },
      });
    await audit({
      action: "caller_id.set",
      entity: "caller_id_rule",
      entityId: ruleId,
      ...(known ? { before: { phoneNumberId: known.phoneNumberId } } : {}),
      after: { campaignId, prefix, phoneNumberId, number: maskPhone(number.e164) },
    });
    if (campaignId) emit({ type: "campaign.changed", campaignId });
    return { ruleId };
  },
});

/** Takes a rule back: the next longest prefix holds, or the campaign's own caller id. */
export const removeCallerIdRule = tenantVerb({
  name: "caller_id.remove",
  permission: "campaign.write",
  input: z.strictObject({ ruleId: z.uuid() }),
  run: async ({ tx, tenantId, audit }, { ruleId }) => {
    const rule = await tx.callerIdRule.findFirst({ where: { tenantId, id: ruleId } });
    if (!rule) throw notFound("caller id rule");
    await tx.callerIdRule.deleteMany({ where: { tenantId, id: ruleId } });
    await audit({
      action: "caller_id.remove",
      entity: "caller_id_rule",
      entityId: ruleId,
      before: { campaignId: rule.campaignId, prefix: rule.prefix, phoneNumberId: rule.phoneNumberId },
    });
    return { ruleId };
  },
});
