import type { Tx } from "@callbay/db/client";
import { addDays, fromDbDate, localDate, toDbDate } from "@callbay/domain/calendar";
import { CallbayError } from "@callbay/domain/errors";
import { accrueCosts } from "../costs/accrue.ts";
import { currentParties } from "../invoice/parties.ts";
import { postFinalised } from "../ledger/post-invoice.ts";
import { settleInvoice } from "../ledger/settle.ts";
import { invoiceMail } from "../mail/invoice-mails.ts";
import { refuseOpenDisputes } from "../month/disputes-of.ts";
import { localTime } from "../month/local-time.ts";
import { announce, type LockedInvoice, lockOpenInvoice, termsOf } from "../month/lock.ts";
import { takeNumber } from "../month/number.ts";
import { operatorVerb, z } from "../verb.ts";

/** Payment methods are charged on the day due at this hour of the client's clock. */
const CHARGE_HOUR = 9;

/**
 * Makes an invoice final for ever: it gets the next number of its legal entity, its date, the day it is due, and both
 * companies as they are today; it is posted to the ledger and mailed. The contract is billed to the end of the period.
 *
 * The client has accepted it, or has let the days of review pass; terms without such days need no review. Otherwise
 * `withoutAcceptance` says why it is finalised all the same, which goes into the audit log.
 */
export const finaliseInvoice = operatorVerb({
  name: "billing.finalise",
  permission: "platform.billing.close",
  input: z.strictObject({
    tenantId: z.uuid(),
    invoiceId: z.uuid(),
    withoutAcceptance: z.string().trim().min(1).max(500).optional(),
  }),
  timeoutMs: 120_000,
  run: async (unit, { tenantId, invoiceId, withoutAcceptance }) => {
    const { tx, now, audit } = unit;
    const invoice = await lockOpenInvoice(tx, tenantId, invoiceId);
    const { contract, terms } = await termsOf(tx, invoice);
    const issuedOn = localDate(now, contract.timezone);
    if (withoutAcceptance === undefined) await refuseUnaccepted(tx, invoice, terms.reviewDays, issuedOn);
    const silent = invoice.state === "in_review" && invoice.acceptedAt === null && withoutAcceptance === undefined;
    const dueOn = addDays(issuedOn, terms.paymentTermDays);
    const parties = await currentParties(tx, contract, terms.paymentTermDays);
    // Before the number is taken: it reads two months of calls, and numbers wait for each other.
    await accrueCosts(tx, { tenantId, invoiceId, now });
    const { sequence, number } = await takeNumber(tx, { legalEntityId: invoice.legalEntityId, issuedOn });
    await tx.invoice.updateMany({
      where: { tenantId, id: invoiceId, state: { not: "finalised" } },
      data: {
        state: "finalised",
        number,
        sequence,
        issuedAt: now,
        dueOn: toDbDate(dueOn),
        parties: { ...parties },
        autoCharge: terms.autoCharge,
        ...(silent ? { acceptedAt: now, acceptedBy: "" } : {}),
      },
    });
    await tx.contract.updateMany({
      where: { tenantId, id: invoice.contractId },
      data: { billedThrough: invoice.periodTo },
    });
    await tx.invoiceSettlement.createMany({
      data: {
        tenantId,
        id: invoiceId,
        state: "open",
        nextChargeAt: terms.autoCharge ? localTime(dueOn, CHARGE_HOUR, contract.timezone) : null,
        updatedAt: now,
      },
    });
    await settleInvoice(tx, { tenantId, invoiceId, now });
    await postFinalised(tx, { tenantId, invoiceId, now });
    await invoiceMail(unit, tenantId, invoiceId);
    await audit({
      action: "billing.finalise",
      entity: "invoice",
      entityId: invoiceId,
      tenantId,
      after: { number, dueOn, totalMinor: invoice.totalMinor.toString(), withoutAcceptance: withoutAcceptance ?? null },
    });
    announce(unit, tenantId, invoiceId);
    return { number };
  },
});

/** @throws CallbayError DISPUTES_OPEN, REVIEW_NOT_OPENED, REVIEW_RUNS. */
async function refuseUnaccepted(tx: Tx, invoice: LockedInvoice, reviewDays: number, today: string): Promise<void> {
  await refuseOpenDisputes(tx, invoice.tenantId, invoice.id);
  if (invoice.state === "draft") {
    if (reviewDays === 0) return;
    throw new CallbayError(
      "precondition",
      "REVIEW_NOT_OPENED",
      `The contract gives the client ${reviewDays} days to look at its invoices. Nothing was changed; open the review, or say why it is finalised without it.`,
      { reviewDays },
    );
  }
  const lastDay = invoice.reviewDueOn && fromDbDate(invoice.reviewDueOn);
  if (invoice.acceptedAt !== null || lastDay === null || today > lastDay) return;
  throw new CallbayError(
    "precondition",
    "REVIEW_RUNS",
    `The client can look at this invoice until ${lastDay} and has not accepted it. Nothing was changed; wait, or say why it is finalised without acceptance.`,
    { lastDay },
  );
}
