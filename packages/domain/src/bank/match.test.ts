import { describe, expect, test } from "vitest";
import { InvoiceIndex, matchLine, type PayableInvoice } from "./match.ts";
import { creditorReference, printedReference } from "./reference.ts";

const invoice = (n: number, openMinor: bigint, more: Partial<PayableInvoice> = {}): PayableInvoice => ({
  tenantId: "galaxy",
  invoiceId: `i${n}`,
  number: `HLS-2026-${String(n).padStart(6, "0")}`,
  currency: "CNY",
  openMinor,
  ...more,
});
const index = new InvoiceIndex([
  invoice(1, 10_600n),
  invoice(2, 5_000n),
  invoice(3, 0n),
  invoice(4, 700n, { tenantId: "orion" }),
  invoice(5, 900n, { currency: "EUR" }),
  invoice(12, 1_200n),
]);
const RF1 = creditorReference("HLS-2026-000001") ?? "";

function match(reference: string, amountMinor: bigint, currency = "CNY") {
  const line = { bookedOn: "2026-05-04", amountMinor, currency, reference, counterparty: "", bankRef: null };
  const found = matchLine(line, index);
  if (!found.matched) return found.why;
  return [found.how, ...found.parts.map((part) => `${part.invoice.invoiceId} ${part.amountMinor}`)].join(", ");
}

describe("a booking pays what its text names", () => {
  test.each<[string, string, bigint, string]>([
    ["the number", "Invoice HLS-2026-000001 thank you", 10_600n, "exact, i1 10600"],
    ["the number in small letters, without signs", "pay hls2026000001", 10_600n, "exact, i1 10600"],
    ["the number over a broken line", "HLS-2026-00\n0001", 10_600n, "exact, i1 10600"],
    ["the number beside Chinese", "账单HLS-2026-000001", 10_600n, "exact, i1 10600"],
    ["the creditor reference", RF1, 10_600n, "exact, i1 10600"],
    ["the creditor reference in fours", `REF ${printedReference(RF1)} EUR`, 10_600n, "exact, i1 10600"],
    ["a part", RF1, 600n, "partial, i1 600"],
    ["too much", RF1, 20_000n, "overpaid, i1 20000"],
    ["two at once", "HLS-2026-000001, HLS-2026-000002", 15_600n, "several, i1 10600, i2 5000"],
    ["one of two, because the other is settled", "HLS-2026-000003 and HLS-2026-000002", 5_000n, "exact, i2 5000"],
    ["one named twice", `HLS-2026-000001 ${RF1}`, 10_600n, "exact, i1 10600"],
  ])("%s", (_what, text, amount, result) => {
    expect(match(text, amount)).toBe(result);
  });

  test.each<[string, string, bigint, string]>([
    ["money that went out", "HLS-2026-000001", -10_600n, "outgoing"],
    ["nothing named", "thank you", 10_600n, "no_reference"],
    ["a longer number", "HLS-2026-0000012", 10_600n, "no_reference"],
    ["a number within a word", "XHLS-2026-000001", 10_600n, "no_reference"],
    ["wrong check digits", `RF00${RF1.slice(4)}`, 10_600n, "bad_check_digits"],
    ["somebody else's reference", "RF18 5390 0754 7034", 10_600n, "unknown_reference"],
    ["another currency", "HLS-2026-000005", 900n, "currency_mismatch"],
    ["a settled invoice", "HLS-2026-000003", 100n, "invoice_settled"],
    ["two whose sum it is not", "HLS-2026-000001 HLS-2026-000002", 15_000n, "split_unclear"],
    ["an open and a settled one, and another amount", "HLS-2026-000001 HLS-2026-000003", 20_000n, "split_unclear"],
    ["two clients", "HLS-2026-000001 HLS-2026-000004", 11_300n, "several_clients"],
  ])("%s: a person must look", (_what, text, amount, why) => {
    expect(match(text, amount)).toBe(why);
  });
});
