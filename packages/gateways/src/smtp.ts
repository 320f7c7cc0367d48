import { createTransport } from "nodemailer";
import type SMTPPool from "nodemailer/lib/smtp-pool";
import { type Mailer, MailRefused } from "./mail-port.ts";

export interface SmtpSettings {
  /** smtp://user:password@host:587 or smtps://host:465; a password in it is percent-encoded. */
  readonly url: string;
  /** "Harbour Light <billing@example.com>". */
  readonly from: string;
}

const TIMEOUT_MS = 20_000;
const TIMEOUTS = { connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS };

/** Mail over SMTP. The connection is kept while letters follow each other, and opened anew after that. */
export function createSmtpMailer({ url, from }: SmtpSettings): Mailer {
  const options: SMTPPool.Options = { ...serverOf(url), ...TIMEOUTS, pool: true, maxConnections: 2 };
  const transport = createTransport(options, { from });
  return {
    async send({ messageId, to, subject, text, attachments }) {
      try {
        await transport.sendMail({
          messageId,
          to: [...to],
          subject,
          text,
          // Mails of a machine: nobody's absence note answers them.
          headers: { "Auto-Submitted": "auto-generated" },
          attachments: attachments.map(({ fileName, contentType, bytes }) => ({
            filename: fileName,
            contentType,
            content: Buffer.from(bytes),
          })),
          disableFileAccess: true,
          disableUrlAccess: true,
        });
      } catch (error) {
        throw isFinal(error) ? new MailRefused(messageOf(error), { cause: error }) : error;
      }
    },
    close: () => transport.close(),
  };
}

function serverOf(url: string): Partial<SMTPPool.Options> {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === "smtps:";
  return {
    host: hostname,
    port: port === "" ? (secure ? 465 : 587) : Number(port),
    secure,
    ...(username === "" ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
  };
}

/** 5xx of RFC 5321 is final, 4xx is not; a wrong password may be put right before the next try. */
function isFinal(error: unknown): boolean {
  if (typeof error !== "object" || error === null || !("responseCode" in error)) return false;
  const code = Number(error.responseCode);
  return code >= 500 && code < 600 && !(code >= 530 && code <= 538);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
