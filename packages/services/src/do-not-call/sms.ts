import { stopWord } from "@callbay/domain/do-not-call/stop-words";
import { maskPhone, normalisePhone } from "@callbay/domain/phone";
import type { VerbContext } from "../context.ts";
import { platformVerb } from "../node/platform-verb.ts";
import { systemVerb, z } from "../verb.ts";
import { addNumber } from "./add-number.ts";

/** A text message that came in, as any provider says it. */
export const inboundSms = z.object({
  from: z.string().trim().min(1).max(40),
  to: z.string().trim().min(1).max(40),
  text: z.string().max(4_000),
});
export type InboundSms = z.output<typeof inboundSms>;

export type SmsAnswer =
  /** The message is not a stop word alone. */
  | { readonly revoked: false; readonly why: "no_stop_word" | "unknown_sender" | "unknown_recipient" }
  | { readonly revoked: true; readonly word: string };

/**
 * Takes a message to one of our numbers: a stop word alone puts its sender on the do-not-call list of whoever holds that
 * number now. The same message twice changes nothing the second time.
 */
export async function takeSms(
  { deps, now, requestId }: Pick<VerbContext, "deps" | "now" | "requestId">,
  { from, to, text }: InboundSms,
): Promise<SmsAnswer> {
  const stop = stopWord(text);
  if (!stop) return { revoked: false, why: "no_stop_word" };
  const sender = e164(from);
  if (!sender) return { revoked: false, why: "unknown_sender" };
  const recipient = e164(to);
  const ctx: VerbContext = { deps, now, requestId, actor: { kind: "system", name: "sms" } };
  const tenants = recipient ? await holdersOf(ctx, { phone: recipient }) : [];
  for (const tenantId of tenants) await revokeBySms(ctx, { tenantId, phone: sender, word: stop.word });
  return tenants.length > 0 ? { revoked: true, word: stop.word } : { revoked: false, why: "unknown_recipient" };
}

/** Providers write numbers with "+" or without; a name or a short code is nobody's number. */
function e164(phone: string): string | null {
  const bare = phone.replace(/^(?:\+|00)?(?=[1-9])/, "+");
  const number = normalisePhone(bare, null);
  return number.ok ? number.e164 : null;
}

const holdersOf = platformVerb({
  name: "sms.holders",
  input: z.object({ phone: z.string() }),
  run: async ({ tx }, { phone }) => {
    const rows = await tx.phoneNumber.findMany({
      where: { e164: phone, releasedAt: null },
      select: { tenantId: true },
      distinct: ["tenantId"],
    });
    return rows.map((row) => row.tenantId);
  },
});

const revokeBySms = systemVerb({
  name: "dnc.revokeBySms",
  input: z.object({ tenantId: z.uuid(), phone: z.string(), word: z.string() }),
  run: async (unit, { tenantId, phone, word }) => {
    const { id, added } = await addNumber(unit.tx, { tenantId, phone, source: { by: "sms", word }, now: unit.now });
    if (!added) return;
    await unit.audit({
      action: "dnc.revokeBySms",
      entity: "do_not_call",
      entityId: id,
      after: { phone: maskPhone(phone), word },
    });
    unit.emit({ type: "dnc.changed" });
  },
});
