import type { Tx } from "@callbay/db/client";
import { notFound } from "@callbay/domain/errors";
import { addressDetails, country, endpoint } from "../legal-entity/details.ts";
import { type AuditEntry, operatorVerb, tenantQuery, tenantVerb, z } from "../verb.ts";

/** What a client may say of itself; a field left out stays as it is. */
const own = {
  ...addressDetails,
  taxNumber: z.string().trim().max(60).nullable().optional(),
  /** Where invoices and reminders are sent; null for the workspace's owners and finance. */
  billingEmail: z.email().nullable().optional(),
  endpoint: endpoint.optional(),
};

/** What documents say of the caller's company. */
export const ownBillingDetails = tenantQuery({
  name: "workspace.billingDetails",
  permission: "invoice.read",
  input: z.strictObject({}),
  run: async ({ tx, tenantId }) => {
    const { endpointScheme, endpointId, ...details } = await tx.tenant.findUniqueOrThrow({
      where: { id: tenantId },
      select: {
        legalName: true,
        country: true,
        addressLines: true,
        city: true,
        postalCode: true,
        taxNumber: true,
        billingEmail: true,
        endpointScheme: true,
        endpointId: true,
      },
    });
    return { ...details, endpoint: endpointScheme && endpointId ? { scheme: endpointScheme, id: endpointId } : null };
  },
});

/** Changes the billing details of the caller's company: address, tax number, where invoices go. Its name and country are the operator's. */
export const updateOwnBillingDetails = tenantVerb({
  name: "workspace.updateBillingDetails",
  permission: "payment.write",
  input: z.strictObject(own),
  run: (unit, details) => update(unit, unit.tenantId, details),
});

/** Changes the billing details of a client. @throws CallbayError NOT_FOUND. */
export const updateBillingDetails = operatorVerb({
  name: "tenant.updateBillingDetails",
  permission: "platform.contract.write",
  input: z.strictObject({
    tenantId: z.uuid(),
    legalName: z.string().trim().min(1).max(200).optional(),
    country: country.optional(),
    ...own,
  }),
  run: (unit, { tenantId, ...details }) => update(unit, tenantId, details),
});

interface Details {
  readonly legalName?: string | undefined;
  readonly country?: string | undefined;
  readonly addressLines?: string[] | undefined;
  readonly city?: string | undefined;
  readonly postalCode?: string | undefined;
  readonly taxNumber?: string | null | undefined;
  readonly billingEmail?: string | null | undefined;
  readonly endpoint?: { readonly scheme: string; readonly id: string } | null | undefined;
}

async function update(
  { tx, audit }: { readonly tx: Tx; audit(entry: AuditEntry): Promise<void> },
  tenantId: string,
  { endpoint: address, ...details }: Details,
): Promise<{ tenantId: string }> {
  const before = await tx.tenant.findUnique({ where: { id: tenantId } });
  if (!before) throw notFound("client");
  const data = {
    ...details,
    ...(details.taxNumber === undefined ? {} : { taxNumber: details.taxNumber || null }),
    ...(address === undefined ? {} : { endpointScheme: address?.scheme ?? null, endpointId: address?.id ?? null }),
  };
  const after = Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
  await tx.tenant.updateMany({ where: { id: tenantId }, data: after });
  const was = Object.fromEntries(Object.entries(before).filter(([field]) => field in after));
  const action = "tenant.updateBillingDetails";
  await audit({ action, entity: "tenant", entityId: tenantId, tenantId, before: was, after });
  return { tenantId };
}
