import { describe, expect, test } from "vitest";
import type { CallbayError } from "../errors.ts";
import { type CsvOptions, readStatementCsv } from "./csv.ts";
import { bookingKeys } from "./statement.ts";

const read = (text: string, options?: CsvOptions) =>
  readStatementCsv(text, options).map(({ bookedOn, amountMinor, currency, reference, counterparty, bankRef }) =>
    [bookedOn, amountMinor, currency, reference, counterparty, bankRef].join(" | "),
  );
const codeOf = (text: string, options?: CsvOptions): string => {
  try {
    readStatementCsv(text, options);
    return "read";
  } catch (error) {
    return (error as CallbayError).code;
  }
};

describe("the dialects of banks", () => {
  test.each<[string, string, CsvOptions | undefined, string[]]>([
    [
      "plain",
      "booked_on,amount,currency,reference,counterparty,bank_ref\n2026-05-04,106.00,CNY,HLS-2026-000001,Galaxy,B1\n",
      undefined,
      ["2026-05-04 | 10600 | CNY | HLS-2026-000001 | Galaxy | B1"],
    ],
    [
      "German: letterhead, semicolons, comma, minus, umlauts, a byte order mark, a sum without a day",
      '\uFEFF"Konto";"DE02 1203 0000 0000 2020 51"\n\n"Buchungstag";"Begünstigter/Zahlungspflichtiger";"Verwendungszweck";"Betrag";"Währung"\n"04.05.26";"Müller; Söhne";"RF46 HLS2 0260 0000 1";"1.234,56";"EUR"\n"05.05.26";"Strom AG";"Abschlag";"-80,00";"EUR"\n"";"";"Summe";"1.154,56";"EUR"\n',
      undefined,
      [
        "2026-05-04 | 123456 | EUR | RF46 HLS2 0260 0000 1 | Müller; Söhne | ",
        "2026-05-05 | -8000 | EUR | Abschlag | Strom AG | ",
      ],
    ],
    [
      "two columns for money in and out, day first, tabs",
      "Date\tDescription\tPaid out\tPaid in\n31/05/2026\tHLS-2026-000001\t\t1,000.5\n01/05/2026\tFee\t2.00\t\n",
      { currency: "GBP" },
      ["2026-05-31 | 100050 | GBP | HLS-2026-000001 |  | ", "2026-05-01 | -200 | GBP | Fee |  | "],
    ],
    [
      "a column for the direction, month first, quotes within quotes",
      'Posting Date,Amount,DC,Currency,Memo\n05/31/2026,12.00,C,USD,"say ""HLS-2026-000001"""\n05/01/2026,12.00,D,USD,x\n',
      undefined,
      ['2026-05-31 | 1200 | USD | say "HLS-2026-000001" |  | ', "2026-05-01 | -1200 | USD | x |  | "],
    ],
    [
      "Chinese, without decimals to speak of",
      "交易日期,金额,币种,附言,对方户名,流水号\n20260504,10600,CNY,账单HLS-2026-000001,银河,778\n",
      undefined,
      ["2026-05-04 | 1060000 | CNY | 账单HLS-2026-000001 | 银河 | 778"],
    ],
    [
      "yen, three decimals of dinar, Swiss apostrophes, brackets, a sign behind, currency signs",
      "date;amount;ccy;text\n2026-05-04;106'000.00;JPY;a\n2026-05-04;1.234;KWD;b\n2026-05-04;(5.00);EUR;c\n2026-05-04;5.00-;EUR;d\n2026-05-04;€ 7.50;EUR;e\n",
      { decimal: "." },
      [
        "2026-05-04 | 106000 | JPY | a |  | ",
        "2026-05-04 | 1234 | KWD | b |  | ",
        "2026-05-04 | -500 | EUR | c |  | ",
        "2026-05-04 | -500 | EUR | d |  | ",
        "2026-05-04 | 750 | EUR | e |  | ",
      ],
    ],
    [
      "titles that nobody knows, named by hand",
      "Wann|Wieviel|Wozu|Nr\n2026-05-04|1,50|HLS-2026-000001|NONREF\n",
      { currency: "EUR", columns: { booked_on: "Wann", amount: "Wieviel", reference: "Wozu", bank_ref: "Nr" } },
      ["2026-05-04 | 150 | EUR | HLS-2026-000001 |  | "],
    ],
  ])("%s", (_what, text, options, lines) => {
    expect(read(text, options)).toEqual(lines);
  });

  test.each<[string, string, CsvOptions | undefined]>([
    ["STATEMENT_COLUMNS_MISSING", "a,b\n1,2\n", undefined],
    ["STATEMENT_EMPTY", "date,amount,text\n", { currency: "EUR" }],
    ["STATEMENT_CURRENCY_MISSING", "date,amount,text\n2026-05-04,1.50,x\n", undefined],
    ["CURRENCY_UNKNOWN", "date,amount,text,ccy\n2026-05-04,1.50,x,XXQ\n", undefined],
    ["STATEMENT_DATE_AMBIGUOUS", "date,amount,text\n03/04/2026,1.50,x\n", { currency: "EUR" }],
    ["STATEMENT_DATE_INVALID", "date,amount,text\n2026-02-30,1.50,x\n", { currency: "EUR" }],
    ["STATEMENT_AMOUNT_AMBIGUOUS", "date,amount,text\n2026-05-04,1.234,x\n", { currency: "EUR" }],
    ["STATEMENT_AMOUNT_AMBIGUOUS", 'date,amount,text\n2026-05-04,1.50,x\n2026-05-04,"1,50",x\n', { currency: "EUR" }],
    ["STATEMENT_AMOUNT_INVALID", "date,amount,text\n2026-05-04,many,x\n", { currency: "EUR" }],
    ["AMOUNT_INVALID", "date,amount,text\n2026-05-04,1.505,x\n", { currency: "EUR", decimal: "." }],
  ])("%s", (code, text, options) => {
    expect(codeOf(text, options)).toBe(code);
  });

  test("what can be read in two ways is read as it is said", () => {
    const text = "date,amount,text\n03/04/2026,1.234,x\n";
    expect(read(text, { currency: "EUR", decimal: ",", dateOrder: "dmy" })[0]).toContain("2026-04-03 | 123400");
    expect(read(text, { currency: "KWD", decimal: ".", dateOrder: "mdy" })[0]).toContain("2026-03-04 | 1234 ");
  });
});

test("a booking is told from every other, and the same one in two files is one", () => {
  const line = {
    bookedOn: "2026-05-04",
    amountMinor: 100n,
    currency: "EUR",
    reference: "a  b",
    counterparty: "C",
    bankRef: null,
  };
  const first = bookingKeys([line, line, { ...line, bankRef: "B" }, { ...line, bankRef: "B", amountMinor: 200n }]);
  expect(new Set(first).size).toBe(4);
  expect(
    bookingKeys([
      { ...line, bankRef: "B", reference: "other words" },
      { ...line, reference: "A B" },
    ]),
  ).toEqual([first[2], first[0]]);
});
