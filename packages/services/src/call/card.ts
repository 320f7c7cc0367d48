import { callCard } from "@callbay/db/sql/call-card";
import { maskPhone } from "@callbay/domain/phone";
import { CAMPAIGN_PURPOSES } from "@callbay/domain/values";
import type { CallCard } from "@callbay/jobs/events";
import { hotVerb, z } from "../verb.ts";

/** Longer values are for the whole page, which is asked for at the same moment. */
const VALUE_LENGTH = 500;
const ATTRIBUTES = 40;

/**
 * What the screen pop carries of a call, so that nothing need be asked for before it is painted. Read while it rings:
 * most calls are never answered, but those that are must not wait.
 */
export const readCallCard = hotVerb({
  name: "call.read_card",
  input: z.strictObject({ tenantId: z.uuid(), callId: z.uuid() }),
  run: async ({ tx, tenantId }, { callId }): Promise<CallCard | null> => {
    const row = await callCard(tx, tenantId, callId);
    if (!row) return null;
    const { displayName, timezone, country, script, dispositions } = row;
    return {
      displayName,
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
  },
});

function plainAttributes(value: unknown): CallCard["attributes"] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
  const plain = Object.entries(value).flatMap(([key, one]): [string, string | number | boolean][] => {
    if (typeof one === "string") return [[key, one.slice(0, VALUE_LENGTH)]];
    return typeof one === "number" || typeof one === "boolean" ? [[key, one]] : [];
  });
  return Object.fromEntries(plain.slice(0, ATTRIBUTES));
}
