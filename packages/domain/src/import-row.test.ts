import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ColumnMapping, decideRow, guessColumns, typedValue } from "./import-row.ts";

describe("guessColumns", () => {
  it.each<[string[], Partial<ColumnMapping>]>([
    [["Name", "Phone", "City"], { names: [0], phones: [1], attributes: [{ column: 2, key: "City" }] }],
    [
      ["客户姓名", "手机号码", "固定电话", "城市", "国家", "时区"],
      { names: [0], phones: [1, 2], country: 4, timezone: 5, attributes: [{ column: 3, key: "城市" }] },
    ],
    [["first name", "Last-Name", "MOBILE NO."], { names: [0, 1], phones: [2], attributes: [] }],
    [["名", "姓", "电话"], { names: [1, 0], phones: [2] }],
    [
      ["Company", "Contact Person", "Tel. (office)", "Phone 2"],
      {
        names: [1],
        phones: [3],
        attributes: [
          { column: 0, key: "Company" },
          { column: 2, key: "Tel. (office)" },
        ],
      },
    ],
    [["公司名称", "联系电话"], { names: [0], phones: [1] }],
    [
      ["Company", "First name", "Last name", "Phone"],
      { names: [1, 2], phones: [3], attributes: [{ column: 0, key: "Company" }] },
    ],
    [["Order number", "Phone number"], { names: [], phones: [1], attributes: [{ column: 0, key: "Order number" }] }],
    [
      ["\ufeffPhone", "note", "note", "", "{{x}}"],
      {
        phones: [0],
        attributes: [
          { column: 1, key: "note" },
          { column: 2, key: "note (2)" },
          { column: 3, key: "column 4" },
          { column: 4, key: "x" },
        ],
      },
    ],
    [["a", "b"], { phones: [], names: [], hasHeader: true }],
  ])("%j", (headers, expected) => {
    expect(guessColumns(headers)).toMatchObject({ hasHeader: true, columnCount: headers.length, ...expected });
  });

  it("sees that a file has no header", () => {
    expect(guessColumns(["王芳", "138 1234 5678", "广州"])).toEqual({
      columnCount: 3,
      hasHeader: false,
      phones: [1],
      names: [0],
      country: null,
      timezone: null,
      consentAt: null,
      consentProof: null,
      attributes: [{ column: 2, key: "column 3" }],
    });
  });

  it("uses each column once, whatever the headers", () => {
    const header = fc.constantFrom(
      "phone",
      "mobile",
      "name",
      "company",
      "first name",
      "姓",
      "名",
      "country",
      "tz",
      "x",
      "",
      "13812345678",
    );
    fc.assert(
      fc.property(fc.array(header, { maxLength: 9 }), (headers) => {
        const m = guessColumns(headers);
        const used = [
          ...m.phones,
          ...m.names,
          ...m.attributes.map((a) => a.column),
          m.country ?? [],
          m.timezone ?? [],
        ].flat();
        expect(used.sort((a, b) => a - b)).toEqual(headers.map((_, i) => i).filter((i) => used.includes(i)));
        expect(new Set(m.attributes.map((a) => a.key)).size).toBe(m.attributes.length);
      }),
    );
  });
});

describe("consent", () => {
  const mapping = guessColumns(["Phone", "Opt-in date", "Consent proof"]);
  it("has columns of its own", () => {
    expect(mapping).toMatchObject({ phones: [0], consentAt: 1, consentProof: 2, attributes: [] });
  });
  it.each([
    ["2026-05-01", "2026-05-01T00:00:00.000Z"],
    ["2026/5/1 9:30", "2026-05-01T09:30:00.000Z"],
    ["2026-05-01T09:30:00+0800", "2026-05-01T01:30:00.000Z"],
    ["2026-02-30", null],
    ["05/01/2026", null],
    ["yes", null],
  ])("of %s is %s", (text, expected) => {
    const row = decideRow(["+442079460958", text, "form 12"], mapping, { defaultCountry: null });
    expect(row).toMatchObject({
      contact: { consentAt: expected === null ? null : new Date(expected), consentProof: "form 12" },
    });
  });
});

