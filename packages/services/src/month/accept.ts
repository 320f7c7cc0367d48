import { tenantVerb, z } from "../verb.ts";
import { refuseOpenDisputes } from "./disputes-of.ts";
import { announce, lockReviewedInvoice } from "./lock.ts";

/** The client accepts an invoice as it stands. Accepting it again changes nothing. */
export const acceptInvoice = tenantVerb({
  name: "invoice.accept",
  permission: "invoice.review",
  input: z.strictObject({ invoiceId: z.uuid() }),
  run: async (unit, { invoiceId }) => {
    const { tx, tenantId, actor, now, audit } = unit;
    const invoice = await lockReviewedInvoice(tx, tenantId, invoiceId);
    await refuseOpenDisputes(tx, tenantId, invoiceId);
    const acceptedAt = invoice.acceptedAt ?? now;
    await tx.invoice.updateMany({
      where: { tenantId, id: invoiceId, acceptedAt: null },
      data: { acceptedAt, acceptedBy: actor.name },
    });
    await audit({
      action: "invoice.accept",
      entity: "invoice",
      entityId: invoiceId,
      after: { totalMinor: invoice.totalMinor.toString() },
    });
    announce(unit, tenantId, invoiceId);
    return { acceptedAt };
  },
});
