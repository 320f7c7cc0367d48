import { newId } from "@callbay/db/ids";
import { processWebhook as processWebhookJob } from "@callbay/jobs/catalogue";
import type { VerbContext } from "../context.ts";
import { platformVerb } from "../node/platform-verb.ts";
import { z } from "../verb.ts";
import { syncMethods } from "./customer.ts";
import { asSystem, requireGateway } from "./gateway.ts";
import { type Outcome, syncCheckout, syncPayment } from "./sync.ts";

/**
 * Takes a webhook: verifies its signature, keeps it, and puts it on the queue. The answer comes when it is durable; an
 * event that came before is kept once.
 *
 * @throws CallbayError PAYMENTS_NOT_CONFIGURED, WEBHOOK_UNVERIFIED; nothing is kept then.
 */
export async function receiveWebhook(
  ctx: Omit<VerbContext, "actor">,
  { rawBody, signature }: { readonly rawBody: Uint8Array; readonly signature: string },
): Promise<{ eventId: string; repeated: boolean }> {
  const system = asSystem({ ...ctx, actor: { kind: "system", name: "webhook" } });
  const gateway = requireGateway(ctx.deps);
  const { payload, ...head } = gateway.verifyWebhook(rawBody, signature, ctx.now);
  const kept = await keepEvent(system, { ...head, provider: gateway.provider, payload });
  // An event that is still unprocessed may have lost its job.
  if (!kept.processed) await ctx.deps.jobs.enqueue(processWebhookJob, { eventId: kept.eventId });
  return { eventId: kept.eventId, repeated: kept.repeated };
}

const keepEvent = platformVerb({
  name: "payments.keepEvent",
  input: z.object({
    provider: z.string(),
    eventRef: z.string(),
    type: z.string(),
    createdAt: z.date(),
    payload: z.custom<object>(),
  }),
  run: async ({ tx, now }, { payload, ...head }) => {
    const { count } = await tx.webhookEvent.createMany({
      data: { ...head, id: newId(), receivedAt: now, payload },
      skipDuplicates: true,
    });
    const { provider, eventRef } = head;
    const row = await tx.webhookEvent.findUniqueOrThrow({ where: { provider_eventRef: { provider, eventRef } } });
    return { eventId: row.id, repeated: count === 0, processed: row.processedAt !== null };
  },
});

/**
 * Processes a kept event, days late or again: it says where to look, and what is found there is written down. What the
 * event itself says is not believed, so that no order of events matters.
 *
 * @throws CallbayError PAYMENT_GATEWAY_UNAVAILABLE; the event stays unprocessed and its job is tried again.
 */
export async function processWebhook(ctx: VerbContext, { eventId }: { readonly eventId: string }): Promise<Outcome> {
  const gateway = requireGateway(ctx.deps);
  const event = await readEvent(ctx, { eventId });
  const subject = gateway.subjectOf(event.payload);
  const outcome = subject === null ? "nothing_to_do" : await look(ctx, subject);
  await endEvent(ctx, { eventId, outcome });
  return outcome;
}

async function look(
  ctx: VerbContext,
  { kind, ref }: { readonly kind: "payment" | "checkout" | "customer"; readonly ref: string },
): Promise<Outcome> {
  if (kind === "checkout") return syncCheckout(ctx, ref);
  const known = kind === "payment" ? (await syncPayment(ctx, ref)) !== null : await syncMethods(ctx, ref);
  return known ? "applied" : "unknown_client";
}

const readEvent = platformVerb({
  name: "payments.readEvent",
  input: z.object({ eventId: z.uuid() }),
  run: ({ tx }, { eventId }) => tx.webhookEvent.findUniqueOrThrow({ where: { id: eventId } }),
});

const endEvent = platformVerb({
  name: "payments.endEvent",
  input: z.object({ eventId: z.uuid(), outcome: z.string() }),
  run: async ({ tx, now }, { eventId, outcome }) => {
    await tx.webhookEvent.updateMany({ where: { id: eventId }, data: { outcome } });
    await tx.webhookEvent.updateMany({ where: { id: eventId, processedAt: null }, data: { processedAt: now } });
    return null;
  },
});

/** Events that nobody has processed, oldest first: their jobs were lost, or failed for the last time. */
export const unprocessedEvents = platformVerb({
  name: "payments.unprocessedEvents",
  input: z.object({ limit: z.int().default(1_000) }),
  run: async ({ tx }, { limit }) =>
    (
      await tx.webhookEvent.findMany({
        where: { processedAt: null },
        orderBy: { receivedAt: "asc" },
        take: limit,
        select: { id: true },
      })
    ).map(({ id }) => id),
});
