import { addDays, localDate, toDbDate } from "@callbay/domain/calendar";
import { CallbayError } from "@callbay/domain/errors";
import { reviewMail } from "../mail/invoice-mails.ts";
import { operatorVerb, z } from "../verb.ts";
import { announce, lockOpenInvoice, termsOf } from "./lock.ts";

/** Shows a draft to the client, who has the days of its terms to accept it or to dispute lines; mail tells it so. */
export const openReview = operatorVerb({
  name: "billing.openReview",
  permission: "platform.billing.close",
  input: z.strictObject({ tenantId: z.uuid(), invoiceId: z.uuid() }),
  run: async (unit, { tenantId, invoiceId }) => {
    const { tx, now, audit } = unit;
    const invoice = await lockOpenInvoice(tx, tenantId, invoiceId);
    if (invoice.state === "in_review") {
      throw new CallbayError("conflict", "REVIEW_OPEN", "This invoice is in review already. Nothing was changed.");
    }
    const { contract, terms } = await termsOf(tx, invoice);
    const reviewDueOn = addDays(localDate(now, contract.timezone), terms.reviewDays);
    await tx.invoice.updateMany({
      where: { tenantId, id: invoiceId, state: "draft" },
      data: { state: "in_review", reviewSince: now, reviewDueOn: toDbDate(reviewDueOn) },
    });
    await reviewMail(unit, tenantId, invoiceId);
    await audit({
      action: "billing.openReview",
      entity: "invoice",
      entityId: invoiceId,
      tenantId,
      after: { reviewDueOn, totalMinor: invoice.totalMinor.toString() },
    });
    announce(unit, tenantId, invoiceId);
    return { reviewDueOn };
  },
});
