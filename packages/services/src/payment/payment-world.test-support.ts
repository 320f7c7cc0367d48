import type { Db } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { toDbDate } from "@callbay/domain/calendar";
import type { PaymentGateway } from "@callbay/gateways/payment-port";
import { createStripeGateway } from "@callbay/gateways/stripe";
import { type StripeStandIn, startStripeStandIn } from "@callbay/testing/stripe-stand-in/server";
import type { StripeEvent } from "@callbay/testing/stripe-stand-in/shapes";
import { signatureOf } from "@callbay/testing/stripe-stand-in/webhooks";
import {
  activeContract,
  type BillingWorld,
  OPERATOR,
  openBillingWorld,
  SYSTEM,
  type TestClient,
} from "../billing/billing-world.ts";
import type { VerbContext } from "../context.ts";
import { loadContract } from "../contract/load.ts";
import { currentParties } from "../invoice/parties.ts";
import { postFinalised } from "../ledger/post-invoice.ts";
import { customerOf } from "./customer.ts";
import { processWebhook, receiveWebhook } from "./webhook.ts";

export const NOW = new Date("2026-05-04T02:00:00Z");

/** Clients with final invoices, the real gateway, and a stand-in at its other end. */
export interface PaymentWorld {
  readonly db: Db;
  readonly standIn: StripeStandIn;
  readonly gateway: PaymentGateway;
  readonly billing: BillingWorld;
  /** The time that everybody sees; tests move it. */
  now: Date;
  system(): VerbContext;
  operator(): VerbContext;
  client(): Promise<PayingClient>;
  /** Sends an event, signed, as Stripe does, and has it processed. */
  deliver(event: StripeEvent): Promise<void>;
  /** Presses the button of a page. */
  press(url: string, card?: string, confirmed?: boolean): Promise<void>;
  close(): Promise<void>;
}

export interface PayingClient extends TestClient {
  owner(): VerbContext;
  customer(): Promise<string>;
  invoice(options?: TestInvoice): Promise<string>;
  /** What there is in the end: payments, the invoices' settlements, the accounts of the ledger. */
  state(): Promise<ClientState>;
  /** The events of this client, oldest first. */
  events(): StripeEvent[];
}

export interface TestInvoice {
  readonly netMinor?: bigint;
  readonly currency?: string;
  readonly autoCharge?: boolean;
  readonly dueAt?: Date;
  readonly number?: string;
}

export interface ClientState {
  readonly payments: readonly unknown[];
  readonly settlements: readonly unknown[];
  readonly accounts: Readonly<Record<string, bigint>>;
  readonly mails: readonly string[];
}

const TAX_PPM = 60_000;
let invoices = 0;

export async function openPaymentWorld(db: Db): Promise<PaymentWorld> {
  const billing = await openBillingWorld(db);
  const standIn = await startStripeStandIn({ clock: () => world.now });
  const gateway = createStripeGateway({
    secretKey: "sk_test_1",
    webhookSecret: standIn.secret,
    apiBase: standIn.url,
  });
  const withGateway = (ctx: VerbContext): VerbContext => ({
    ...ctx,
    now: world.now,
    deps: { ...ctx.deps, payments: gateway },
  });
  const world: PaymentWorld = {
    db,
    standIn,
    gateway,
    billing,
    now: NOW,
    system: () => withGateway(billing.as(SYSTEM, NOW.toISOString())),
    operator: () => withGateway(billing.as(OPERATOR, NOW.toISOString())),
    client: async () => payingClient(world, withGateway, await billing.client()),
    deliver: async (event) => {
      const rawBody = Buffer.from(JSON.stringify(event));
      const signature = signatureOf(rawBody, standIn.secret, world.now);
      const { eventId } = await receiveWebhook(world.system(), { rawBody, signature });
      await processWebhook(world.system(), { eventId });
    },
    press: async (url, card = "pm_card_visa", confirmed = false) => {
      const body = new URLSearchParams({ card, ...(confirmed ? { confirmed: "yes" } : {}) });
      await (await fetch(url, { method: "POST", redirect: "manual", body })).text();
    },
    close: () => standIn.close(),
  };
  return world;
}

