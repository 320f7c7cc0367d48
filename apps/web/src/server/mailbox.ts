import "server-only";
import { isLoopback } from "@callbay/config/web";
import { type Server, server } from "./composition.ts";
import { visitorOf } from "./request.ts";

/** The mails of a development stack, for its own machine; null for everybody else. */
export async function mailboxOf(headers: Headers): Promise<Awaited<ReturnType<Server["readMailbox"]>> | null> {
  const here = server();
  const { ip } = visitorOf(headers);
  return here.config.MAILBOX === "on" && ip && isLoopback(ip) ? here.readMailbox() : null;
}
