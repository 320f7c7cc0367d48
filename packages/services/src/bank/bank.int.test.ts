import { creditorReference } from "@callbay/domain/bank/reference";
import { createTestDatabase, type TestDatabase } from "@callbay/testing/database";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { codeOf } from "../billing/billing-world.ts";
import { checkoutInvoice } from "../payment/checkout.ts";
import { listAllPayments } from "../payment/list.ts";
import { openPaymentWorld, type PayingClient, type PaymentWorld } from "../payment/payment-world.test-support.ts";
import { refundPayment } from "../payment/refund.ts";
import { camtTree } from "./camt-xml.ts";
import { importStatement } from "./import.ts";
import { ignoreLine, listLines, listStatements, matchLineByHand } from "./lines.ts";
import { readStatement } from "./read-statement.ts";

let database: TestDatabase;
let world: PaymentWorld;
let client: PayingClient;
let invoiceId: string;
let number: string;
let n = 0;
beforeAll(async () => {
  database = await createTestDatabase({ poolSize: 12 });
  world = await openPaymentWorld(database.db);
});
afterAll(async () => {
  await world?.close();
  await database?.close();
});
beforeEach(async () => {
  client = await world.client();
  n += 1;
  number = `BNK-2026-${String(n).padStart(6, "0")}`;
  invoiceId = await client.invoice({ number });
});

const csv = (...rows: readonly string[]) =>
  Buffer.from(`booked_on,amount,currency,reference,counterparty,bank_ref\n${rows.join("\n")}\n`);
const row = (amount: string, text: string, ref = "") => `2026-05-04,${amount},CNY,${text},Galaxy,${ref}`;
const bring = (bytes: Uint8Array, legalEntityId = world.billing.legalEntityId) =>
  importStatement(world.operator(), { legalEntityId, fileName: "may.csv", bytes });
const linesOf = async (statementId: string) =>
  (await listLines(world.operator(), { statementId })).items.map(({ state, why }) => `${state}: ${why}`).reverse();
const camt = (entries: string, version = "001.02") => `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.${version}"><BkToCstmrStmt><GrpHdr><MsgId>1</MsgId></GrpHdr>
<Stmt><Id>1</Id><Acct><Id><IBAN>DE02120300000000202051</IBAN></Id></Acct>${entries}</Stmt></BkToCstmrStmt></Document>`;
const entry = (amount: string, ref: string, details: string, status = "<Sts>BOOK</Sts>") =>
  `<Ntry><Amt Ccy="CNY">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>${status}<BookgDt><Dt>2026-05-04</Dt></BookgDt>
<AcctSvcrRef>${ref}</AcctSvcrRef><NtryDtls>${details}</NtryDtls></Ntry>`;

