import type { Prisma, Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import type { ChargeKind } from "@callbay/domain/rating/types";
import { activeContract, type BillingWorld, type TestClient } from "../billing/billing-world.ts";
import {
  type BookedPayment,
  bookDisputed,
  bookDisputeWon,
  bookedSums,
  bookReceived,
  bookRefunded,
} from "../payment/book.ts";
import { postCreditNote, postFinalised, postVoid } from "./post-invoice.ts";
import { settleInvoice } from "./settle.ts";

/** Invoices, credit notes and payments by the rules of posting alone, without what rating and the month say of them. */
export interface LedgerWorld {
  readonly client: TestClient;
  readonly contractId: string;
  readonly campaigns: readonly string[];
  invoice(lines: readonly TestLine[], now: string): Promise<string>;
  credit(invoiceId: string, lines: readonly TestLine[], now: string): Promise<string>;
  voided(invoiceId: string, now: string): Promise<void>;
  paid(invoiceId: string, amountMinor: bigint, now: string): Promise<string>;
  refunded(paymentId: string, amountMinor: bigint, now: string): Promise<void>;
  disputed(paymentId: string, now: string, won?: boolean): Promise<void>;
}

export interface TestLine {
  readonly amountMinor: bigint;
  readonly kind?: ChargeKind;
  /** Null for a line without a component. */
  readonly component?: "per_call" | "seat" | null;
  /** Calls of the first, second … campaign behind the line. */
  readonly calls?: readonly number[];
}

const TAX_PPM = 60_000n;
let sequence = 0;

export async function openLedgerWorld(world: BillingWorld): Promise<LedgerWorld> {
  const client = await world.client();
  const { tenantId } = client;
  const contractId = await activeContract(world, client);
  const campaigns = [await client.campaign(contractId), await client.campaign(contractId)].sort();
  const inTenant = world.db.withTenant;
  const version = await inTenant(tenantId, (tx) =>
    tx.contractVersion.findFirstOrThrow({ where: { contractId }, include: { components: true } }),
  );
  let month = 0;

  const document = (
    lines: readonly TestLine[],
    now: string,
    correctsId: string | null,
    sign: bigint,
    taxOfRest?: bigint,
  ) =>
    inTenant(tenantId, async (tx) => {
      const id = newId();
      sequence += 1;
      month += 1;
      const netMinor = lines.reduce((sum, line) => sum + sign * line.amountMinor, 0n);
      const taxMinor = taxOfRest ?? (netMinor * TAX_PPM) / 1_000_000n;
      await tx.invoice.createMany({
        data: {
          tenantId,
          id,
          contractId,
          legalEntityId: world.legalEntityId,
          kind: correctsId ? "credit_note" : "invoice",
          correctsId,
          periodFrom: new Date(Date.UTC(2026, 2 + month, 1)),
          periodTo: new Date(Date.UTC(2026, 3 + month, 1)),
          currency: "CNY",
          netMinor,
          taxRatePpm: Number(TAX_PPM),
          taxMinor,
          totalMinor: netMinor + taxMinor,
          parties: {},
        },
      });
      for (const [position, line] of lines.entries()) {
        const chargeId = newId();
        const type = line.component === undefined ? "per_call" : line.component;
        const component = version.components.find((one) => one.type === type);
        await tx.charge.createMany({
          data: {
            tenantId,
            id: chargeId,
            invoiceId: id,
            position,
            contractVersionId: version.id,
            componentId: component?.id ?? null,
            kind: line.kind ?? "usage",
            month: "2026-03",
            description: {},
            quantityMicros: 0n,
            unit: "call",
            unitPriceMicros: 0n,
            amountMinor: sign * line.amountMinor,
            arithmetic: "",
            periodFrom: new Date("2026-03-01"),
            periodTo: new Date("2026-04-01"),
          },
        });
        for (const [index, calls] of (line.calls ?? []).entries()) {
          const ids = Array.from({ length: calls }, newId);
          await tx.usageRecord.createMany({
            data: ids.map((usageId) => ({
              tenantId,
              id: usageId,
              kind: "call",
              sourceKey: `call:${usageId}`,
              contractId,
              contractVersionId: version.id,
              occurredAt: new Date("2026-03-05T02:00:00Z"),
              localDate: new Date("2026-03-05"),
              quantity: 1n,
              data: { campaignId: campaigns[index] ?? null, talkMs: 60_000 },
            })),
          });
          await tx.chargeUsage.createMany({
            data: ids.map((usageId) => ({ tenantId, componentId: component?.id ?? "", usageId, chargeId })),
          });
        }
      }
      await tx.invoice.updateMany({
        where: { tenantId, id },
        data: { state: "finalised", number: `L-${sequence}`, sequence: 1_000_000 + sequence, issuedAt: new Date(now) },
      });
      if (!correctsId) await tx.invoiceSettlement.createMany({ data: { tenantId, id, updatedAt: new Date(now) } });
      return id;
    });

  const moved = (
    paymentId: string,
    now: string,
    run: (tx: Tx, payment: BookedPayment) => Promise<Prisma.PaymentUpdateInput>,
  ) =>
    inTenant(tenantId, async (tx) => {
      const where = { tenantId_id: { tenantId, id: paymentId } };
      const { id, currency, invoiceId } = await tx.payment.findUniqueOrThrow({ where });
      const booked = { tenantId, id, currency, invoiceId, contractId, timezone: "UTC", title: "test" };
      const data = await run(tx, booked);
      await tx.payment.update({ where, data: { ...data, updatedAt: new Date(now) } });
      await settleInvoice(tx, { tenantId, invoiceId: invoiceId ?? "", now: new Date(now) });
    });

  return {
    client,
    contractId,
    campaigns,
    invoice: async (lines, now) => {
      const id = await document(lines, now, null, 1n);
      await inTenant(tenantId, (tx) => postFinalised(tx, { tenantId, invoiceId: id, now: new Date(now) }));
      return id;
    },
    credit: async (invoiceId, lines, now) => {
      const id = await document(lines, now, invoiceId, -1n);
      await inTenant(tenantId, async (tx) => {
        await postCreditNote(tx, { tenantId, invoiceId: id, now: new Date(now) });
        await settleInvoice(tx, { tenantId, invoiceId, now: new Date(now) });
      });
      return id;
    },
    voided: async (invoiceId, now) => {
      const documents = await inTenant(tenantId, (tx) =>
        tx.invoice.findMany({
          where: { OR: [{ id: invoiceId }, { correctsId: invoiceId }] },
          select: { netMinor: true, taxMinor: true },
        }),
      );
      const restOf = (field: "netMinor" | "taxMinor") => documents.reduce((sum, one) => sum + one[field], 0n);
      await document([{ amountMinor: restOf("netMinor") }], now, invoiceId, -1n, -restOf("taxMinor"));
      await inTenant(tenantId, async (tx) => {
        await postVoid(tx, { tenantId, invoiceId, now: new Date(now) });
        await tx.invoiceSettlement.updateMany({ where: { tenantId, id: invoiceId }, data: { state: "void" } });
        await settleInvoice(tx, { tenantId, invoiceId, now: new Date(now) });
      });
    },
    paid: async (invoiceId, amountMinor, now) => {
      const id = newId();
      const at = new Date(now);
      const row = { tenantId, id, invoiceId, provider: "bank", providerRef: id, currency: "CNY" };
      await inTenant(tenantId, (tx) =>
        tx.payment.createMany({ data: { ...row, state: "succeeded", amountMinor, createdAt: at, updatedAt: at } }),
      );
      await moved(id, now, async (tx, payment) => {
        const where = { tenantId_id: { tenantId, id: invoiceId } };
        const invoice = await tx.invoice.findUniqueOrThrow({ where, include: { settlement: true } });
        const { paidMinor = 0n, creditedMinor = 0n } = invoice.settlement ?? {};
        const openMinor = invoice.totalMinor - paidMinor - creditedMinor;
        await bookReceived(tx, payment, { amountMinor, openMinor, at });
        return {};
      });
      return id;
    },
    refunded: (paymentId, amountMinor, now) =>
      moved(paymentId, now, async (tx, payment) => {
        const { suspenseMinor, refundedMinor } = await bookedSums(tx, payment);
        const ref = `refund-${refundedMinor}`;
        await bookRefunded(tx, payment, { ref, amountMinor, at: new Date(now) }, suspenseMinor);
        return { refundedMinor: refundedMinor + amountMinor, state: "refunded" };
      }),
    disputed: (paymentId, now, won = false) =>
      moved(paymentId, now, async (tx, payment) => {
        const at = new Date(now);
        const { suspenseMinor, refundedMinor } = await bookedSums(tx, payment);
        const { amountMinor } = await tx.payment.findUniqueOrThrow({
          where: { tenantId_id: { tenantId, id: paymentId } },
        });
        const taken = { ref: "dispute", amountMinor: amountMinor - refundedMinor, at };
        if (won) await bookDisputeWon(tx, payment, taken.ref, at);
        else await bookDisputed(tx, payment, taken, suspenseMinor);
        return { disputedMinor: won ? 0n : taken.amountMinor, state: won ? "succeeded" : "disputed" };
      }),
  };
}
