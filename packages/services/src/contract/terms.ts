import type { Prisma, Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { type LocalDate, toDbDate } from "@callbay/domain/calendar";
import { CallbayError } from "@callbay/domain/errors";
import { type Adjustment, parseAdjustments } from "@callbay/domain/rating/adjustment";
import { parsePriceComponent } from "@callbay/domain/rating/price-component";
import { directionOf, type PriceComponentParams } from "@callbay/domain/rating/price-type";
import { z } from "zod";
import { refuseRateTables } from "../rate-table/refuse.ts";
import { refuseDays, refuseTwoCommissions, refuseTwoHourly } from "./refuse-terms.ts";

/** A prefix of numbers that are never charged: E.164 with +, or national digits. */
const prefix = z.string().regex(/^\+?\d{1,15}$/, "digits, with + for an international prefix");

/** Codes of UNCL 5305 that an EN 16931 invoice may carry. */
export const TAX_CATEGORIES = ["S", "Z", "E", "AE", "K", "G", "O", "L", "M"] as const;

/** What a version of a contract says; each component and adjustment is checked against the schema of its own type. */
export const termsSchema = z.strictObject({
  minTalkMs: z.int().min(0).max(600_000).default(10_000),
  recordingRequired: z.boolean().default(false),
  taxRatePpm: z.int().min(0).max(1_000_000).default(0),
  taxMode: z.enum(["exclusive", "inclusive"]).default("exclusive"),
  /** Null: S with a rate, Z without. */
  taxCategory: z.enum(TAX_CATEGORIES).nullable().default(null),
  taxNote: z.string().trim().max(500).default(""),
  paymentTermDays: z.int().min(0).max(365).default(30),
  reviewDays: z.int().min(0).max(60).default(5),
  autoCharge: z.boolean().default(false),
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
  /** Discounts and the monthly minimum, in order. */
  adjustments: z.array(z.record(z.string(), z.json())).max(20).default([]),
});

export type Terms = z.output<typeof termsSchema>;

/**
 * The components as rating reads them.
 *
 * @throws CallbayError PRICE_COMPONENT_INVALID; `details.path` is the field within the input
 * ("terms.components.0.params.rate").
 */
export function parseComponents(terms: Pick<Terms, "components">): PriceComponentParams[] {
  return terms.components.map(({ type, direction, params }, index) => {
    try {
      return parsePriceComponent({ ...params, type, ...directionFor(type, direction) });
    } catch (error) {
      throw withPath(error, `terms.components.${index}`);
    }
  });
}

/** A commission says "both directions" with null; the others that have a direction need one. */
function directionFor(type: string, direction: string | null | undefined): { direction?: string | null } {
  if (direction) return { direction };
  return type === "commission" && direction === null ? { direction } : {};
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

/** @throws CallbayError ADJUSTMENT_INVALID; `details.path` is the field within the input ("terms.adjustments.0.amount"). */
function adjustmentsOf(terms: Terms): Adjustment[] {
  try {
    return parseAdjustments(terms.adjustments);
  } catch (error) {
    if (!(error instanceof CallbayError)) throw error;
    const within = String(error.details.path ?? "");
    const path = within ? `terms.adjustments.${within}` : "terms.adjustments";
    throw new CallbayError(error.kind, error.code, `${error.message} Nothing was changed.`, { ...error.details, path });
  }
}

interface NewVersion {
  readonly tenantId: string;
  readonly contractId: string;
  readonly currency: string;
  readonly version: number;
  readonly effectiveFrom: LocalDate;
  /** The last day of these terms as far as it is known, itself included. */
  readonly lastDay: LocalDate | null;
  readonly terms: Terms;
  readonly now: Date;
}

/**
 * Writes a version with its components. @returns the version's id.
 *
 * @throws CallbayError PRICE_COMPONENT_INVALID, ADJUSTMENT_INVALID, RATE_TABLE_UNKNOWN, RATE_TABLE_CURRENCY,
 * COMPONENT_DAY_REFUSED, HOURS_OVERLAP, COMMISSION_OVERLAP.
 */
export async function insertVersion(tx: Tx, input: NewVersion): Promise<string> {
  const { tenantId, contractId, currency, version, effectiveFrom, lastDay, terms, now } = input;
  const components = parseComponents(terms);
  const adjustments = adjustmentsOf(terms);
  refuseTwoHourly(components);
  refuseTwoCommissions(components);
  refuseDays(components, { from: effectiveFrom, lastDay });
  await refuseRateTables(tx, components, currency);
  const { components: _priced, adjustments: _parsed, ...columns } = terms;
  const id = newId();
  await tx.contractVersion.createMany({
    data: {
      ...columns,
      tenantId,
      id,
      contractId,
      version,
      effectiveFrom: toDbDate(effectiveFrom),
      adjustments: adjustments.map(toJson),
      createdAt: now,
    },
  });
  await tx.priceComponent.createMany({
    data: components.map((params, position) => ({
      tenantId,
      id: newId(),
      contractVersionId: id,
      position,
      type: params.type,
      direction: directionOf(params),
      params: toJson(params),
      rateTableId: params.type === "per_minute" ? (params.rateTableId ?? null) : null,
    })),
  });
  return id;
}

/** Parsed parameters as a JSON column takes them: what is undefined is left out. */
function toJson(parsed: object): Prisma.InputJsonObject {
  return JSON.parse(JSON.stringify(parsed));
}
