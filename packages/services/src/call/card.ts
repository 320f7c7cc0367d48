import type { RawTx } from "@callbay/db/client";
import { callCards } from "@callbay/db/sql/call-card";
import { maskPhone } from "@callbay/domain/phone";
import { CAMPAIGN_PURPOSES } from "@callbay/domain/values";
import type { CallCard } from "@callbay/jobs/events";

/** Longer values are for the whole page, which is asked for at the same moment. */
const VALUE_LENGTH = 500;
const ATTRIBUTES = 40;

/**
 * What the screen pops of these calls carry, by call, so that nothing need be asked for before one is painted. Read with
 * the claim, for all of a batch at once: most calls are never answered, but those that are must not wait, and a customer
 * may pick up before a phone was heard to ring.
 */
export async function readCards(
  tx: RawTx,
  tenantId: string,
  callIds: readonly string[],
): Promise<ReadonlyMap<string, CallCard>> {
  if (callIds.length === 0) return new Map();
  const rows = await callCards(tx, tenantId, callIds);
  return new Map(
    rows.map((row): [string, CallCard] => {
      const { displayName, vip, timezone, country, script, dispositions } = row;
      const card = {
        displayName,
        vip,
        phone: maskPhone(row.phone),
        timezone,
        country,
        attributes: plainAttributes(row.attributes),
        campaign: {
          id: row.campaignId,
          name: row.campaignName,
          purpose: CAMPAIGN_PURPOSES.find((known) => known === row.purpose) ?? "other",
        },
        script,
        dispositions: [...dispositions],
      };
      return [row.id, card];
    }),
  );
}

function plainAttributes(value: unknown): CallCard["attributes"] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
  const plain = Object.entries(value).flatMap(([key, one]): [string, string | number | boolean][] => {
    if (typeof one === "string") return [[key, one.slice(0, VALUE_LENGTH)]];
    return typeof one === "number" || typeof one === "boolean" ? [[key, one]] : [];
  });
  return Object.fromEntries(plain.slice(0, ATTRIBUTES));
}
