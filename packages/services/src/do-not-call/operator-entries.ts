import { settleNumbers } from "@callbay/db/sql/dnc-entries";
import { tenantsWithNumbers } from "@callbay/db/sql/dnc-operator";
import { CallbayError } from "@callbay/domain/errors";
import { operatorMay } from "@callbay/domain/permissions";
import { maskPhone, normalisePhone } from "@callbay/domain/phone";
import { operatorQuery, operatorVerb, type Unit, z } from "../verb.ts";

const MOST = 200;
const phone = z.string().trim().min(1).max(40);

/**
 * The newest numbers that nobody may dial for any client. Whoever may write the list sees them whole: they are the key by
 * which an entry is removed.
 */
export const listOperatorNumbers = operatorQuery({
  name: "operatorDnc.list",
  permission: "platform.dnc.read",
  input: z.object({}),
  run: async ({ tx, actor }) => {
    const rows = await tx.operatorDoNotCall.findMany({
      orderBy: [{ createdAt: "desc" }, { phone: "asc" }],
      take: MOST,
    });
    const whole = operatorMay(actor.role, "platform.dnc.write");
    return {
      items: rows.map((row, at) => ({
        key: whole ? row.phone : String(at),
        phone: whole ? row.phone : maskPhone(row.phone),
        reason: row.reason,
        createdAt: row.createdAt,
        expiresAt: row.expiresAt,
      })),
      total: await tx.operatorDoNotCall.count(),
    };
  },
});

/**
 * Forbids a number to every client from now on, for good or until a moment; contacts that have it alone are held back at
 * once. A number that is there already takes the new reason and end.
 *
 * @throws CallbayError PHONE_INVALID
 */
export const addOperatorNumber = operatorVerb({
  name: "operatorDnc.add",
  permission: "platform.dnc.write",
  input: z.object({ phone, reason: z.string().trim().min(1).max(200), expiresAt: z.date().nullish() }),
  run: async (unit, input) => {
    const { tx, now } = unit;
    const number = e164Of(input.phone);
    const entry = { reason: input.reason, expiresAt: input.expiresAt ?? null };
    await tx.operatorDoNotCall.upsert({
      where: { phone: number },
      create: { phone: number, ...entry, createdAt: now },
      update: entry,
    });
    await settleEverywhere(unit, number);
    await unit.audit({
      action: "operatorDnc.add",
      entity: "operator_do_not_call",
      entityId: maskPhone(number),
      after: { phone: maskPhone(number), reason: entry.reason, expiresAt: entry.expiresAt?.toISOString() ?? null },
    });
    unit.emit({ type: "dnc.changed" }, "operator");
    return { phone: maskPhone(number) };
  },
});

/** Allows a number again, as far as the operator is concerned. @throws CallbayError PHONE_INVALID, DNC_NOT_LISTED */
export const removeOperatorNumber = operatorVerb({
  name: "operatorDnc.remove",
  permission: "platform.dnc.write",
  input: z.object({
    phone,
    /** Why it is allowed again, for the audit. */
    reason: z.string().trim().min(1).max(200),
  }),
  run: async (unit, { phone: typed, reason }) => {
    const { tx } = unit;
    const number = e164Of(typed);
    const row = await tx.operatorDoNotCall.findUnique({ where: { phone: number } });
    if (!row) throw notListed();
    await tx.operatorDoNotCall.deleteMany({ where: { phone: number } });
    await settleEverywhere(unit, number);
    await unit.audit({
      action: "operatorDnc.remove",
      entity: "operator_do_not_call",
      entityId: maskPhone(number),
      before: { phone: maskPhone(number), reason: row.reason },
      after: { reason },
    });
    unit.emit({ type: "dnc.changed" }, "operator");
    return { phone: maskPhone(number) };
  },
});

function notListed(): CallbayError {
  return new CallbayError(
    "conflict",
    "DNC_NOT_LISTED",
    "This number is not on the list, or not any more. Nothing was changed.",
  );
}

/** The operator has clients in many countries: a number is written with its code. */
function e164Of(typed: string): string {
  const number = normalisePhone(typed, null);
  if (number.ok) return number.e164;
  throw new CallbayError(
    "invalid",
    "PHONE_INVALID",
    "This is not a telephone number. Nothing was changed; write it with its country code.",
    { reason: number.reason },
  );
}

/** Brings the contacts of every client who has the number into line. */
async function settleEverywhere({ tx, now, emit }: Unit, number: string): Promise<void> {
  for (const tenantId of await tenantsWithNumbers(tx, [number])) {
    await settleNumbers(tx, { tenantId, campaignId: null }, [number], now);
    emit({ type: "dnc.changed" }, { tenantId });
  }
}
