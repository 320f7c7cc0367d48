import type { z } from "zod";
import { activeContract, type BillingWorld, OPERATOR, TERMS, type TestClient } from "../billing/billing-world.ts";
import { closePeriod } from "../billing/close.ts";
import type { VerbContext } from "../context.ts";
import type { termsSchema } from "../contract/terms.ts";

/** Terms whose client has five days to look at an invoice, and whose calls alone make its lines. */
export const REVIEWED: z.input<typeof termsSchema> = {
  ...TERMS,
  reviewDays: 5,
  components: [{ type: "per_call", direction: "outbound", params: { rate: "2.00", baseFee: "100.00" } }],
};

export interface MonthCase {
  readonly client: TestClient;
  readonly tenantId: string;
  readonly contractId: string;
  readonly invoiceId: string;
  /** The ids of its calls, one a day from the 2nd of March. */
  readonly calls: readonly string[];
  readonly campaignId: string;
  operator(now: string): VerbContext;
  finance(now: string): VerbContext;
  /** Its lines: the base fee, then the calls. */
  lines(): Promise<{ id: string; amountMinor: bigint; position: number; kind: string }[]>;
  invoice(): Promise<NonNullable<Awaited<ReturnType<typeof invoiceOf>>>>;
}

/** A client whose March, 100.00 and three calls at 2.00, is closed into a draft on the first of April. */
export async function closedMonth(
  world: BillingWorld,
  terms: z.input<typeof termsSchema> = REVIEWED,
  options: { name?: string; timezone?: string } = {},
): Promise<MonthCase> {
  const client = await world.client(options);
  const { tenantId } = client;
  await client.person("finance", "Fu Finance");
  const contractId = await activeContract(world, client, { terms });
  const campaignId = await client.campaign(contractId);
  const calls: string[] = [];
  for (const day of ["02", "03", "04"]) calls.push(await client.call(campaignId, { at: `2026-03-${day}T03:00:00Z` }));
  const operator = (now: string) => world.as(OPERATOR, now);
  const period = { tenantId, contractId, periodTo: "2026-04-01" };
  const { invoiceId } = await closePeriod(operator("2026-04-01T01:00:00Z"), period);
  return {
    client,
    tenantId,
    contractId,
    invoiceId,
    calls,
    campaignId,
    operator,
    finance: (now) => world.as(client.actor("finance"), now),
    lines: () =>
      world.db.withTenant(tenantId, (tx) =>
        tx.charge.findMany({
          where: { tenantId, invoiceId },
          orderBy: { position: "asc" },
          select: { id: true, amountMinor: true, position: true, kind: true },
        }),
      ),
    invoice: () => invoiceOf(world, tenantId, invoiceId),
  };
}

export function invoiceOf(world: BillingWorld, tenantId: string, invoiceId: string) {
  return world.db.withTenant(tenantId, (tx) =>
    tx.invoice.findUniqueOrThrow({
      where: { tenantId_id: { tenantId, id: invoiceId } },
      include: { settlement: true, charges: { orderBy: { position: "asc" } } },
    }),
  );
}

/** The balance of an account of a client's ledger. */
export async function balanceOf(world: BillingWorld, tenantId: string, account: string): Promise<bigint> {
  const { _sum } = await world.db.withTenant(tenantId, (tx) =>
    tx.ledgerEntry.aggregate({ where: { tenantId, account }, _sum: { amountMinor: true } }),
  );
  return _sum.amountMinor ?? 0n;
}
