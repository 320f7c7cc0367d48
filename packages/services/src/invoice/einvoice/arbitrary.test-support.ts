import { invoiceTotals } from "@callbay/domain/invoice-totals";
import { microsToMinor } from "@callbay/domain/money";
import fc from "fast-check";
import type { BilledInvoice } from "./document.ts";
import type { BilledCharge } from "./figures.ts";

/** Both companies of the invoices made here, complete for an e-invoice. */
export const PARTIES: BilledInvoice["parties"] = {
  issuer: {
    name: "Hafenlicht Dienste GmbH",
    addressLines: ["Am Kai 18", "Haus 3", "Hof", "Tor 2"],
    taxNumber: "DE 123456789",
    city: "Hamburg",
    postalCode: "20457",
    country: "DE",
    email: "rechnung@hafenlicht.example",
    endpointScheme: "9930",
    endpointId: "DE123456789",
    bankDetails: "Hafenbank",
    iban: "DE02 1203 0000 0000 2020 51",
    bic: "BYLADEM1001",
  },
  client: {
    name: "Galaxy Retail SAS",
    shortName: "Galaxy",
    addressLines: ["1 rue de la Paix"],
    taxNumber: "FR40303265045",
    city: "Paris",
    postalCode: "75002",
    country: "FR",
    email: "compta@galaxy.example",
    endpointScheme: null,
    endpointId: null,
  },
  contract: { reference: "C-2026-1", form: "SEAT" },
  timezone: "Europe/Berlin",
  locale: "en",
  paymentTermDays: 30,
};

/** A charge as rating would draft it, with the amount that quantity and price give unless another is stated. */
export function chargeOf(of: Partial<BilledCharge> & { readonly id: string }, currency = "EUR"): BilledCharge {
  const quantityMicros = of.quantityMicros ?? 7_000_000n;
  const unitPriceMicros = of.unitPriceMicros ?? 850_000n;
  return {
    kind: "usage",
    description: { key: "charge.perCall", values: { direction: "outbound", month: "2026-03" } },
    unit: "call",
    amountMinor: microsToMinor(quantityMicros * unitPriceMicros, currency, 1_000_000n),
    arithmetic: "7 calls × 0.85 = 5.95",
    periodFrom: "2026-03-01",
    periodTo: "2026-04-01",
    taxRatePpm: 190_000,
    taxCategory: null,
    taxNote: "",
    ...of,
    quantityMicros,
    unitPriceMicros,
  };
}

type Head = Partial<Omit<BilledInvoice, "charges" | "netMinor" | "taxMinor" | "totalMinor">>;

/** A finalised invoice over these charges, its totals by the rules of rating. */
export function invoiceOf(charges: readonly BilledCharge[], head: Head = {}): BilledInvoice {
  const { netMinor, taxMinor, totalMinor } = invoiceTotals(charges, head.taxInclusive ?? false);
  return {
    kind: "invoice",
    number: "HLD-2026-000042",
    issuedAt: new Date("2026-04-01T09:00:00Z"),
    dueOn: "2026-05-01",
    periodFrom: "2026-03-01",
    periodTo: "2026-04-01",
    currency: "EUR",
    taxInclusive: false,
    corrects: null,
    parties: PARTIES,
    ...head,
    charges,
    netMinor,
    taxMinor,
    totalMinor,
  };
}

const UNITS = [
  "seat_day",
  "seat_month",
  "call",
  "minute",
  "month",
  "success",
  "hour",
  "item",
  "number_month",
  "message",
];

/** Tax terms that may stand together in one document. */
const taxTerms = fc.oneof(
  fc.constant([{ taxRatePpm: 0, taxCategory: "O", taxNote: "" }]),
  fc.array(
    fc.constantFrom(
      { taxRatePpm: 190_000, taxCategory: null, taxNote: "" },
      { taxRatePpm: 70_000, taxCategory: "S", taxNote: "" },
      { taxRatePpm: 55_000, taxCategory: null, taxNote: "" },
      { taxRatePpm: 0, taxCategory: null, taxNote: "" },
      { taxRatePpm: 0, taxCategory: "Z", taxNote: "" },
      { taxRatePpm: 0, taxCategory: "E", taxNote: "Exempt under article 132" },
      { taxRatePpm: 0, taxCategory: "AE", taxNote: "" },
    ),
    { minLength: 1, maxLength: 3 },
  ),
);

