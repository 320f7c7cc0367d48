import { chargeInvoice as chargeInvoiceJob, processWebhook as processWebhookJob } from "@callbay/jobs/catalogue";
import { handle, type JobHandler } from "@callbay/jobs/queue";
import type { Deps, VerbContext } from "@callbay/services/context";
import { chargeInvoice, dueCharges } from "@callbay/services/payment/auto-charge";
import { syncOverduePages } from "@callbay/services/payment/sync";
import { processWebhook, unprocessedEvents } from "@callbay/services/payment/webhook";

/** What the payment provider told us, and the cards that are charged on the day due. */
export function paymentHandlers(deps: Deps, clock: () => Date): JobHandler[] {
  const context = (requestId: string): VerbContext => ({
    deps,
    actor: { kind: "system", name: "payments" },
    now: clock(),
    requestId,
  });
  return [
    handle(processWebhookJob, async (which) => {
      await processWebhook(context(`webhook-${which.eventId}`), which);
    }),
    handle(chargeInvoiceJob, async (which) => {
      await chargeInvoice(context(`charge-${which.invoiceId}`), which);
    }),
  ];
}

/**
 * Puts on the queue what is to be charged now, and what the queue has lost: events that were kept and not processed,
 * pages of whose end nobody told us. Postgres knows all of it, so Redis may be emptied at any time.
 */
export async function sweepPayments(ctx: VerbContext): Promise<void> {
  const { payments, jobs } = ctx.deps;
  if (!payments) return;
  for (const eventId of await unprocessedEvents(ctx, {})) await jobs.enqueue(processWebhookJob, { eventId });
  for (const which of await dueCharges(ctx, { provider: payments.provider }))
    await jobs.enqueue(chargeInvoiceJob, which);
  await syncOverduePages(ctx);
}
