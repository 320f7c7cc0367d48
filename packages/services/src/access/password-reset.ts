import { randomBytes } from "node:crypto";
import { newId } from "@callbay/db/ids";
import { CallbayError } from "@callbay/domain/errors";
import { type JobDefinition, orWhenBack, type Payload } from "@callbay/jobs/define";
import { z } from "zod";
import type { Deps } from "../context.ts";
import { parseInput } from "../verb.ts";
import { auditAccess } from "./audit.ts";
import { emailAddress } from "./email.ts";
import { hashToken } from "./invitation-token.ts";
import { hashPassword, newPassword } from "./password.ts";
import { LINK, writePersonMail } from "./person-mail.ts";
import { personTexts } from "./person-mail-texts.ts";
import { revokeSessions } from "./session.ts";
import { type AnonymousContext, takeAttempt } from "./sign-in.ts";

/** How long a link opens. */
const VALID_MINUTES = 30;
/** More links of one account within the half hour are not sent: nobody's mailbox is filled by a stranger. */
const MAX_OPEN = 3;

export interface ResetContext extends Omit<AnonymousContext, "deps"> {
  readonly deps: Pick<Deps, "db" | "jobs" | "secretKey" | "appUrl">;
}

const askInput = z.object({ email: emailAddress });
/** A link that was cut off on its way is told from no other that opens nothing. */
const resetInput = z.object({ token: z.string().min(1).max(500), password: newPassword });

/**
 * Mails a link by which the owner of this address may choose a new password. The answer, and the work behind it, is the
 * same for an address that nobody has.
 *
 * @throws CallbayError TOO_MANY_SIGN_INS
 */
export async function requestPasswordReset(ctx: ResetContext, raw: z.input<typeof askInput>): Promise<{ asked: true }> {
  const { email } = parseInput(askInput, raw);
  await takeAttempt(ctx.limiter, { ip: ctx.ip ?? "unknown", subject: `reset:${email}` });
  const { now, deps } = ctx;
  const jobs: (() => Promise<void>)[] = [];
  const enqueue = <J extends JobDefinition>(job: J, payload: Payload<J>): void => {
    jobs.push(() => orWhenBack(deps.jobs.enqueue(job, payload)));
  };
  const token = randomBytes(32).toString("base64url");
  const expiresAt = new Date(now.getTime() + VALID_MINUTES * 60_000);
  await deps.db.asAuthenticator(async (tx) => {
    const account = await tx.account.findUnique({ where: { email } });
    const open = await tx.passwordReset.count({
      where: { accountId: account?.id ?? newId(), createdAt: { gt: new Date(now.getTime() - VALID_MINUTES * 60_000) } },
    });
    const usable = account && !account.disabledAt && open < MAX_OPEN ? account : null;
    if (usable)
      await tx.passwordReset.createMany({
        data: { id: newId(), accountId: usable.id, tokenHash: hashToken(token), createdAt: now, expiresAt },
      });
    const text = personTexts(usable?.locale ?? "en").passwordReset({
      name: usable?.name ?? "",
      minutes: VALID_MINUTES,
    });
    await writePersonMail(
      { tx, now, deps, enqueue },
      {
        ...{ kind: "password_reset", recipient: email, expiresAt },
        ...(usable ? text : { subject: "", body: LINK }),
        link: usable ? `${deps.appUrl}/reset/${token}` : null,
      },
    );
    await auditAccess(tx, {
      ...{ at: now, tenantId: null, accountId: account?.id ?? null, name: account?.name ?? "unknown" },
      ...{ action: "account.askPasswordReset", entity: "account", entityId: account?.id ?? "unknown" },
      after: { mailed: usable !== null },
      requestId: ctx.requestId,
      ip: ctx.ip,
    });
  });
  for (const job of jobs) await job();
  return { asked: true };
}

/**
 * Takes a new password by the link of a mail, and ends every session of the account: whoever had the old password is
 * out. A second factor stays as it is.
 *
 * @throws CallbayError TOO_MANY_SIGN_INS, RESET_INVALID
 */
export async function resetPassword(
  ctx: Omit<AnonymousContext, "deps"> & { readonly deps: Pick<Deps, "db" | "events"> },
  raw: z.input<typeof resetInput>,
): Promise<{ email: string; sessionsEnded: number }> {
  const attempt = { ip: ctx.ip ?? "unknown", subject: "reset-link" };
  await takeAttempt(ctx.limiter, attempt);
  const { token, password } = parseInput(resetInput, raw);
  const passwordHash = await hashPassword(password);
  const { now } = ctx;
  const done = await ctx.deps.db.asAuthenticator(async (tx) => {
    const found = await tx.passwordReset.findUnique({
      where: { tokenHash: hashToken(token) },
      include: { account: true },
    });
    if (!found || found.expiresAt <= now || found.account.disabledAt) throw invalidReset();
    // The conditional write: of two who open one link, one chooses the password.
    const { count } = await tx.passwordReset.updateMany({
      where: { id: found.id, usedAt: null },
      data: { usedAt: now },
    });
    if (count === 0) throw invalidReset();
    const { accountId, account } = found;
    await tx.passwordReset.updateMany({ where: { accountId, usedAt: null }, data: { usedAt: now } });
    await tx.accountCredential.upsert({
      where: { accountId },
      create: { accountId, passwordHash, updatedAt: now },
      update: { passwordHash, updatedAt: now },
    });
    const { count: sessionsEnded, ...told } = await revokeSessions(tx, accountId, {}, "password_changed", now);
    await auditAccess(tx, {
      ...{ at: now, tenantId: null, accountId, name: account.name },
      ...{ action: "account.resetPassword", entity: "account", entityId: accountId },
      after: { sessionsEnded },
      requestId: ctx.requestId,
      ip: ctx.ip,
    });
    return { email: account.email, sessionsEnded, told };
  });
  await ctx.limiter.succeeded(attempt);
  const { told, ...said } = done;
  for (const audience of told.audiences) await ctx.deps.events.publish(audience, told.event);
  return said;
}

/** One answer for a wrong, used and expired link. */
function invalidReset(): CallbayError {
  return new CallbayError(
    "not_found",
    "RESET_INVALID",
    "This link is not valid any more. Your password is as it was; ask for a new link on the sign-in page.",
  );
}