describe("a statement", () => {
  test("pays what it names, once, whatever files it is in", async () => {
    const booking = row("106.00", `Invoice ${number}`, `B${n}`);
    const first = await bring(csv(booking, row("-5.00", "Fee", `F${n}`)));
    expect(first).toMatchObject({ lines: 2, new: 2, matched: 1, unmatched: 0, ignored: 1 });
    // The very same file again; the same booking beside a new one; and as CAMT.
    expect(await bring(csv(booking, row("-5.00", "Fee", `F${n}`)))).toMatchObject({
      statementId: first.statementId,
      new: 0,
    });
    expect(await bring(csv(row("7.00", "Hello", `G${n}`), booking))).toMatchObject({
      new: 1,
      matched: 0,
      unmatched: 1,
    });
    const same = camt(entry("106.00", `B${n}`, `<TxDtls><RmtInf><Ustrd>${number}</Ustrd></RmtInf></TxDtls>`));
    expect(await bring(Buffer.from(same))).toMatchObject({ lines: 1, new: 0 });
    expect(await linesOf(first.statementId)).toEqual(["matched: exact", "ignored: outgoing"]);
    expect(await client.state()).toMatchObject({
      payments: [{ state: "succeeded", amountMinor: 10_600n, method: "Galaxy" }],
      settlements: [{ state: "paid" }],
      accounts: { cash: 10_600n },
    });
    const { items } = await listStatements(world.operator(), {});
    expect(items.find(({ id }) => id === first.statementId)).toMatchObject({ matched: 1, ignored: 1, format: "csv" });
  });

  test("imported twice at once pays once", async () => {
    const bytes = csv(row("106.00", number, `T${n}`));
    const other = csv(row("106.00", number, `T${n}`), row("1.00", "x", `U${n}`));
    await Promise.all([bring(bytes), bring(bytes), bring(other)]);
    expect((await client.state()).payments).toHaveLength(1);
  });

  test("pays in parts, too much, and several at once, with what is open at each line", async () => {
    const second = `BNK-2026-1${String(n).padStart(5, "0")}`;
    await client.invoice({ number: second, netMinor: 20_000n });
    const reference = creditorReference(number) ?? "";
    const { statementId } = await bring(
      csv(
        row("6.00", reference, `P1-${n}`),
        row("312.00", `${number} + ${second}`, `P2-${n}`),
        row("1.00", second, `P3-${n}`),
      ),
    );
    expect(await linesOf(statementId)).toEqual(["matched: partial", "matched: several", "unmatched: invoice_settled"]);
    const state = await client.state();
    expect(state).toMatchObject({ settlements: [{ state: "paid" }, { state: "paid" }] });
    expect(state.payments).toHaveLength(3);
    expect(state.accounts.receivable ?? 0n).toBe(0n);
  });

  test("of too much leaves the rest waiting; a transfer back is written down with its credit note", async () => {
    await bring(csv(row("150.00", number, `O${n}`)));
    expect(await client.state()).toMatchObject({ payments: [{ flag: "overpaid" }], accounts: { suspense: -4_400n } });
    const { items } = await listAllPayments(world.operator(), { tenantId: client.tenantId });
    const refund = { tenantId: client.tenantId, paymentId: items[0]?.id ?? "", amount: "97.00", reason: "Outage" };
    expect(await refundPayment(world.operator(), refund)).toMatchObject({
      refundedMinor: 9_700n,
      creditNote: expect.any(String),
    });
    const state = await client.state();
    expect(state).toMatchObject({
      settlements: [{ state: "paid", creditedMinor: 5_300n }],
      accounts: { cash: 5_300n },
    });
    expect([state.accounts.suspense ?? 0n, state.accounts.receivable ?? 0n]).toEqual([0n, 0n]);
  });

  test("closes the page on which the invoice could be paid once more", async () => {
    const { url } = await checkoutInvoice(client.owner(), { invoiceId });
    await bring(csv(row("106.00", number, `C${n}`)));
    await world.press(url);
    expect((await client.state()).accounts).toMatchObject({ cash: 10_600n });
  });

  test("of another account, or imported for another company, is refused", async () => {
    const id = "018f0000-0000-7000-8000-000000000001";
    const other = {
      id,
      name: "Other Ltd",
      addressLines: [],
      taxNumber: "1",
      invoicePrefix: "OTH",
      iban: "GB33BUKB20201555555555",
    };
    await database.db.asOperator((tx) => tx.legalEntity.createMany({ data: other, skipDuplicates: true }));
    const bytes = Buffer.from(camt(entry("1.00", `X${n}`, "<TxDtls/>")));
    expect(await codeOf(bring(bytes, id))).toBe("OTHER_ACCOUNT");
    await bring(bytes);
    const text = csv(row("1.00", "x", `Y${n}`));
    await bring(text);
    expect(await codeOf(bring(text, id))).toBe("STATEMENT_IMPORTED_ELSEWHERE");
    expect(await codeOf(bring(Buffer.from("hello,there\n1,2\n")))).toBe("STATEMENT_COLUMNS_MISSING");
  });
});

describe("a line that nobody could match", () => {
  const unmatched = async (amount = "106.00") => {
    const { statementId } = await bring(csv(row(amount, "thank you", `H${n}-${amount}`)));
    const { items } = await listLines(world.operator(), { statementId, state: "unmatched" });
    return items[0]?.id ?? "";
  };

  test("is matched by hand, once, in parts that sum to it", async () => {
    const lineId = await unmatched("110.00");
    const match = (parts: { invoiceId: string | null; amount: string }[]) =>
      matchLineByHand(world.operator(), { lineId, tenantId: client.tenantId, parts });
    expect(await codeOf(match([{ invoiceId, amount: "106.00" }]))).toBe("PARTS_DO_NOT_SUM");
    const foreign = await (await world.client()).invoice();
    expect(await codeOf(match([{ invoiceId: foreign, amount: "110.00" }]))).toBe("NOT_FOUND");
    const parts = [
      { invoiceId, amount: "106.00" },
      { invoiceId: null, amount: "4.00" },
    ];
    await match(parts);
    expect(await codeOf(match(parts))).toBe("LINE_MATCHED");
    expect(await codeOf(ignoreLine(world.operator(), { lineId, reason: "x" }))).toBe("LINE_MATCHED");
    expect(await client.state()).toMatchObject({
      payments: [{ flag: null }, { flag: "invoice_unknown", attached: false }],
      settlements: [{ state: "paid" }],
      accounts: { suspense: -400n, cash: 11_000n },
    });
    const audits = await database.db.asOperator((tx) =>
      tx.auditLog.findMany({ where: { action: "bank.match", entityId: lineId } }),
    );
    expect(audits).toHaveLength(1);
  });

  test("is ignored with a reason, and may be taken up again", async () => {
    const lineId = await unmatched();
    await ignoreLine(world.operator(), { lineId, reason: "Interest" });
    const parts = [{ invoiceId, amount: "106.00" }];
    await matchLineByHand(world.operator(), { lineId, tenantId: client.tenantId, parts });
    expect(await client.state()).toMatchObject({ settlements: [{ state: "paid" }] });
  });
});

