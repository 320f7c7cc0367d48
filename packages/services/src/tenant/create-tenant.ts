import { newId } from "@callbay/db/ids";
import { isTimeZone } from "@callbay/domain/calendar";
import { CallbayError } from "@callbay/domain/errors";
import { isPhoneCountry } from "@callbay/domain/phone";
import { LOCALES } from "../access/set-preferences.ts";
import { onConflict } from "../billing/db-errors.ts";
import { operatorVerb, z } from "../verb.ts";

/** The three levels that every workspace begins with; its people reshape them. Seats are the third. */
const DEFAULT_TREE = {
  en: { department: "Contact centre", team: "Team 1" },
  "zh-CN": { department: "呼叫中心", team: "第一班组" },
} as const;

/** Opens a workspace for a client company, with its default org tree. It has no contract and nobody in it yet. */
export const createTenant = operatorVerb({
  name: "tenant.create",
  permission: "platform.tenant.write",
  input: z.strictObject({
    slug: z
      .string()
      .trim()
      .regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, "small letters, digits and hyphens"),
    name: z.string().trim().min(1).max(120),
    legalName: z.string().trim().min(1).max(200),
    addressLines: z.array(z.string().trim().min(1).max(120)).max(6).default([]),
    taxNumber: z.string().trim().max(60).optional(),
    timezone: z.string().refine(isTimeZone, "an IANA time zone such as Asia/Hong_Kong"),
    country: z.string().refine(isPhoneCountry, "an ISO 3166 country code such as HK"),
    locale: z.enum(LOCALES).default("en"),
  }),
  run: async ({ tx, now, audit, emit }, input) => {
    const { taxNumber, ...rest } = input;
    const tenantId = newId();
    await onConflict(
      "tenant_slug_key",
      () =>
        new CallbayError(
          "conflict",
          "SLUG_TAKEN",
          `Another client is called ${input.slug} already. Nothing was changed; choose another short name.`,
          { slug: input.slug },
        ),
      () => tx.tenant.createMany({ data: { id: tenantId, ...rest, taxNumber: taxNumber || null, createdAt: now } }),
    );
    const departmentId = newId();
    const names = DEFAULT_TREE[input.locale];
    const unit = { tenantId, createdAt: now };
    await tx.orgUnit.createMany({ data: { ...unit, id: departmentId, kind: "department", name: names.department } });
    await tx.orgUnit.createMany({
      data: { ...unit, id: newId(), parentId: departmentId, kind: "team", name: names.team },
    });
    await audit({ action: "tenant.create", entity: "tenant", entityId: tenantId, tenantId, after: input });
    emit({ type: "tenant.changed", tenantId });
    return { tenantId };
  },
});
