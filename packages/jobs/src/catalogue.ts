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

/** Sends one mail of the `mail` table. */
export const sendMail = defineJob({
  queue: "mail",
  name: "send-mail",
  schema: z.object({ tenantId: id, mailId: id }),
  attempts: 8,
  backoffMs: 30_000,
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
