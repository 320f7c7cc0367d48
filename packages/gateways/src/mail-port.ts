/** A letter as it goes out. */
export interface OutgoingMail {
  /** The same for every try of the same mail, so that a receiver who gets it twice shows it once. */
  readonly messageId: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly attachments: readonly MailAttachment[];
}

export interface MailAttachment {
  readonly fileName: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** Sends mail. Resolves when the next server has taken responsibility for it. */
export interface Mailer {
  /** @throws MailRefused when trying again is of no use; any other error when it may be. */
  send(mail: OutgoingMail): Promise<void>;
  close(): void;
}

/** A server said no, and will say no again: an address that does not exist, a sender that may not send. */
export class MailRefused extends Error {
  override readonly name = "MailRefused";
}
