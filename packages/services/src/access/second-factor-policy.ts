import type { Tx } from "@callbay/db/client";
import type { OperatorRole, TenantRole } from "@callbay/domain/permissions";
import { operatorQuery, operatorVerb, tenantQuery, tenantVerb, z } from "../verb.ts";

/** Whose second factor a client may ask for: those who can spend its money or see its people's numbers. */
const ROLES: readonly TenantRole[] = ["owner", "manager", "finance"];

type Somebody =
  | { readonly kind: "operator"; readonly role: OperatorRole }
  | { readonly kind: "tenant"; readonly role: TenantRole; readonly tenantId: string };

/** Must somebody in this role have a second factor? Off unless it was switched on. Needs the scope of sign-in. */
export async function secondFactorRequired(tx: Tx, who: Somebody): Promise<boolean> {
  if (who.kind === "operator")
    return (await tx.platformAccess.findUnique({ where: { id: 1 } }))?.secondFactorRequired ?? false;
  if (!ROLES.includes(who.role)) return false;
  const setting = await tx.tenantAccess.findUnique({ where: { tenantId: who.tenantId } });
  return setting?.secondFactorRequired ?? false;
}

/** What this workspace asks of who enters it. */
export const getAccess = tenantQuery({
  name: "access.get",
  permission: "access.write",
  input: z.strictObject({}),
  run: async ({ tx, tenantId }) => {
    const setting = await tx.tenantAccess.findUnique({ where: { tenantId } });
    return { secondFactorRequired: setting?.secondFactorRequired ?? false };
  },
});

/** Asks owners, managers and finance for a second factor; who has none can set one up, and nothing else until then. */
export const setAccess = tenantVerb({
  name: "access.set",
  permission: "access.write",
  input: z.strictObject({ secondFactorRequired: z.boolean() }),
  run: async ({ tx, tenantId, now, audit }, { secondFactorRequired: wanted }) => {
    const before = await tx.tenantAccess.findUnique({ where: { tenantId } });
    const data = { secondFactorRequired: wanted, updatedAt: now };
    await tx.tenantAccess.upsert({ where: { tenantId }, create: { tenantId, ...data }, update: data });
    await audit({
      ...{ action: "access.set", entity: "tenant", entityId: tenantId },
      before: { secondFactorRequired: before?.secondFactorRequired ?? false },
      after: { secondFactorRequired: wanted },
    });
    return { secondFactorRequired: wanted };
  },
});

/** What the operator asks of its own people. */
export const getPlatformAccess = operatorQuery({
  name: "platformAccess.get",
  permission: "platform.access.write",
  input: z.strictObject({}),
  run: async ({ tx }) => {
    const setting = await tx.platformAccess.findUnique({ where: { id: 1 } });
    return { secondFactorRequired: setting?.secondFactorRequired ?? false };
  },
});

/** Asks all of the operator's people for a second factor. */
export const setPlatformAccess = operatorVerb({
  name: "platformAccess.set",
  permission: "platform.access.write",
  input: z.strictObject({ secondFactorRequired: z.boolean() }),
  run: async ({ tx, now, audit }, { secondFactorRequired: wanted }) => {
    const data = { secondFactorRequired: wanted, updatedAt: now };
    await tx.platformAccess.upsert({ where: { id: 1 }, create: { id: 1, ...data }, update: data });
    await audit({
      ...{ action: "platformAccess.set", entity: "platform", entityId: "1" },
      after: { secondFactorRequired: wanted },
    });
    return { secondFactorRequired: wanted };
  },
});
