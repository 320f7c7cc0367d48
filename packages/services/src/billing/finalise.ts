import { takeInvoiceNumber } from "@callbay/db/sql/billing-usage";
import { addDays, fromDbDate, localDate, toDbDate } from "@callbay/domain/calendar";
import { versionForFact } from "../contract/in-force.ts";
import { loadContract } from "../contract/load.ts";
import { currentParties } from "../invoice/parties.ts";
import { operatorVerb, z } from "../verb.ts";
import { lockDraft } from "./discard.ts";

/**
 * Makes a draft an invoice for ever: it gets the next number of its legal entity, its date, the day it is due, and both
 * companies as they are today. The contract is billed to the end of the period.
 */
export const finaliseInvoice = operatorVerb({
  name: "billing.finalise",
  permission: "platform.billing.close",
  input: z.strictObject({ tenantId: z.uuid(), invoiceId: z.uuid() }),
  run: async ({ tx, now, audit, emit }, { tenantId, invoiceId }) => {
    const draft = await lockDraft(tx, tenantId, invoiceId);
    const contract = await loadContract(tx, tenantId, draft.contractId);
    const issuedOn = localDate(now, contract.timezone);
    const lastDay = addDays(fromDbDate(draft.periodTo), -1);
    const paymentTermDays = versionForFact(contract, lastDay)?.paymentTermDays ?? 0;
    const dueOn = addDays(issuedOn, paymentTermDays);
    const parties = await currentParties(tx, contract, paymentTermDays);
    // The number comes last: its row is locked for all invoices of the legal entity until the commit.
    const { sequence, prefix } = await takeInvoiceNumber(tx, draft.legalEntityId);
    const number = `${prefix}-${issuedOn.slice(0, 4)}-${String(sequence).padStart(6, "0")}`;
    await tx.invoice.updateMany({
      where: { tenantId, id: invoiceId, state: "draft" },
      data: { state: "finalised", number, sequence, issuedAt: now, dueOn: toDbDate(dueOn), parties: { ...parties } },
    });
    await tx.contract.updateMany({
      where: { tenantId, id: draft.contractId },
      data: { billedThrough: draft.periodTo },
    });
    await audit({
      action: "billing.finalise",
      entity: "invoice",
      entityId: invoiceId,
      tenantId,
      after: { number, dueOn, totalMinor: draft.totalMinor.toString() },
    });
    emit({ type: "invoice.changed", invoiceId }, { tenantId });
    emit({ type: "invoice.changed", invoiceId });
    return { number };
  },
});
