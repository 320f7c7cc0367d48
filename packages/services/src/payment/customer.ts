import { newId } from "@callbay/db/ids";
import type { SavedMethod } from "@callbay/gateways/payment-port";
import type { VerbContext } from "../context.ts";
import { platformVerb } from "../node/platform-verb.ts";
import { systemVerb, z } from "../verb.ts";
import { asSystem, requireGateway } from "./gateway.ts";
import { ownId } from "./rows.ts";

/** What is kept and shown of a saved card. */
export const savedMethodSchema = z.object({
  brand: z.string(),
  last4: z.string(),
  expMonth: z.number(),
  expYear: z.number(),
});

/** The provider's customer of a client, made at the first need. */
export async function customerOf(ctx: VerbContext, tenantId: string): Promise<string> {
  const gateway = requireGateway(ctx.deps);
  const { provider } = gateway;
  const client = await readClient(asSystem(ctx), { tenantId, provider });
  if (client.customerRef) return client.customerRef;
  const made = await gateway.ensureCustomer({ tenantId, name: client.name, email: client.email });
  return keepCustomer(asSystem(ctx), { tenantId, provider, customerRef: made });
}

const readClient = systemVerb({
  name: "payments.readClient",
  input: z.object({ tenantId: z.uuid(), provider: z.string() }),
  run: async ({ tx }, { tenantId, provider }) => {
    const known = await tx.paymentCustomer.findFirst({ where: { tenantId, provider } });
    const tenant = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId } });
    return { customerRef: known?.customerRef ?? null, name: tenant.legalName, email: tenant.billingEmail };
  },
});

const keepCustomer = systemVerb({
  name: "payments.keepCustomer",
  input: z.object({ tenantId: z.uuid(), provider: z.string(), customerRef: z.string() }),
  run: async ({ tx, now }, row) => {
    await tx.paymentCustomer.createMany({ data: { ...row, id: newId(), updatedAt: now }, skipDuplicates: true });
    const { tenantId, provider } = row;
    return (await tx.paymentCustomer.findFirstOrThrow({ where: { tenantId, provider } })).customerRef;
  },
});

/** Whose customer this is; of a customer that we do not know, whom the payment itself names. Null: nobody's of ours. */
export const clientOf = platformVerb({
  name: "payments.clientOf",
  input: z.object({ provider: z.string(), customerRef: z.string().nullable(), tenantId: z.string().nullable() }),
  run: async ({ tx }, { provider, customerRef, tenantId }) => {
    const customer = customerRef && (await tx.paymentCustomer.findFirst({ where: { provider, customerRef } }));
    if (customer) return customer.tenantId;
    const named = ownId(tenantId);
    if (!named) return null;
    return (await tx.tenant.findUnique({ where: { id: named }, select: { id: true } }))?.id ?? null;
  },
});

/** Writes down which card is saved with the provider now: the newest, or none. @returns false for an unknown customer. */
export async function syncMethods(ctx: VerbContext, customerRef: string): Promise<boolean> {
  const gateway = requireGateway(ctx.deps);
  const { provider } = gateway;
  const tenantId = await clientOf(asSystem(ctx), { provider, customerRef, tenantId: null });
  if (!tenantId) return false;
  const [newest = null] = await gateway.methods(customerRef);
  await keepMethod(asSystem(ctx), { tenantId, provider, method: newest });
  return true;
}

const keepMethod = systemVerb({
  name: "payments.keepMethod",
  input: z.object({ tenantId: z.uuid(), provider: z.string(), method: z.custom<SavedMethod | null>() }),
  run: async ({ tx, now }, { tenantId, provider, method }) => {
    const { ref: methodRef = null, ...shown } = method ?? {};
    await tx.paymentCustomer.updateMany({
      where: { tenantId, provider },
      data: { methodRef, method: { ...shown }, updatedAt: now },
    });
    return null;
  },
});