const charge = (currency: string, terms: readonly Pick<BilledCharge, "taxRatePpm" | "taxCategory" | "taxNote">[]) =>
  fc
    .record({
      quantityMicros: fc.oneof(
        fc.bigInt(0n, 50_000_000_000n),
        fc.integer({ min: 0, max: 900 }).map((n) => BigInt(n) * 1_000_000n),
      ),
      unitPriceMicros: fc.bigInt(0n, 500_000_000n),
      unit: fc.constantFrom(...UNITS),
      kind: fc.constantFrom(
        "usage",
        "base",
        "minimum",
        "bonus",
        "clawback",
        "discount",
        "monthly_minimum",
        "credit",
        "adjustment",
      ),
      terms: fc.constantFrom(...terms),
      /** What a minimum, several roundings or a correction make of the product. */
      shift: fc.oneof(fc.constant(0n), fc.bigInt(-5_000n, 5_000n)),
      late: fc.boolean(),
    })
    .map(({ kind, terms: tax, shift, late, ...rest }) => (id: number): BilledCharge => {
      const drafted = chargeOf({ id: String(id), ...rest, ...tax, kind }, currency);
      const negative = kind === "clawback" || kind === "discount" || kind === "credit";
      const amount = drafted.amountMinor + shift;
      return {
        ...drafted,
        amountMinor: negative ? -amount : amount,
        ...(late ? { periodFrom: "2026-02-01", periodTo: "2026-03-01" } : {}),
      };
    });

/** Invoices and credit notes of any contract: currencies of two and no decimals, every tax category, every kind of line. */
export const anyInvoice: fc.Arbitrary<BilledInvoice> = fc
  .record({ currency: fc.constantFrom("EUR", "CNY", "JPY"), terms: taxTerms })
  .chain(({ currency, terms }) =>
    fc.record({
      makers: fc.array(charge(currency, terms), { minLength: 1, maxLength: 12 }),
      creditNote: fc.boolean(),
      /** What the rounding of earlier credit notes leaves to this one. */
      drift: fc.constantFrom(0n, 1n, -1n),
      taxInclusive: fc.boolean(),
      locale: fc.constantFrom("en", "zh-CN"),
      iban: fc.constantFrom(PARTIES.issuer.iban, null),
      taxNumbers: fc.constantFrom(["DE123456789", "FR40303265045"], ["143/123/45678", "91440101MA5D6F8R2X"]),
      currency: fc.constant(currency),
    }),
  )
  .map(({ makers, creditNote, drift, taxInclusive, locale, iban, taxNumbers, currency }) => {
    const charges = makers.map((make, i) => make(i));
    const parties = {
      ...PARTIES,
      locale,
      issuer: { ...PARTIES.issuer, iban, taxNumber: taxNumbers[0] ?? null },
      client: { ...PARTIES.client, taxNumber: taxNumbers[1] ?? null },
    };
    if (!creditNote) return invoiceOf(charges, { currency, taxInclusive, parties });
    const mirrored = charges.map((one) => ({
      ...one,
      amountMinor: -one.amountMinor,
      quantityMicros: -one.quantityMicros,
    }));
    const corrects = { number: "HLD-2026-000007", issuedAt: new Date("2026-03-01T09:00:00Z") };
    const note = invoiceOf(mirrored, { kind: "credit_note", currency, taxInclusive, parties, corrects });
    if (currency === "JPY" || !charges.some(({ taxRatePpm }) => taxRatePpm > 0)) return note;
    return taxInclusive
      ? { ...note, netMinor: note.netMinor - drift, taxMinor: note.taxMinor + drift }
      : { ...note, taxMinor: note.taxMinor + drift, totalMinor: note.totalMinor + drift };
  });
