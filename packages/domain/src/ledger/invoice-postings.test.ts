import fc from "fast-check";
import { expect, it, test } from "vitest";
import { roundHalfAwayFromZero } from "../money.ts";

import { invoiceEntries, largestRemainder, type PostedCharge } from "./invoice-postings.ts";

const line = (charge: Partial<PostedCharge>): PostedCharge => ({
  id: "c",
  kind: "usage",
  componentType: "per_call",
  taxRatePpm: 60_000,
  amountMinor: 100n,
  campaigns: [],
  ...charge,
});

const brief = (entries: ReturnType<typeof invoiceEntries>) =>
  entries.map(({ account, amountMinor, campaignId }) => [account, amountMinor, campaignId ?? null]);

test("an invoice: owed, earned by line and campaign, taken back, given away, taxed", () => {
  const entries = invoiceEntries({
    kind: "invoice",
    currency: "CNY",
    taxInclusive: false,
    netMinor: 1_450n,
    taxMinor: 87n,
    totalMinor: 1_537n,
    charges: [
      line({
        id: "calls",
        amountMinor: 1_000n,
        campaigns: [
          { campaignId: "b", quantity: 1n },
          { campaignId: "a", quantity: 2n },
        ],
      }),
      line({ id: "seats", componentType: "seat", amountMinor: 600n, campaigns: [{ campaignId: null, quantity: 31n }] }),
      line({ id: "clawback", kind: "clawback", componentType: "commission", amountMinor: -50n }),
      line({ id: "discount", kind: "discount", componentType: null, amountMinor: -40n }),
      line({ id: "credit", kind: "credit", componentType: null, amountMinor: -30n }),
      line({ id: "down", kind: "adjustment", componentType: null, amountMinor: -50n }),
      line({ id: "up", kind: "adjustment", componentType: null, amountMinor: 20n }),
    ],
  });
  expect(brief(entries)).toEqual([
    ["receivable", 1_537n, null],
    ["revenue:per_call", -667n, "a"],
    ["revenue:per_call", -333n, "b"],
    ["revenue:seat", -600n, null],
    ["clawback", 50n, null],
    ["revenue:other", 40n, null],
    ["credit", 30n, null],
    ["credit", 50n, null],
    ["revenue:other", -20n, null],
    ["tax", -87n, null],
  ]);
});

test("prices that contain the tax: the net goes to the lines by largest remainder", () => {
  const entries = invoiceEntries({
    kind: "invoice",
    currency: "EUR",
    taxInclusive: true,
    netMinor: 252n,
    taxMinor: 48n,
    totalMinor: 300n,
    charges: [0, 1, 2].map((index) => line({ id: `c${index}`, taxRatePpm: 190_000 })),
  });
  expect(brief(entries)).toEqual([
    ["receivable", 300n, null],
    ["revenue:per_call", -84n, null],
    ["revenue:per_call", -84n, null],
    ["revenue:per_call", -84n, null],
    ["tax", -48n, null],
  ]);
});

const charge = fc.record({
  kind: fc.constantFrom(
    "usage" as const,
    "base" as const,
    "clawback" as const,
    "credit" as const,
    "adjustment" as const,
  ),
  componentType: fc.constantFrom("seat" as const, "per_call" as const, null),
  taxRatePpm: fc.constantFrom(0, 60_000, 190_000, 1_000_000),
  amountMinor: fc.bigInt({ min: -10_000_000n, max: 10_000_000n }),
  campaigns: fc.array(
    fc.record({ campaignId: fc.constantFrom("a", "b", "c", null), quantity: fc.bigInt({ min: 0n, max: 1_000_000n }) }),
    { maxLength: 4 },
  ),
});

const documentKind = fc.constantFrom("invoice" as const, "credit_note" as const);

it("sums to zero, and to each line's net, whatever the invoice", () => {
  fc.assert(
    fc.property(
      fc.array(charge, { minLength: 1, maxLength: 12 }),
      fc.boolean(),
      documentKind,
      (parts, taxInclusive, kind) => {
        const charges = parts.map((part, index) => ({ ...part, id: String(index) }));
        const sum = charges.reduce((total, one) => total + one.amountMinor, 0n);
        const rates = [...new Set(charges.map((one) => one.taxRatePpm))];
        const taxMinor = rates.reduce((total, rate) => {
          const own = charges.filter((one) => one.taxRatePpm === rate).reduce((a, one) => a + one.amountMinor, 0n);
          return total + roundHalfAwayFromZero(own * BigInt(rate), BigInt(1_000_000 + (taxInclusive ? rate : 0)));
        }, 0n);
        const netMinor = taxInclusive ? sum - taxMinor : sum;
        const entries = invoiceEntries({
          kind,
          currency: "EUR",
          taxInclusive,
          netMinor,
          taxMinor,
          totalMinor: netMinor + taxMinor,
          charges,
        });
        expect(entries.reduce((total, one) => total + one.amountMinor, 0n)).toBe(0n);
        for (const one of charges) {
          const posted = -entries.filter((e) => e.chargeId === one.id).reduce((total, e) => total + e.amountMinor, 0n);
          if (!taxInclusive) expect(posted).toBe(one.amountMinor);
          // Never more than a minor unit from the exact net of the line, plus the rounding of each rate's tax.
          else {
            const exact = (Number(one.amountMinor) * 1e6) / (1e6 + one.taxRatePpm);
            expect(Math.abs(Number(posted) - exact)).toBeLessThanOrEqual(1 + rates.length);
          }
        }
      },
    ),
    { numRuns: 500 },
  );
});

it("a mirror posts the mirror", () => {
  const note = invoiceEntries({
    kind: "credit_note",
    currency: "CNY",
    taxInclusive: false,
    netMinor: -40n,
    taxMinor: 0n,
    totalMinor: -40n,
    charges: [
      line({ id: "calls", amountMinor: -70n }),
      line({ id: "down", kind: "adjustment", componentType: null, amountMinor: 50n }),
      line({ id: "up", kind: "adjustment", componentType: null, amountMinor: -20n }),
    ],
  });
  expect(brief(note)).toEqual([
    ["receivable", -40n, null],
    ["revenue:per_call", 70n, null],
    ["credit", -50n, null],
    ["revenue:other", 20n, null],
  ]);
  expect(largestRemainder(5n, [])).toEqual([]);
});
