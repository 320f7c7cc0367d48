import type { Deps } from "../context.ts";
import { letterOf } from "./person-mail.ts";

const SHOWN = 100;

/** A mail as its reader would have got it. */
export interface MailboxMail {
  readonly id: string;
  readonly at: Date;
  readonly kind: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly body: string;
  readonly state: string;
}

/**
 * The latest mails of the whole stack, to anybody, with the links that open accounts. For development alone: the caller
 * must have made sure that this process runs for nobody but its developer (`MAILBOX` in packages/config/src/web.ts).
 */
export async function readMailbox({ db, secretKey }: Pick<Deps, "db" | "secretKey">): Promise<MailboxMail[]> {
  const [persons, clients] = await db.asOperator(async (tx) => [
    await tx.personMail.findMany({ orderBy: { id: "desc" }, take: SHOWN }),
    await tx.mail.findMany({ orderBy: { id: "desc" }, take: SHOWN }),
  ]);
  const mails = [
    ...persons
      .filter((mail) => mail.failure !== "UNKNOWN_ADDRESS")
      .map(({ id, createdAt, kind, recipient, subject, state, ...mail }) => ({
        ...{ id, at: createdAt, kind, to: [recipient], subject, state },
        body: letterOf(secretKey, mail),
      })),
    ...clients.map(({ id, createdAt, kind, recipients, subject, state, body }) => ({
      ...{ id, at: createdAt, kind, to: recipients, subject, state, body },
    })),
  ];
  return mails.sort((a, b) => b.at.getTime() - a.at.getTime()).slice(0, SHOWN);
}
