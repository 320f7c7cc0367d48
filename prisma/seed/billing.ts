import type { Actor, OperatorActor, TenantActor } from "@callbay/domain/actor";
import { addDays, type LocalDate, localDate, monthOf, startOfLocalDay } from "@callbay/domain/calendar";
import { closePeriod } from "@callbay/services/billing/close";
import { finaliseInvoice } from "@callbay/services/billing/finalise";
import type { VerbContext } from "@callbay/services/context";
import { activateContract } from "@callbay/services/contract/activate";
import { createContract } from "@callbay/services/contract/create";
import { addCostSheet } from "@callbay/services/costs/add";
import { acceptInvoice } from "@callbay/services/month/accept";
import { openReview } from "@callbay/services/month/open-review";
import { applyPayment } from "@callbay/services/payment/apply";
import { rentSeats } from "@callbay/services/seat/rent";
import type { z } from "zod";
import type { SeededClient } from "./client.ts";
import type { SeededPlatform } from "./platform.ts";
import type { Stage } from "./stage.ts";

export type CostPlan = Omit<z.input<typeof addCostSheet.input>, "effectiveFrom">;

/** A contract that has run since the month before last: one invoice of it is paid, one lies with the client. */
export interface HistoryPlan {
  readonly slug: string;
  readonly timezone: string;
  readonly reference: string;
  /** Of the terms, `on` gives the days that follow from the moment of the seed. */
  readonly contract: (
    on: HistoryDays,
  ) => Omit<z.input<typeof createContract.input>, "tenantId" | "legalEntityId" | "startsOn" | "reference">;
  readonly seats: number;
  /** How the client's bank names itself. */
  readonly payer: string;
}

/** First days of months, in the client's calendar. */
export interface HistoryDays {
  readonly startsOn: LocalDate;
  readonly lastMonth: LocalDate;
  readonly thisMonth: LocalDate;
}

/** The first days of this month and of the two before. */
export function historyDays(now: Date, timezone: string): HistoryDays {
  const thisMonth = `${monthOf(localDate(now, timezone))}-01`;
  const lastMonth = `${monthOf(addDays(thisMonth, -1))}-01`;
  return { thisMonth, lastMonth, startsOn: `${monthOf(addDays(lastMonth, -1))}-01` };
}

/** Says what the operator's own resources cost, from the month before last on, where nobody has said it yet. */
export async function seedCosts(stage: Stage, admin: OperatorActor, plans: readonly CostPlan[]): Promise<void> {
  const effectiveFrom = historyDays(stage.now, "UTC").startsOn;
  for (const plan of plans) {
    const { currency } = plan;
    const known = await stage.deps.db.asOperator((tx) => tx.costSheet.count({ where: { currency } }));
    if (known === 0) await addCostSheet(stage.as(admin), { ...plan, effectiveFrom });
  }
}

/** Lives two months of a contract again, each step at its time; steps that a stopped run has taken stay. */
export async function seedHistory(
  stage: Stage,
  platform: SeededPlatform,
  client: SeededClient,
  finance: TenantActor,
  plan: HistoryPlan,
): Promise<void> {
  const { tenantId, owner } = client;
  const { admin } = platform;
  const days = historyDays(stage.now, plan.timezone);
  const at = (day: LocalDate, hour: number): Date => {
    const time = new Date(startOfLocalDay(day, plan.timezone).getTime() + hour * 3_600_000);
    return time < stage.now ? time : stage.now;
  };
  const as = (actor: Actor, now: Date): VerbContext => ({ ...stage.as(actor), now });

  const contractId = await ensureContract(stage, as(admin, at(days.startsOn, 8)), platform, tenantId, days, plan);
  const leases = await stage.deps.db.withTenant(tenantId, (tx) => tx.seatLease.count({ where: { contractId } }));
  if (leases < plan.seats) await rentSeats(as(owner, at(days.startsOn, 9)), { contractId, count: plan.seats - leases });

  const invoiceOf = async (periodTo: LocalDate, now: Date) => {
    const { invoiceId } = await closePeriod(as(admin, now), { tenantId, contractId, periodTo });
    const where = { tenantId_id: { tenantId, id: invoiceId } };
    return stage.deps.db.withTenant(tenantId, (tx) => tx.invoice.findUniqueOrThrow({ where }));
  };
  const issuedAt = at(days.lastMonth, 10);
  const first = await invoiceOf(days.lastMonth, issuedAt);
  const invoiceId = first.id;
  if (first.state === "draft") await openReview(as(admin, issuedAt), { tenantId, invoiceId });
  if (first.state !== "finalised") {
    await acceptInvoice(as(finance, at(addDays(days.lastMonth, 2), 11)), { invoiceId });
    await finaliseInvoice(as(admin, at(addDays(days.lastMonth, 2), 15)), { tenantId, invoiceId });
  }
  const paidAt = at(addDays(days.lastMonth, 9), 12);
  await applyPayment(as({ kind: "system", name: "seed" }, paidAt), {
    tenantId,
    provider: "bank",
    snapshot: {
      ref: `seed:${invoiceId}`,
      state: "succeeded",
      amountMinor: first.totalMinor,
      currency: first.currency,
      customerRef: null,
      tenantId,
      invoiceId,
      paymentId: null,
      automatic: false,
      failureCode: null,
      method: plan.payer,
      createdAt: paidAt,
      settledAt: paidAt,
      refunds: [],
      disputes: [],
    },
  });

  const second = await invoiceOf(days.thisMonth, at(days.thisMonth, 10));
  // Opened now, whenever the demo is first started: the client still has all its days to look at it.
  if (second.state === "draft") await openReview(stage.as(admin), { tenantId, invoiceId: second.id });
}

async function ensureContract(
  stage: Stage,
  ctx: VerbContext,
  { legalEntityId }: SeededPlatform,
  tenantId: string,
  days: HistoryDays,
  { reference, contract }: HistoryPlan,
): Promise<string> {
  const known = await stage.deps.db.asOperator((tx) =>
    tx.contract.findUnique({ where: { tenantId_reference: { tenantId, reference } } }),
  );
  const { startsOn } = days;
  const contractId =
    known?.id ??
    (await createContract(ctx, { ...contract(days), tenantId, legalEntityId, startsOn, reference })).contractId;
  if (!known || known.state === "draft") await activateContract(ctx, { tenantId, contractId });
  return contractId;
}
