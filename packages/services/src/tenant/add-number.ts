import { newId } from "@callbay/db/ids";
import { lockNumber } from "@callbay/db/sql/tenants";
import { CallbayError } from "@callbay/domain/errors";
import { maskPhone, normalisePhone } from "@callbay/domain/phone";
import { onConflict } from "../billing/db-errors.ts";
import { operatorVerb, z } from "../verb.ts";
import { requireTenant } from "./require-tenant.ts";

/** Lets a tenant show a number of the operator's stock as caller id. A number belongs to one tenant alone. */
export const addNumber = operatorVerb({
  name: "tenant.addNumber",
  permission: "platform.tenant.write",
  input: z.strictObject({
    tenantId: z.uuid(),
    e164: z.string().trim().min(1).max(40),
    label: z.string().trim().max(80).default(""),
  }),
  run: async ({ tx, now, audit, emit }, { tenantId, e164: written, label }) => {
    const tenant = await requireTenant(tx, tenantId);
    const phone = normalisePhone(written, tenant.country);
    if (!phone.ok)
      throw new CallbayError(
        "invalid",
        "PHONE_INVALID",
        "This is not a number that can be dialled. Write it with its country code, such as +852 2123 4567.",
        { reason: phone.reason },
      );
    const numberTaken = () =>
      new CallbayError("conflict", "NUMBER_TAKEN", "This number is given to a client already. Nothing was changed.");
    await lockNumber(tx, phone.e164);
    if (await tx.phoneNumber.findFirst({ where: { e164: phone.e164 }, select: { id: true } })) throw numberTaken();
    const numberId = newId();
    await onConflict("phone_number_tenant_id_e164_key", numberTaken, () =>
      tx.phoneNumber.createMany({ data: { tenantId, id: numberId, e164: phone.e164, label, createdAt: now } }),
    );
    await audit({
      action: "tenant.addNumber",
      entity: "phone_number",
      entityId: numberId,
      tenantId,
      after: { number: maskPhone(phone.e164), label },
    });
    emit({ type: "tenant.changed", tenantId });
    return { numberId, e164: phone.e164 };
  },
});
