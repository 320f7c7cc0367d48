import { notFound } from "@callbay/domain/errors";
import { maskPhone } from "@callbay/domain/phone";
import { tenantVerb, z } from "../verb.ts";
import { addNumber } from "./add-number.ts";

/**
 * The customer said in a call that they want no more: the agent of that call writes it down, and no campaign of the
 * workspace dials the number from this transaction on. Saying it again changes nothing.
 */
export const revokeByCustomer = tenantVerb({
  name: "dnc.revokeByCustomer",
  permission: "call.own",
  input: z.object({ callId: z.uuid() }),
  run: async (unit, { callId }) => {
    const { tx, tenantId, actor, now } = unit;
    const call = await tx.call.findUnique({ where: { tenantId_id: { tenantId, id: callId } } });
    if (!call || call.membershipId !== actor.membershipId) throw notFound("call");
    const { id, added } = await addNumber(tx, { tenantId, phone: call.phone, source: { by: "call", callId }, now });
    await unit.audit({
      action: "dnc.revokeByCustomer",
      entity: "do_not_call",
      entityId: id,
      after: { phone: maskPhone(call.phone), callId, added },
    });
    unit.emit({ type: "dnc.changed" });
    return { id, added };
  },
});
