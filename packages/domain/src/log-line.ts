import { maskNumbers } from "./phone.ts";

/** The password of an address: "postgres://user:secret@host". */
const PASSWORD_IN_URL = /(:\/\/[^\s:/@"]*:)[^\s@"]+@/g;
/** A number as the telephone system names it, without a plus: "sip:85223456718@…", "PJSIP/85223456718@carrier". */
const DIALLED = /\b(sips?:|tel:|PJSIP\/)(\d{7,15})(?!\d)/gi;

/**
 * A line of a log as it may be kept: without full numbers and without passwords in addresses. Errors of others quote what
 * they failed at, a database the key that is there twice, the telephone system what it should have called.
 *
 * Source: the rule that logs hold ids, and no numbers or secrets.
 */
export function logLine(line: string): string {
  return maskNumbers(line)
    .replace(DIALLED, (_whole, scheme: string, digits: string) => `${scheme}${maskNumbers(`+${digits}`)}`)
    .replace(PASSWORD_IN_URL, "$1•••@");
}
