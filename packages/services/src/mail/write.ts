import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { sendMail } from "@callbay/jobs/catalogue";
import type { JobDefinition, Payload } from "@callbay/jobs/define";
import type { Audience, LiveEvent } from "@callbay/jobs/events";
import { z } from "zod";
import type { Deps } from "../context.ts";

/** What writing mail takes from the unit of a verb. */
export interface MailingUnit {
  readonly tx: Tx;
  readonly now: Date;
  readonly deps: Deps;
  emit(event: LiveEvent, audience?: Audience): void;
  enqueue<J extends JobDefinition>(job: J, payload: Payload<J>, options?: { delayMs?: number }): void;
}

export const MAIL_KINDS = [
  "invoice",
  "credit_note",
  "review",
  "reminder",
  "payment_action",
  "payment_failed",
  "report",
] as const;
export type MailKind = (typeof MAIL_KINDS)[number];

/** A document that is made when the mail goes out, so that it is the one of that moment. */
export const attachmentSchema = z.array(
  z.union([
    z.strictObject({ document: z.literal("invoice.pdf"), invoiceId: z.uuid() }),
    z.strictObject({ document: z.literal("report"), savedId: z.uuid(), at: z.iso.datetime() }),
  ]),
);
export type Attachments = z.infer<typeof attachmentSchema>;

export interface NewMail {
  readonly tenantId: string;
  readonly kind: MailKind;
  /** What it is for: a mail of the same kind and source is written once, however often it is asked. */
  readonly sourceKey: string;
  readonly subject: string;
  readonly body: string;
  readonly attachments?: Attachments;
  /** Whom it goes to; the client's billing address when absent. */
  readonly recipients?: readonly string[];
}

/**
 * Writes a mail to a client, at its billing address unless others are named, in the caller's transaction, and has it sent after the commit. Without
 * anybody to send it to it is held, so that the operator sees it.
 *
 * @returns false when it was written before.
 */
export async function writeMail(unit: MailingUnit, mail: NewMail): Promise<boolean> {
  const { tx, now } = unit;
  const { tenantId, attachments = [], recipients: named, ...columns } = mail;
  const recipients = [...(named ?? (await billingRecipients(tx, tenantId)))];
  const id = newId();
  const state = recipients.length > 0 ? "queued" : "held";
  const { count } = await tx.mail.createMany({
    data: {
      ...columns,
      tenantId,
      id,
      recipients,
      attachments: [...attachments],
      state,
      failure: state === "held" ? "NO_RECIPIENT" : null,
      createdAt: now,
    },
    skipDuplicates: true,
  });
  if (count === 0) return false;
  if (state === "queued") unit.enqueue(sendMail, { tenantId, mailId: id });
  return true;
}

/** The client's billing address; without one, its owners and finance people. */
export async function billingRecipients(tx: Tx, tenantId: string): Promise<string[]> {
  const tenant = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { billingEmail: true } });
  if (tenant.billingEmail) return [tenant.billingEmail];
  const people = await tx.membership.findMany({
    where: {
      tenantId,
      role: { in: ["owner", "finance"] },
      employer: "client",
      endedAt: null,
      account: { disabledAt: null },
    },
    select: { account: { select: { email: true } } },
    orderBy: { id: "asc" },
  });
  return people.map(({ account }) => account.email);
}
