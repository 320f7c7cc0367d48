import { deflateSync } from "node:zlib";
import type { UsageDay } from "@callbay/db/sql/billing-invoice";
import { addDays } from "@callbay/domain/calendar";
import { invoiceTotals, taxesThatSumTo } from "@callbay/domain/invoice-totals";
import { chargeOf, PARTIES } from "./einvoice/arbitrary.test-support.ts";
import type { InvoiceView } from "./load.ts";

type Charge = InvoiceView["charges"][number];

/** An invoice as `loadInvoice` answers it, with as many lines as wanted. */
export function sampleInvoice(lines: number, head: Partial<InvoiceView> = {}): InvoiceView {
  const currency = head.currency ?? "EUR";
  const charges = head.charges ?? Array.from({ length: lines }, (_, i) => sampleCharge(i, currency));
  const totals = invoiceTotals(charges, head.taxInclusive ?? false);
  const { taxes, ...sums } = totals;
  return {
    id: "018f0000-0000-7000-8000-000000000001",
    tenantId: "018f0000-0000-7000-8000-000000000002",
    contractId: "018f0000-0000-7000-8000-000000000003",
    legalEntityId: "018f0000-0000-7000-8000-000000000004",
    kind: "invoice",
    state: "finalised",
    number: "HLD-2026-000042",
    periodFrom: "2026-03-01",
    periodTo: "2026-04-01",
    createdAt: new Date("2026-04-01T08:00:00Z"),
    issuedAt: new Date("2026-04-01T09:00:00Z"),
    dueOn: "2026-05-01",
    taxInclusive: false,
    corrects: null,
    parties: PARTIES,
    minTalkMs: [10_000],
    ...head,
    currency,
    ...sums,
    charges,
    taxes: taxesThatSumTo(totals, sums),
  } as InvoiceView;
}

const KINDS = [
  {
    description: { key: "charge.seat.minimum", values: { month: "2026-03", minSeats: 10 } },
    unit: "seat_month",
    quantityMicros: 10_322_581n,
    unitPriceMicros: 310_000_000n,
    arithmetic: "310 leased + 10 to the minimum = 320 seat-days ÷ 31 days × 310.00 = 3200.00",
    amountMinor: 320_000n,
    componentType: "seat",
  },
  {
    description: { key: "charge.perMinute.to", values: { destination: "China Mobile", increments: "60/6" } },
    unit: "minute",
    quantityMicros: 18_432_100_000n,
    unitPriceMicros: 34_500n,
    arithmetic: "1105926 s ÷ 60 s × 0.0345 = 635.91",
    amountMinor: 63_591n,
    componentType: "per_minute",
  },
  {
    description: { key: "charge.perCall", values: { direction: "outbound" } },
    unit: "call",
    quantityMicros: 12_873_000_000n,
    unitPriceMicros: 850_000n,
    arithmetic: "12873 calls × 0.85 = 10942.05",
    amountMinor: 1_094_205n,
    componentType: "per_call",
  },
  {
    description: { key: "charge.discount", values: { name: "Loyalty" } },
    kind: "discount",
    unit: "amount",
    quantityMicros: 1_000_000n,
    unitPriceMicros: -50_000_000n,
    arithmetic: "10942.05 × −0.457 % = -50.00",
    amountMinor: -5_000n,
    componentType: "",
  },
] as const;

/** A line as rating writes it; the fourth of each four is a discount. */
export function sampleCharge(i: number, currency = "EUR"): Charge {
  const { componentType, ...kind } = KINDS[i % KINDS.length] ?? KINDS[0];
  return {
    ...chargeOf({ id: `018f0000-0000-7000-8000-1000000${String(i).padStart(5, "0")}`, ...kind }, currency),
    position: i,
    componentId: null,
    componentType,
    contractVersion: 1,
    reason: null,
    usageCount: 0,
  } as unknown as Charge;
}

/** The usage of a month, day by day. */
export const SAMPLE_DAYS: UsageDay[] = Array.from({ length: 31 }, (_, i) => ({
  day: addDays("2026-03-01", i),
  calls: i % 7 === 0 ? 0 : 400 + i * 3,
  talkMs: i % 7 === 0 ? 0 : 41_000_000 + i * 1_234_567,
  seatDays: 10,
  agentMs: 0,
  successes: i % 5,
  messages: 0,
  numberDays: 0,
}));

/** A PNG of one colour, or of two halves. */
export function samplePng(width: number, height: number): Buffer {
  const row = Buffer.concat([
    Buffer.from([0]),
    ...Array.from({ length: width }, (_, x) => Buffer.from(x < width / 3 ? [15, 118, 110] : [30, 58, 138])),
  ]);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const data = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", data), chunk("IEND", Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  let crc = 0xffffffff;
  for (const byte of body) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  framed.writeUInt32BE((crc ^ 0xffffffff) >>> 0, framed.length - 4);
  return framed;
}
