import { entriesOfNumber } from "@callbay/db/sql/dnc-entries";
import { CallbayError } from "@callbay/domain/errors";
import { maskPhone, normalisePhone } from "@callbay/domain/phone";
import { tenantQuery, z } from "../verb.ts";

/** Why a number may not be dialled, one per list that has it. */
export interface NumberBlock {
  readonly list: "operator" | "tenant" | "campaign" | "register_operator" | "register_tenant";
  /** The entry, where it is the workspace's own to remove. */
  readonly id: string | null;
  /** The register's or the campaign's. */
  readonly name: string | null;
  readonly reason: string;
  readonly since: Date | null;
  /** Null: for good, or as long as the register has it. */
  readonly until: Date | null;
  /** Past its end, and no obstacle any more. */
  readonly expired: boolean;
}

/** Is a number blocked for this workspace, by which list, and until when? */
export const searchNumber = tenantQuery({
  name: "dnc.search",
  permission: "list.read",
  input: z.object({ phone: z.string().trim().min(1).max(40) }),
  run: async ({ tx, tenantId, now, deps }, { phone }) => {
    const tenant = await tx.tenant.findFirst({ where: { id: tenantId }, select: { country: true } });
    const number = normalisePhone(phone, tenant?.country ?? null);
    if (!number.ok)
      throw new CallbayError(
        "invalid",
        "PHONE_INVALID",
        "This is not a telephone number. Nothing was changed; write it with its country code.",
        { reason: number.reason },
      );
    const blocks: NumberBlock[] = (await entriesOfNumber(tx, tenantId, number.e164)).map((entry) => ({
      list: entry.list,
      id: entry.id,
      name: entry.campaignName,
      reason: entry.reason,
      since: entry.createdAt,
      until: entry.expiresAt,
      expired: entry.expiresAt !== null && entry.expiresAt <= now,
    }));
    const hit = (await deps.registers?.onRegisters(tenantId, [number.e164]))?.get(number.e164);
    if (hit) {
      const register = await tx.dncRegister.findFirst({ where: { id: hit.registerId }, select: { name: true } });
      blocks.push({
        list: hit.operator ? "register_operator" : "register_tenant",
        id: null,
        name: register?.name ?? null,
        reason: "",
        since: null,
        until: null,
        expired: false,
      });
    }
    const holding = blocks.filter(({ expired }) => !expired);
    return { phone: maskPhone(number.e164), country: number.country, blocked: holding.length > 0, blocks };
  },
});
