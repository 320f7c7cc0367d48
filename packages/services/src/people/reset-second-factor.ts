import { notFound } from "@callbay/domain/errors";
import { writePersonMail } from "../access/person-mail.ts";
import { personTexts } from "../access/person-mail-texts.ts";
import { revokeSessions } from "../access/session.ts";
import { operatorVerb, z } from "../verb.ts";

/** The notice is worth reading for so long. */
const NOTICE_DAYS = 7;

/**
 * Takes a lost second factor off somebody's account, with its recovery codes, and ends their sessions: from then on the
 * password alone opens it until they set up another. They are told by mail, whoever asked for it.
 *
 * The keys of an account lie beyond the operator's sight: the audit row and the mail are durable first, the keys go
 * after that; doing it again does no harm.
 *
 * @throws CallbayError NOT_FOUND
 */
export const resetSecondFactor = operatorVerb({
  name: "person.resetSecondFactor",
  permission: "platform.access.write",
  input: z.strictObject({
    tenantId: z.uuid(),
    membershipId: z.uuid(),
    /** How the person proved who they are. */
    reason: z.string().trim().min(1).max(500),
  }),
  run: async (unit, { tenantId, membershipId, reason }) => {
    const { tx, now, deps, audit, afterCommit } = unit;
    const member = await tx.membership.findUnique({
      where: { tenantId_id: { tenantId, id: membershipId } },
      include: { account: { select: { id: true, name: true, email: true, locale: true } } },
    });
    if (!member || member.endedAt) throw notFound("person");
    const { id: accountId, name, email, locale } = member.account;
    await audit({
      ...{ action: "person.resetSecondFactor", entity: "account", entityId: accountId, tenantId },
      after: { reason },
    });
    const expiresAt = new Date(now.getTime() + NOTICE_DAYS * 86_400_000);
    const text = personTexts(locale).secondFactorReset({ name });
    const link = `${deps.appUrl}/account`;
    await writePersonMail(unit, { kind: "second_factor_reset", recipient: email, ...text, link, expiresAt });
    afterCommit(async () => {
      const { event, audiences } = await deps.db.asAuthenticator(async (own) => {
        await own.accountSecondFactor.deleteMany({ where: { accountId } });
        await own.recoveryCode.deleteMany({ where: { accountId } });
        return revokeSessions(own, accountId, {}, "revoked", now);
      });
      for (const audience of audiences) await deps.events.publish(audience, event);
    });
    return { name };
  },
});