describe("files as banks send them", () => {
  test("CAMT.053.001.02 and .08, with a batch and its characters", () => {
    const batch = (wrapped: (name: string) => string) => `
      <Btch><NbOfTxs>2</NbOfTxs></Btch>
      <TxDtls><Refs><AcctSvcrRef>T1</AcctSvcrRef></Refs><Amt Ccy="CNY">100.00</Amt><RltdPties><Dbtr>${wrapped("M&#252;ller &amp; S&#xF6;hne &lt;KG&gt;")}</Dbtr></RltdPties><RmtInf><Ustrd>RF18</Ustrd><Ustrd>A &amp;amp; B</Ustrd></RmtInf></TxDtls>
      <TxDtls><Amt Ccy="CNY">6.00</Amt></TxDtls>`;
    const old = camt(
      entry(
        "106.00",
        "B",
        batch((name) => `<Nm>${name}</Nm>`),
      ),
    );
    const later = camt(
      entry(
        "106.00",
        "B",
        batch((name) => `<Pty><Nm>${name}</Nm></Pty>`),
        "<Sts><Cd>BOOK</Cd></Sts>",
      ),
      "001.08",
    );
    const pending = entry("9.00", "P", "<TxDtls/>", "<Sts><Cd>PDNG</Cd></Sts>");
    for (const xml of [
      old,
      later.replace("</Stmt>", `${pending}</Stmt>`),
      old.replace("<Document ", '<n:Document xmlns:n="x" ').replace("</Document>", "</n:Document>"),
    ]) {
      const read = readStatement(Buffer.from(xml), {});
      expect(read).toMatchObject({ format: "camt.053", accounts: ["DE02120300000000202051"] });
      expect(
        read.lines.map(({ amountMinor, bankRef, counterparty, reference }) => [
          amountMinor,
          bankRef,
          counterparty,
          reference,
        ]),
      ).toEqual([
        [10_000n, "T1", "Müller & Söhne <KG>", "RF18 A &amp; B"],
        [600n, "B/2", "", ""],
      ]);
    }
  });

  test.each([
    ["a declared entity", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><Document>&b;</Document>'],
    ["one that opens what it does not close", "<Document><BkToCstmrStmt></Document>"],
  ])("XML with %s is refused", (_what, xml) => {
    expect(() => camtTree(xml)).toThrow(expect.objectContaining({ code: "STATEMENT_XML_INVALID" }));
  });

  test.each<[string, Uint8Array, string]>([
    [
      "Windows' Western letters",
      Buffer.from("Buchungstag;Betrag;Verwendungszweck\n04.05.2026;1,50;M\xfcller\n", "latin1"),
      "Müller",
    ],
    [
      "UTF-16 of a spreadsheet",
      Buffer.from("\uFEFFdate\tamount\ttext\n2026-05-04\t1.50\tMüller\n", "utf16le"),
      "Müller",
    ],
    [
      "GB 18030",
      Uint8Array.from([
        ...Buffer.from("date,amount,"),
        0xb1,
        0xb8,
        0xd7,
        0xa2,
        ...Buffer.from("\n2026-05-04,1.50,"),
        0xb8,
        0xb6,
        0xbf,
        0xee,
        10,
      ]),
      "付款",
    ],
  ])("%s", (_what, bytes, text) => {
    expect(readStatement(bytes, { currency: "EUR" }).lines).toMatchObject([{ amountMinor: 150n, reference: text }]);
  });
});
