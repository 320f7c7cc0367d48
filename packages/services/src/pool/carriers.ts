import { currencyExponent } from "@callbay/domain/currency";
import { CallbayError } from "@callbay/domain/errors";
import { normalisePhone } from "@callbay/domain/phone";
import { parseRateTable } from "@callbay/domain/rating/rate-table";
import { priceFor, type Routing, trunkOrder } from "@callbay/domain/routing";
import { requireTenant } from "../tenant/require-tenant.ts";
import { operatorQuery, operatorVerb, z } from "../verb.ts";

/** Characters of a price list: 40,000 prefixes take about 2 million. */
const MAX_TEXT = 5_000_000;
const ROWS_AT_ONCE = 10_000;

/** The carriers of the pool: their trunks, and how much of the world they have stated prices for. */
export const listCarriers = operatorQuery({
  name: "pool.carriers",
  permission: "platform.pool.read",
  input: z.strictObject({}),
  run: async ({ tx }) => {
    const trunks = await tx.trunk.findMany({
      select: { id: true, name: true, carrier: true, node: { select: { name: true } } },
      orderBy: [{ node: { name: "asc" } }, { priority: "asc" }],
    });
    const rates = await tx.carrierRate.groupBy({ by: ["carrier", "currency"], _count: true });
    const names = [...new Set([...trunks.map(carrierOf), ...rates.map(({ carrier }) => carrier)])].sort();
    return {
      items: names.map((carrier) => {
        const priced = rates.find((row) => row.carrier === carrier);
        return {
          carrier,
          currency: priced?.currency ?? null,
          prefixes: priced?._count ?? 0,
          trunks: trunks
            .filter((trunk) => carrierOf(trunk) === carrier)
            .map(({ id, name, node }) => ({ trunkId: id, name, node: node.name })),
        };
      }),
    };
  },
});

/**
 * Replaces what a carrier asks for: a CSV of prefix, destination and rate per minute, as price lists have it. From the
 * next reservation on, calls routed by least cost go by it.
 *
 * @throws CallbayError RATE_TABLE_INVALID with the line, CSV_INVALID, CURRENCY_UNKNOWN.
 */
export const replaceCarrierRates = operatorVerb({
  name: "pool.replaceCarrierRates",
  permission: "platform.pool.write",
  input: z.strictObject({
    carrier: z.string().trim().min(1).max(80),
    currency: z.string().regex(/^[A-Z]{3}$/, "an ISO 4217 code such as CNY"),
    csv: z.string().min(1).max(MAX_TEXT),
  }),
  timeoutMs: 60_000,
  bulk: true,
  run: async ({ tx, audit, emit }, { carrier, currency, csv }) => {
    currencyExponent(currency);
    const { rows } = parseRateTable(csv, { id: carrier, name: carrier });
    const { count: before } = await tx.carrierRate.deleteMany({ where: { carrier } });
    for (let from = 0; from < rows.length; from += ROWS_AT_ONCE)
      await tx.carrierRate.createMany({
        data: rows.slice(from, from + ROWS_AT_ONCE).map(({ prefix, rate }) => ({
          ...{ carrier, currency, prefix: prefix.replace("+", "") },
          perMinuteMicros: microsOf(rate),
        })),
      });
    await audit({
      action: "pool.replaceCarrierRates",
      entity: "carrier",
      entityId: carrier,
      before: { prefixes: before },
      after: { prefixes: rows.length, currency },
    });
    emit({ type: "pool.changed" });
    return { prefixes: rows.length };
  },
});

/** Over which trunks a client's call to a number would go from each of its nodes, in order, and what each carrier asks. */
export const explainRoute = operatorQuery({
  name: "pool.explainRoute",
  permission: "platform.pool.read",
  input: z.strictObject({ tenantId: z.uuid(), phone: z.string().trim().min(1).max(40) }),
  run: async ({ tx }, { tenantId, phone: written }) => {
    const tenant = await requireTenant(tx, tenantId);
    const phone = normalisePhone(written, tenant.country);
    if (!phone.ok)
      throw new CallbayError(
        "invalid",
        "PHONE_INVALID",
        "This is not a number that can be dialled. Write it with its country code, such as +852 2123 4567.",
        { reason: phone.reason },
      );
    const attachments = await tx.attachment.findMany({
      where: { tenantId },
      select: { routing: true, node: { select: { id: true, name: true, trunks: { where: { enabled: true } } } } },
      orderBy: { node: { name: "asc" } },
    });
    const digits = phone.e164.replace("+", "");
    const prefixes = Array.from({ length: digits.length + 1 }, (_, length) => digits.slice(0, length));
    const prices = await tx.carrierRate.findMany({ where: { prefix: { in: prefixes } } });
    return {
      phone: phone.e164,
      nodes: attachments.map(({ routing, node }) => {
        const way: Routing = routing === "least_cost" ? "least_cost" : "priority";
        const trunks = node.trunks.map((trunk) => ({ ...trunk, trunkId: trunk.id, carrier: carrierOf(trunk) }));
        return {
          nodeId: node.id,
          node: node.name,
          routing: way,
          trunks: trunkOrder(trunks, way, prices, phone.e164).map(({ trunkId, name, carrier, priority }) => {
            const price = priceFor(prices, carrier, phone.e164);
            return {
              ...{ trunkId, name, carrier, priority },
              price: price && {
                prefix: price.prefix,
                currency: price.currency,
                perMinute: decimalOf(price.perMinuteMicros),
              },
            };
          }),
        };
      }),
    };
  },
});

function carrierOf({ carrier, name }: { readonly carrier: string; readonly name: string }): string {
  return carrier || name;
}

const MICROS = 6;

/** Exact: a rate of a price list has at most six decimals. */
function microsOf(rate: string): bigint {
  const [whole = "0", fraction = ""] = rate.split(".");
  return BigInt(whole + fraction.padEnd(MICROS, "0"));
}

function decimalOf(micros: bigint): string {
  const digits = String(micros).padStart(MICROS + 1, "0");
  const fraction = digits.slice(-MICROS).replace(/0+$/, "");
  return fraction ? `${digits.slice(0, -MICROS)}.${fraction}` : digits.slice(0, -MICROS);
}
