import type { Tx } from "@callbay/db/client";
import { earnedByLine, postedForInvoice, usageByCampaign } from "@callbay/db/sql/ledger";
import { localDate } from "@callbay/domain/calendar";
import { CallbayError, notFound } from "@callbay/domain/errors";
import type { Account, Entry } from "@callbay/domain/ledger/accounts";
import { invoiceEntries } from "@callbay/domain/ledger/invoice-postings";
import type { CampaignUsage } from "@callbay/domain/rating/campaign-share";
import type { PriceComponentType } from "@callbay/domain/rating/price-type";
import type { ChargeKind } from "@callbay/domain/rating/types";
import { post } from "./post.ts";

export interface PostedDocument {
  readonly tenantId: string;
  readonly invoiceId: string;
  readonly now: Date;
}

/**
 * Posts a finalised invoice: what the client owes, the revenue of each line by campaign, the tax. Run it in the
 * transaction that finalises it; running it again changes nothing.
 *
 * @throws CallbayError NOT_FOUND, INVOICE_NOT_FINALISED.
 */
export async function postFinalised(tx: Tx, { tenantId, invoiceId, now }: PostedDocument): Promise<void> {
  await postDocument(tx, await loadDocument(tx, tenantId, invoiceId), "invoice_finalised", now);
}

/**
 * Posts a finalised credit note, the mirror of an invoice, on the invoice that it corrects.
 *
 * @param input `invoiceId` is the credit note's own id. @throws CallbayError NOT_FOUND, INVOICE_NOT_FINALISED.
 */
export async function postCreditNote(tx: Tx, { tenantId, invoiceId, now }: PostedDocument): Promise<void> {
  await postDocument(tx, await loadDocument(tx, tenantId, invoiceId), "credit_note_finalised", now);
}

/**
 * Takes back whatever an invoice and its credit notes have posted, to the last entry; payments stay. The credit note of
 * a void needs no posting of its own, and where it has one, there is nothing left to take back.
 *
 * @param input `invoiceId` is the invoice that is void. @throws CallbayError NOT_FOUND, INVOICE_NOT_FINALISED.
 */
export async function postVoid(tx: Tx, { tenantId, invoiceId, now }: PostedDocument): Promise<void> {
  const invoice = await loadDocument(tx, tenantId, invoiceId);
  const posted = await postedForInvoice(tx, tenantId, invoiceId);
  if (posted.length === 0) return;
  await post(tx, {
    ...headOf(invoice, now),
    kind: "invoice_voided",
    memo: `Invoice ${invoice.number} void`,
    entries: posted.map((sum): Entry => ({ ...sum, account: sum.account as Account, amountMinor: -sum.amountMinor })),
  });
}

type Document = Awaited<ReturnType<typeof loadDocument>>;

async function loadDocument(tx: Tx, tenantId: string, invoiceId: string) {
  const found = await tx.invoice.findUnique({
    where: { tenantId_id: { tenantId, id: invoiceId } },
    include: {
      contract: { select: { tenant: { select: { timezone: true } } } },
      corrects: { select: { number: true } },
      charges: {
        orderBy: { position: "asc" },
        select: {
          id: true,
          kind: true,
          position: true,
          unit: true,
          amountMinor: true,
          component: { select: { type: true } },
          contractVersion: { select: { taxRatePpm: true } },
        },
      },
    },
  });
  if (!found) throw notFound("invoice");
  if (found.state !== "finalised") {
    throw new CallbayError(
      "precondition",
      "INVOICE_NOT_FINALISED",
      "Only a finalised invoice is posted to the ledger. Nothing was changed.",
      { invoiceId },
    );
  }
  return found;
}

function headOf(invoice: Document, now: Date) {
  return {
    tenantId: invoice.tenantId,
    // Everything about an invoice is found under the invoice, its credit notes too.
    invoiceId: invoice.correctsId ?? invoice.id,
    contractId: invoice.contractId,
    sourceKey: invoice.id,
    occurredAt: now,
    bookedOn: localDate(now, invoice.contract.tenant.timezone),
  };
}

async function postDocument(
  tx: Tx,
  invoice: Document,
  kind: "invoice_finalised" | "credit_note_finalised",
  now: Date,
): Promise<void> {
  const weights = invoice.correctsId
    ? await weightsOfCorrected(tx, invoice, invoice.correctsId)
    : await weightsOfUsage(tx, invoice);
  await post(tx, {
    ...headOf(invoice, now),
    kind,
    memo:
      kind === "invoice_finalised"
        ? `Invoice ${invoice.number}`
        : `Credit note ${invoice.number} for invoice ${invoice.corrects?.number ?? ""}`.trim(),
    entries: invoiceEntries({
      ...invoice,
      kind: kind === "invoice_finalised" ? "invoice" : "credit_note",
      charges: invoice.charges.map((charge) => ({
        id: charge.id,
        // Written by rating and by the verbs of the month, which know no other kinds and types.
        kind: charge.kind as ChargeKind,
        componentType: (charge.component?.type ?? null) as PriceComponentType | null,
        taxRatePpm: charge.contractVersion.taxRatePpm,
        amountMinor: charge.amountMinor,
        campaigns: weights.get(charge.id) ?? [],
      })),
    }),
  });
}

type Weights = ReadonlyMap<string, readonly CampaignUsage[]>;

/** Minutes are shared by talk time, everything else by pieces. */
async function weightsOfUsage(tx: Tx, invoice: Document): Promise<Weights> {
  const units = new Map(invoice.charges.map(({ id, unit }) => [id, unit]));
  const weights = new Map<string, CampaignUsage[]>();
  for (const { chargeId, campaignId, quantity, talkMs } of await usageByCampaign(tx, invoice.tenantId, invoice.id))
    push(weights, chargeId, { campaignId, quantity: units.get(chargeId) === "minute" ? talkMs : quantity });
  return weights;
}

/**
 * The lines of a credit note stand on no usage of their own: each takes back from the campaigns that the line of the
 * same position has earned from on the invoice that it corrects.
 */
async function weightsOfCorrected(tx: Tx, invoice: Document, correctsId: string): Promise<Weights> {
  const ids = new Map(invoice.charges.map(({ id, position }) => [position, id]));
  const weights = new Map<string, CampaignUsage[]>();
  for (const { position, campaignId, amountMinor } of await earnedByLine(tx, invoice.tenantId, correctsId)) {
    const id = ids.get(position);
    if (id) push(weights, id, { campaignId, quantity: amountMinor });
  }
  return weights;
}

function push(map: Map<string, CampaignUsage[]>, key: string, usage: CampaignUsage): void {
  const known = map.get(key);
  if (known) known.push(usage);
  else map.set(key, [usage]);
}
