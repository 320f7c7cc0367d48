import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { toDbDate } from "@callbay/domain/calendar";
import { CallbayError } from "@callbay/domain/errors";
import { directionOf, type PriceComponentParams, parsePriceComponent } from "@callbay/domain/rating/price-component";
import { z } from "zod";

/** A prefix of numbers that are never charged: E.164 with +, or national digits. */
const prefix = z.string().regex(/^\+?\d{1,15}$/, "digits, with + for an international prefix");

/** What a version of a contract says; each component is checked against the schema of its own type. */
export const termsSchema = z.strictObject({
  minTalkMs: z.int().min(0).max(600_000).default(10_000),
  recordingRequired: z.boolean().default(false),
  taxRatePpm: z.int().min(0).max(1_000_000).default(0),
  paymentTermDays: z.int().min(0).max(365).default(30),
  excludedPrefixes: z.array(prefix).max(1_000).default([]),
  components: z
    .array(
      z.strictObject({
        type: z.string(),
        direction: z.enum(["inbound", "outbound"]).nullish(),
        params: z.record(z.string(), z.json()),
      }),
    )
    .min(1, "a contract has at least one price")
    .max(50),
});

export type Terms = z.output<typeof termsSchema>;

/**
 * The components as rating reads them.
 *
 * @throws CallbayError PRICE_COMPONENT_INVALID; `details.path` is the field within the input
 * ("terms.components.0.params.rate").
 */
export function parseComponents(terms: Terms): PriceComponentParams[] {
  return terms.components.map(({ type, direction, params }, index) => {
    try {
      return parsePriceComponent({ ...params, type, ...(direction ? { direction } : {}) });
    } catch (error) {
      throw withPath(error, `terms.components.${index}`);
    }
  });
}

function withPath(error: unknown, at: string): unknown {
  if (!(error instanceof CallbayError)) return error;
  const within = String(error.details.path ?? "");
  const field = within === "type" || within === "direction" ? within : `params.${within}`;
  const path = within ? `${at}.${field}` : at;
  return new CallbayError(
    error.kind,
    error.code,
    `Price component ${path} is not valid. Nothing was changed. ${error.message}`,
    { ...error.details, path },
  );
}

interface NewVersion {
  readonly tenantId: string;
  readonly contractId: string;
  readonly version: number;
  readonly effectiveFrom: string;
  readonly terms: Terms;
  readonly now: Date;
}

/** Writes a version with its components. @returns the version's id. @throws CallbayError PRICE_COMPONENT_INVALID. */
export async function insertVersion(tx: Tx, input: NewVersion): Promise<string> {
  const { tenantId, contractId, version, effectiveFrom, terms, now } = input;
  const components = parseComponents(terms);
  const { components: _priced, ...columns } = terms;
  const id = newId();
  await tx.contractVersion.createMany({
    data: { ...columns, tenantId, id, contractId, version, effectiveFrom: toDbDate(effectiveFrom), createdAt: now },
  });
  await tx.priceComponent.createMany({
    data: components.map((params, position) => ({
      tenantId,
      id: newId(),
      contractVersionId: id,
      position,
      type: params.type,
      direction: directionOf(params),
      params: { ...params },
    })),
  });
  return id;
}