function payingClient(
  world: PaymentWorld,
  withGateway: (ctx: VerbContext) => VerbContext,
  client: TestClient,
): PayingClient {
  const { tenantId } = client;
  const { db, billing } = world;
  let contractId: string | null = null;
  const owner = (): VerbContext => withGateway(billing.as(client.actor(), NOW.toISOString()));
  return {
    ...client,
    owner,
    customer: () => customerOf(owner(), tenantId),
    invoice: async (options = {}) => {
      contractId ??= await activeContract(billing, client);
      return writeInvoice(db, billing, tenantId, contractId, options);
    },
    state: () => stateOf(db, tenantId),
    events: () => {
      const customers = [...world.standIn.book.customers.values()];
      const customer = customers.find((one) => one.metadata.tenantId === tenantId)?.id;
      const intents = [...world.standIn.book.intents.values()].filter((one) => one.customer === customer);
      const ids = new Set(intents.map(({ id }) => id));
      return world.standIn.book.events.filter(({ data: { object } }) => {
        if (object.object === "customer") return object.id === customer;
        return object.customer === customer || ids.has(String(object.payment_intent));
      });
    },
  };
}

async function writeInvoice(
  db: Db,
  { legalEntityId }: BillingWorld,
  tenantId: string,
  contractId: string,
  options: TestInvoice,
): Promise<string> {
  const { netMinor = 10_000n, currency = "CNY", autoCharge = false, dueAt = null } = options;
  invoices += 1;
  const sequence = 500_000 + invoices;
  const number = options.number ?? `HLS-2026-${sequence}`;
  const id = newId();
  const from = new Date(Date.UTC(2026, 3 + invoices, 1));
  const periodTo = new Date(Date.UTC(2026, 4 + invoices, 1));
  await db.withTenant(tenantId, async (tx) => {
    const contract = await loadContract(tx, tenantId, contractId);
    const version = await tx.contractVersion.findFirstOrThrow({ where: { contractId } });
    const taxMinor = (netMinor * BigInt(TAX_PPM)) / 1_000_000n;
    await tx.invoice.createMany({
      data: {
        ...{ tenantId, id, contractId, legalEntityId, currency, autoCharge, netMinor, taxMinor, periodTo },
        periodFrom: from,
        taxRatePpm: TAX_PPM,
        totalMinor: netMinor + taxMinor,
        parties: { ...(await currentParties(tx, contract, 14)) },
      },
    });
    await tx.charge.createMany({
      data: {
        ...{ tenantId, id: newId(), invoiceId: id, periodTo },
        position: 0,
        contractVersionId: version.id,
        description: { key: "charge.added", values: { text: "Calls" } },
        quantityMicros: 1_000_000n,
        unit: "amount",
        unitPriceMicros: 0n,
        amountMinor: netMinor,
        arithmetic: "",
        periodFrom: from,
      },
    });
    await tx.invoice.updateMany({
      where: { tenantId, id },
      data: { state: "finalised", number, sequence, issuedAt: NOW, dueOn: toDbDate("2026-05-18") },
    });
    await tx.invoiceSettlement.createMany({ data: { tenantId, id, nextChargeAt: dueAt, updatedAt: NOW } });
    await postFinalised(tx, { tenantId, invoiceId: id, now: NOW });
  });
  return id;
}

async function stateOf(db: Db, tenantId: string): Promise<ClientState> {
  return db.withTenant(tenantId, async (tx) => {
    const payments = await tx.payment.findMany({ where: { tenantId }, orderBy: { id: "asc" } });
    const settlements = await tx.invoiceSettlement.findMany({ where: { tenantId }, orderBy: { id: "asc" } });
    const entries = await tx.ledgerEntry.groupBy({ by: ["account"], where: { tenantId }, _sum: { amountMinor: true } });
    const mails = await tx.mail.findMany({ where: { tenantId }, orderBy: { id: "asc" } });
    return {
      payments: payments.map((row) => ({
        state: row.state,
        amountMinor: row.amountMinor,
        refundedMinor: row.refundedMinor,
        disputedMinor: row.disputedMinor,
        currency: row.currency,
        failureCode: row.failureCode,
        flag: row.flag,
        method: row.method,
        attached: row.invoiceId !== null,
      })),
      settlements: settlements.map(({ state, paidMinor, creditedMinor, chargeAttempts, nextChargeAt }) => ({
        ...{ state, paidMinor, creditedMinor, chargeAttempts },
        nextChargeAt: nextChargeAt?.toISOString() ?? null,
      })),
      accounts: Object.fromEntries(
        entries.map(({ account, _sum }) => [account, _sum.amountMinor ?? 0n] as const).filter(([, sum]) => sum !== 0n),
      ),
      mails: mails.map((mail) => mail.kind),
    };
  });
}
