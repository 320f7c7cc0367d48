import { describe, expect, test } from "vitest";
import type { CallbayError } from "../errors.ts";
import { readCamt } from "./camt.ts";

/** Trees as the parser of services hands them over; the XML itself is tested there. */
const amount = (text: string, currency = "EUR") => ({ "#text": text, "@_Ccy": currency });
const entry = (more: Record<string, unknown>) => ({
  Amt: amount("106.00"),
  CdtDbtInd: "CRDT",
  Sts: "BOOK",
  BookgDt: { Dt: "2026-05-04" },
  AcctSvcrRef: "B1",
  ...more,
});
const message = (...entries: unknown[]) => ({
  Document: { BkToCstmrStmt: { Stmt: [{ Acct: { Id: { IBAN: "DE02120300000000202051" } }, Ntry: entries }] } },
});
const lines = (...entries: unknown[]) => readCamt(message(...entries)).lines;
const transaction = (text: string, value: string | null, more: Record<string, unknown> = {}) => ({
  ...(value === null ? {} : { Amt: amount(value) }),
  RmtInf: { Ustrd: [text] },
  ...more,
});
const codeOf = (tree: unknown): string => {
  try {
    readCamt(tree);
    return "read";
  } catch (error) {
    return (error as CallbayError).code;
  }
};

describe("entries", () => {
  test("of one transaction: what the payer wrote, who it was, the bank's reference", () => {
    const details = {
      Refs: { EndToEndId: "E2E-1" },
      RmtInf: { Strd: [{ CdtrRefInf: { Ref: "RF18539007547034" } }], Ustrd: ["HLS-2026", "-000001"] },
      RltdPties: { Dbtr: { Nm: "Galaxy" } },
    };
    expect(readCamt(message(entry({ NtryDtls: [{ TxDtls: [details] }] })))).toEqual({
      accounts: ["DE02120300000000202051"],
      lines: [
        {
          bookedOn: "2026-05-04",
          amountMinor: 10_600n,
          currency: "EUR",
          reference: "RF18539007547034 HLS-2026 -000001 E2E-1",
          counterparty: "Galaxy",
          bankRef: "B1",
        },
      ],
    });
  });

  test("of the later form: status in a code, the party within a party, time with the day", () => {
    const details = { RltdPties: { Dbtr: { Pty: { Nm: "Galaxy" } }, UltmtDbtr: { Pty: { Nm: "Galaxy Two" } } } };
    const later = entry({
      Sts: { Cd: "BOOK" },
      BookgDt: { DtTm: "2026-05-04T10:00:00+02:00" },
      NtryDtls: [{ TxDtls: [details] }],
    });
    expect(lines(later)).toMatchObject([{ bookedOn: "2026-05-04", counterparty: "Galaxy Two" }]);
  });

  test("that went out are negative; those that are not booked yet do not count", () => {
    expect(lines(entry({ CdtDbtInd: "DBIT" }), entry({ Sts: "PDNG" }), entry({ Sts: { Cd: "INFO" } }))).toMatchObject([
      { amountMinor: -10_600n },
    ]);
  });

  test("of several transactions are as many lines, by their own references or by their place", () => {
    const batch = [transaction("a", "100.00", { Refs: { AcctSvcrRef: "T1" } }), transaction("b", "6.00")];
    expect(lines(entry({ NtryDtls: [{ TxDtls: batch }], AddtlNtryInf: "SEPA" }))).toMatchObject([
      { amountMinor: 10_000n, reference: "a SEPA", bankRef: "T1" },
      { amountMinor: 600n, reference: "b SEPA", bankRef: "B1/2" },
    ]);
    const older = batch.map(({ Amt, ...rest }) => ({ ...rest, AmtDtls: { TxAmt: { Amt } } }));
    expect(lines(entry({ NtryDtls: [{ TxDtls: older }] }))).toHaveLength(2);
  });

  test.each<[string, unknown[]]>([
    ["do not say their amounts", [transaction("a", null), transaction("b", null)]],
    ["do not sum to it", [transaction("a", "100.00"), transaction("b", "5.00")]],
  ])("whose transactions %s stay one line with every text", (_what, batch) => {
    expect(lines(entry({ NtryDtls: [{ TxDtls: batch }] }))).toMatchObject([{ amountMinor: 10_600n, reference: "a b" }]);
  });

  test("a bank that gives no reference gives none", () => {
    expect(
      lines(entry({ AcctSvcrRef: "NONREF", NtryDtls: [{ TxDtls: [{ Refs: { TxId: "NOTPROVIDED" } }] }] })),
    ).toMatchObject([{ bankRef: null }]);
  });
});

test.each<[string, unknown]>([
  ["STATEMENT_FORMAT_UNKNOWN", { Document: { CstmrCdtTrfInitn: {} } }],
  ["STATEMENT_EMPTY", message(entry({ Sts: "PDNG" }))],
  ["STATEMENT_DATE_INVALID", message(entry({ BookgDt: undefined }))],
  ["STATEMENT_AMOUNT_INVALID", message(entry({ Amt: undefined }))],
  ["AMOUNT_INVALID", message(entry({ Amt: amount("1.234") }))],
  ["CURRENCY_UNKNOWN", message(entry({ Amt: amount("1.23", "XXQ") }))],
])("%s", (code, tree) => {
  expect(codeOf(tree)).toBe(code);
});
