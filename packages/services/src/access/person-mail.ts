import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { createSecretBox } from "@callbay/db/secret-box";
import { sendPersonMail } from "@callbay/jobs/catalogue";
import type { JobDefinition, Payload } from "@callbay/jobs/define";
import type { Deps } from "../context.ts";

/** What writing such a mail takes from whoever writes it: the unit of a verb, or a sign-in page's transaction. */
export interface PersonMailing {
  readonly tx: Tx;
  readonly now: Date;
  readonly deps: Pick<Deps, "secretKey" | "appUrl">;
  enqueue<J extends JobDefinition>(job: J, payload: Payload<J>): void;
}

export type PersonMailKind = "invitation" | "password_reset" | "second_factor_reset";

export interface NewPersonMail {
  readonly kind: PersonMailKind;
  readonly recipient: string;
  readonly subject: string;
  /** With `LINK` where the link stands. */
  readonly body: string;
  /** A key to somebody's account: sealed in the row, and forgotten once it is sent. Null: it goes to nobody. */
  readonly link: string | null;
  readonly expiresAt: Date;
}

/** Stands for the link in a body. */
export const LINK = "{{link}}";

/**
 * Writes a mail to one person in the caller's transaction and has it sent after the commit. One without a link goes to
 * nobody: it is written all the same where the time of an answer must not tell who has an account.
 */
export async function writePersonMail(unit: PersonMailing, mail: NewPersonMail): Promise<string> {
  const { link, ...columns } = mail;
  const id = newId();
  await unit.tx.personMail.createMany({
    data: {
      ...columns,
      id,
      linkBox: createSecretBox(unit.deps.secretKey).seal(link ?? ""),
      state: link === null ? "failed" : "queued",
      failure: link === null ? "UNKNOWN_ADDRESS" : null,
      createdAt: unit.now,
    },
  });
  unit.enqueue(sendPersonMail, { mailId: id });
  return id;
}

/** The body as its reader gets it. */
export function letterOf(secretKey: string, { body, linkBox }: { body: string; linkBox: string | null }): string {
  return body.replace(LINK, linkBox === null ? "…" : createSecretBox(secretKey).open(linkBox));
}
