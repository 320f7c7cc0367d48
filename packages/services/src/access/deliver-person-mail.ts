import type { Tx } from "@callbay/db/client";
import { type Mailer, MailRefused } from "@callbay/gateways/mail-port";
import { sendPersonMail } from "@callbay/jobs/catalogue";
import type { VerbContext } from "../context.ts";
import { platformVerb } from "../node/platform-verb.ts";
import { z } from "../verb.ts";
import { letterOf } from "./person-mail.ts";

export type PersonDelivery = "sent" | "held" | "failed" | "not_queued";

const FAILURE_CHARS = 500;
const KEPT_MS = 30 * 24 * 3_600_000;

/**
 * Sends one mail about somebody's access; its row is locked until the server has taken it. Its link is forgotten then.
 *
 * @param mailer null where no server is configured: the mail is held, and a development stack shows it.
 * @throws what the server's failure was, as long as trying again may help and `lastTry` is not set.
 */
export async function deliverPersonMail(
  ctx: VerbContext,
  { mailId }: { readonly mailId: string },
  { mailer, lastTry }: { readonly mailer: Mailer | null; readonly lastTry: boolean },
): Promise<PersonDelivery> {
  await forgetOld(ctx, {});
  if (mailer === null) return settle(ctx, { mailId, state: "held", failure: "NO_MAIL_SERVER" });
  try {
    return await sendLocked(ctx.deps.secretKey, mailer)(ctx, { mailId });
  } catch (error) {
    const failure = (error instanceof Error ? error.message : String(error)).slice(0, FAILURE_CHARS);
    const final = lastTry || error instanceof MailRefused;
    await settle(ctx, { mailId, state: final ? "failed" : "queued", failure });
    if (final) return "failed";
    throw error;
  }
}

const sendLocked = (secretKey: string, mailer: Mailer) =>
  platformVerb({
    name: "personMail.send",
    input: z.strictObject({ mailId: z.uuid() }),
    run: async ({ tx, now }, { mailId }): Promise<PersonDelivery> => {
      await tx.$queryRaw`SELECT 1 FROM person_mail WHERE id = ${mailId}::uuid FOR UPDATE`;
      const mail = await tx.personMail.findUnique({ where: { id: mailId } });
      if (mail?.state !== "queued") return "not_queued";
      if (mail.expiresAt <= now) return close(tx, mailId, { state: "failed", failure: "EXPIRED" });
      await mailer.send({
        messageId: `<${mailId}@callbay>`,
        to: [mail.recipient],
        subject: mail.subject,
        text: letterOf(secretKey, mail),
        attachments: [],
      });
      return close(tx, mailId, { state: "sent", sentAt: now, failure: null });
    },
  });

async function close(
  tx: Tx,
  id: string,
  data: { readonly state: "sent" | "failed"; readonly sentAt?: Date; readonly failure: string | null },
): Promise<PersonDelivery> {
  await tx.personMail.updateMany({ where: { id }, data: { ...data, linkBox: null } });
  return data.state;
}

const settle = platformVerb({
  name: "personMail.settle",
  input: z.strictObject({ mailId: z.uuid(), state: z.enum(["held", "failed", "queued"]), failure: z.string() }),
  run: async ({ tx }, { mailId, state, failure }): Promise<PersonDelivery> => {
    const { count } = await tx.personMail.updateMany({
      where: { id: mailId, state: "queued" },
      data: { state, failure, ...(state === "failed" ? { linkBox: null } : {}) },
    });
    return count === 0 || state === "queued" ? "not_queued" : state;
  },
});

/** Links that open nothing any more are forgotten, and after a month the mails. */
const forgetOld = platformVerb({
  name: "personMail.forget",
  input: z.strictObject({}),
  run: async ({ tx, now }) => {
    await tx.personMail.deleteMany({ where: { createdAt: { lt: new Date(now.getTime() - KEPT_MS) } } });
    await tx.personMail.updateMany({
      where: { expiresAt: { lte: now }, linkBox: { not: null } },
      data: { linkBox: null },
    });
  },
});

/** A mail that waited longer than this may have lost its job: with Redis emptied, say. */
const LOST_AFTER_MS = 60_000;

const findWaiting = platformVerb({
  name: "personMail.find_waiting",
  input: z.object({}),
  run: ({ tx, now }) =>
    tx.personMail.findMany({
      where: { state: "queued", createdAt: { lt: new Date(now.getTime() - LOST_AFTER_MS) } },
      select: { id: true },
      take: 1_000,
    }),
});

/** Puts mails that wait on their queue again, which changes nothing for those that wait there already. */
export async function requeuePersonMails(ctx: VerbContext): Promise<void> {
  for (const { id } of await findWaiting(ctx, {})) await ctx.deps.jobs.enqueue(sendPersonMail, { mailId: id });
}
