import { z } from "zod";
import { defineJob } from "./define.ts";

const id = z.uuid();

/** Reads an uploaded file into its list. */
export const importContacts = defineJob({
  queue: "lists",
  name: "import-contacts",
  schema: z.object({ tenantId: id, importId: id }),
  attempts: 5,
  backoffMs: 2_000,
  idempotencyKey: ({ importId }) => importId,
});

/** Runs the dial loop of one campaign until it pauses, completes, or loses its lease. The fence makes each run one. */
export const dialCampaign = defineJob({
  queue: "dial",
  name: "dial-campaign",
  schema: z.object({ tenantId: id, campaignId: id, fence: z.string() }),
  attempts: 1,
  backoffMs: 0,
  idempotencyKey: ({ campaignId, fence }) => `${campaignId}-${fence}`,
});

/** Writes the seat-days of a tenant up to yesterday. */
export const recordSeatDays = defineJob({
  queue: "billing",
  name: "record-seat-days",
  schema: z.object({ tenantId: id, through: z.iso.date() }),
  attempts: 5,
  backoffMs: 5_000,
  idempotencyKey: ({ tenantId, through }) => `${tenantId}-${through}`,
});

/** Writes the hours of a tenant's agents that have ended since a day. */
export const recordAgentTime = defineJob({
  queue: "billing",
  name: "record-agent-time",
  schema: z.object({ tenantId: id, since: z.iso.date(), hour: z.iso.datetime() }),
  attempts: 5,
  backoffMs: 5_000,
  idempotencyKey: ({ tenantId, hour }) => `${tenantId}-${hour.replaceAll(":", "")}`,
});

/** Sends one mail of the `mail` table. */
export const sendMail = defineJob({
  queue: "mail",
  name: "send-mail",
  schema: z.object({ tenantId: id, mailId: id }),
  attempts: 8,
  backoffMs: 30_000,
  idempotencyKey: ({ mailId }) => mailId,
});

/** Sends one mail of the `person_mail` table: its link opens for minutes or days, so it is not tried for long. */
export const sendPersonMail = defineJob({
  queue: "mail",
  name: "send-person-mail",
  schema: z.object({ mailId: id }),
  attempts: 6,
  backoffMs: 5_000,
  idempotencyKey: ({ mailId }) => mailId,
});

/** Writes the reminders that a tenant's open invoices call for. */
export const remindOfInvoices = defineJob({
  queue: "mail",
  name: "remind-of-invoices",
  schema: z.object({ tenantId: id }),
  attempts: 3,
  backoffMs: 30_000,
  idempotencyKey: ({ tenantId }) => tenantId,
});

/** Looks up what a kept webhook is about. */
export const processWebhook = defineJob({
  queue: "payments",
  name: "process-webhook",
  schema: z.object({ eventId: id }),
  attempts: 8,
  backoffMs: 5_000,
  idempotencyKey: ({ eventId }) => eventId,
});

/** Charges the saved card for an invoice that is due. */
export const chargeInvoice = defineJob({
  queue: "payments",
  name: "charge-invoice",
  schema: z.object({ tenantId: id, invoiceId: id }),
  attempts: 4,
  backoffMs: 60_000,
  idempotencyKey: ({ invoiceId }) => invoiceId,
});

/** Reads an uploaded file of numbers into its register or do-not-call list. */
export const importNumbers = defineJob({
  queue: "numbers",
  name: "import-numbers",
  schema: z.object({ importId: id }),
  attempts: 5,
  backoffMs: 2_000,
  idempotencyKey: ({ importId }) => importId,
});
