import { newId } from "@callbay/db/ids";
import { isCampaignEditable } from "@callbay/domain/campaign-machine";
import { callsAgain } from "@callbay/domain/disposition-fields";
import { dispositionFieldsSchema } from "@callbay/domain/disposition-fields-schema";
import { tenantVerb, z } from "../verb.ts";
import { asJson } from "./fields.ts";
import { nextRevision, notEditable } from "./load.ts";

const item = z
  .object({
    code: z.string().regex(/^[a-z0-9_]{1,40}$/, "may hold small letters, digits and _"),
    label: z.string().trim().min(1).max(80),
    success: z.boolean().default(false),
    doNotCall: z.boolean().default(false),
    retryAfterMinutes: z.int().min(1).max(525_600).nullable().default(null),
    /** What its agent fills in, in this order. */
    fields: dispositionFieldsSchema.default([]),
  })
  .refine(
    // Nobody could ever give it: no promise goes with a disposition that ends with the contact.
    ({ fields, ...word }) => callsAgain(word) || fields.every(({ type }) => type !== "callback"),
    { path: ["fields"], message: "only a disposition that calls again can ask for the time of it" },
  );

/** Sets what agents may say at the end of a call, in the order of their keys. Codes that stay keep their id. */
export const setDispositions = tenantVerb({
  name: "campaign.setDispositions",
  permission: "campaign.write",
  input: z.object({
    campaignId: z.uuid(),
    revision: z.int().min(1),
    items: z
      .array(item)
      .min(1)
      .max(40)
      .refine((items) => new Set(items.map(({ code }) => code)).size === items.length, "codes must differ"),
  }),
  run: async (unit, { campaignId, revision, items }) => {
    const { tx, tenantId } = unit;
    const { campaign, revision: next } = await nextRevision(tx, tenantId, campaignId, revision);
    if (!isCampaignEditable(campaign.state)) throw notEditable(campaign.state, ["dispositions"]);
    const known = await tx.campaignDisposition.findMany({ where: { tenantId, campaignId } });
    await tx.campaignDisposition.deleteMany({
      where: { tenantId, campaignId, code: { notIn: items.map(({ code }) => code) } },
    });
    for (const [index, { fields, ...item }] of items.entries()) {
      const position = index + 1;
      const row = { ...item, fields: fields.map(asJson) };
      const old = known.find(({ code }) => code === row.code);
      if (old) await tx.campaignDisposition.updateMany({ where: { tenantId, id: old.id }, data: { ...row, position } });
      else await tx.campaignDisposition.createMany({ data: { tenantId, id: newId(), campaignId, position, ...row } });
    }
    await unit.audit({
      action: "campaign.setDispositions",
      entity: "campaign",
      entityId: campaignId,
      before: known.map(({ code }) => code),
      after: items.map(({ code }) => code),
    });
    unit.emit({ type: "campaign.changed", campaignId });
    return { campaignId, revision: next };
  },
});