describe("decideRow", () => {
  const mapping = guessColumns(["name", "phone", "phone 2", "country", "timezone", "age", "code"]);
  const decide = (...cells: string[]) => decideRow(cells, mapping, { defaultCountry: "CN" });

  it("makes a contact", () => {
    expect(decide(" 王芳 ", "138 1234 5678", "010-65051234", "", "Asia/Urumqi", "42", "007")).toEqual({
      accepted: true,
      contact: {
        displayName: "王芳",
        phones: [
          { e164: "+8613812345678", country: "CN" },
          { e164: "+861065051234", country: "CN" },
        ],
        timezone: "Asia/Urumqi",
        attributes: { age: 42, code: "007" },
        consentAt: null,
        consentProof: "",
      },
      ignoredPhones: [],
    });
  });

  it("goes by the row's own country", () => {
    expect(decide("Ann", "020 7946 0958", "", "gb")).toMatchObject({
      contact: { phones: [{ e164: "+442079460958" }] },
    });
  });

  it("keeps a contact whose second number is none, and says so", () => {
    expect(decide("Ann", "13812345678", "12")).toMatchObject({
      contact: { phones: [{ e164: "+8613812345678" }] },
      ignoredPhones: [{ column: 2, reason: "too_short" }],
    });
    expect(decide("Ann", "", "13812345678")).toMatchObject({
      contact: { phones: [{ e164: "+8613812345678" }] },
      ignoredPhones: [],
    });
  });

  it("takes a number once", () => {
    expect(decide("Ann", "13812345678", "+86 138 1234 5678")).toMatchObject({
      contact: { phones: [{ e164: "+8613812345678", country: "CN" }] },
    });
  });

  it("takes no zone that does not exist", () => {
    expect(decide("Ann", "13812345678", "", "", "Mars/Olympus")).toMatchObject({ contact: { timezone: null } });
  });

  it("cleans what the database cannot store", () => {
    expect(decide("A\u0000nn\ud800", "13812345678")).toMatchObject({ contact: { displayName: "A nn" } });
  });

  it.each<[string[], string]>([
    [["", " ", "\t"], "empty_row"],
    [[], "empty_row"],
    [["Ann", ""], "phone_empty"],
    [["Ann", "n/a"], "phone_not_a_number"],
    [["Ann", "", "12"], "phone_too_short"],
    [["Ann", "13812345678", "", "", "", "", "", "stray"], "too_many_cells"],
    [["A".repeat(201), "13812345678"], "value_too_long"],
    [["Ann", "13812345678", "", "", "", "x".repeat(2001)], "value_too_long"],
  ])("refuses %j: %s", (cells, reason) => {
    expect(decide(...cells)).toEqual({ accepted: false, reason });
  });

  it("does not mind empty cells beyond the header", () => {
    expect(decide("Ann", "13812345678", "", "", "", "", "", "", " ").accepted).toBe(true);
  });
});

it.each([
  ["42", 42],
  ["-0.5", -0.5],
  ["0", 0],
  ["12.50", 12.5],
  ["-12.5", -12.5],
  ["-0", "-0"],
  ["00.5", "00.5"],
  ["123456789012345.6", "123456789012345.6"],
  ["007", "007"],
  ["1e5", "1e5"],
  ["6222021234567890123", "6222021234567890123"],
  ["TRUE", true],
  ["false", false],
  ["yes", "yes"],
  ["2026-06-01", "2026-06-01"],
  ["1,000", "1,000"],
])("typedValue(%j) is %j", (text, value) => expect(typedValue(text)).toBe(value));

it("a number keeps its digits", () => {
  fc.assert(
    fc.property(fc.bigInt(-(10n ** 20n), 10n ** 20n), (n) => {
      expect(String(typedValue(String(n)))).toBe(String(n));
    }),
  );
});
