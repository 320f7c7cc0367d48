import { describe, expect, it } from "vitest";
import type { Statement } from "../../month/statement.ts";
import { PARTIES } from "../einvoice/arbitrary.test-support.ts";
import { renderStatement } from "./statement.ts";

const pages = (pdf: Buffer): number => pdf.toString("latin1").match(/\/Type \/Page\n/g)?.length ?? 0;
const head = {
  locale: "en" as const,
  issuer: { name: "Hafenlicht Dienste GmbH", logo: null },
  client: PARTIES.client,
  at: new Date("2026-04-30T09:00:00Z"),
};

/** Invoices and their payments, `count` movements in each currency. */
export function sampleStatement(count: number, currencies = ["EUR"]): Statement {
  return {
    tenantId: "018f0000-0000-7000-8000-000000000002",
    tenantName: "Galaxy",
    legalName: "Galaxy Retail SAS",
    from: "2026-01-01",
    through: "2026-04-30",
    currencies: currencies.map((currency) => {
      let balanceMinor = 12_345n;
      const items = Array.from({ length: count }, (_, i) => {
        const paid = i % 2 === 1;
        const amountMinor = paid ? -150_000n : 150_000n + BigInt(i);
        balanceMinor += amountMinor;
        const documentNumber = `HLD-2026-${String(i).padStart(6, "0")}`;
        return {
          kind: paid ? ("payment_received" as const) : ("invoice_finalised" as const),
          bookedOn: "2026-02-01",
          occurredAt: head.at,
          invoiceId: null,
          invoiceNumber: documentNumber,
          documentNumber,
          memo: "",
          amountMinor,
          balanceMinor,
        };
      });
      return { currency, openingMinor: 12_345n, items, closingMinor: balanceMinor };
    }),
  };
}

describe("a statement of account as PDF", { timeout: 60_000 }, () => {
  it.each([
    [0, [], 1],
    [6, ["EUR"], 1],
    [120, ["EUR", "CNY"], 12],
  ])("of %i movements in %j has at most %i pages, and is the same each time", async (count, currencies, most) => {
    const statement = sampleStatement(count, currencies);
    const pdf = await renderStatement(statement, head);
    expect(pages(pdf)).toBeGreaterThan(0);
    expect(pages(pdf)).toBeLessThanOrEqual(most);
    expect(pdf.equals(await renderStatement(statement, head))).toBe(true);
  });
});
