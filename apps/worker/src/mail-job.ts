import type { Mailer } from "@callbay/gateways/mail-port";
import { remindOfInvoices, sendMail, sendPersonMail } from "@callbay/jobs/catalogue";
import { handle, type JobHandler } from "@callbay/jobs/queue";
import { deliverPersonMail } from "@callbay/services/access/deliver-person-mail";
import type { Deps, VerbContext } from "@callbay/services/context";
import { deliverMail } from "@callbay/services/mail/deliver";
import { sendReminders } from "@callbay/services/mail/reminders";

/** Sends mails and writes reminders. Without a mailer, mails are held and the operator sees them. */
export function mailHandlers(deps: Deps, clock: () => Date, mailer: Mailer | null): JobHandler[] {
  const context = (requestId: string): VerbContext => ({
    deps,
    actor: { kind: "system", name: "mail" },
    now: clock(),
    requestId,
  });
  return [
    handle(sendMail, async (which, { lastAttempt }) => {
      await deliverMail(context(`mail-${which.mailId}`), which, { mailer, lastTry: lastAttempt });
    }),
    handle(sendPersonMail, async (which, { lastAttempt }) => {
      await deliverPersonMail(context(`mail-${which.mailId}`), which, { mailer, lastTry: lastAttempt });
    }),
    handle(remindOfInvoices, async (which) => {
      await sendReminders(context(`reminders-${which.tenantId}`), which);
    }),
  ];
}
