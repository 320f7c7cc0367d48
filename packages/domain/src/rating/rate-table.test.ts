import { describe, expect, it } from "vitest";
import { formatRateTable, parseRateTable } from "./rate-table.ts";

const identity = { id: "t", name: "International" };
const HEADER = "prefix,destination,rate\n";

describe("a price list", () => {
  it("is read as it is written", () => {
    const text = `${HEADER}+86,"China, fixed",0.30\n8613,China mobile,0.45\n`;
    const table = parseRateTable(text, identity);
    expect(table).toEqual({
      id: "t",
      name: "International",
      rows: [
        { prefix: "+86", destination: "China, fixed", rate: "0.30" },
        { prefix: "8613", destination: "China mobile", rate: "0.45" },
      ],
    });
    expect(formatRateTable(table)).toBe(text);
    expect(parseRateTable(`\uFEFF${text.replaceAll("\n", "\r\n")}\r\n`, identity)).toEqual(table);
  });

  it.each([
    ["", 1, null],
    [HEADER, 1, null],
    ["prefix,rate,destination\n86,1,China\n", 1, null],
    [`${HEADER}86,China,0.3\n\n+86,China,0.4\n`, 4, "prefix"],
    [`${HEADER}086,China,0.3\n`, 2, "prefix"],
    [`${HEADER}8a6,China,0.3\n`, 2, "prefix"],
    [`${HEADER}1234567890123456,China,0.3\n`, 2, "prefix"],
    [`${HEADER}86,China,-0.3\n`, 2, "rate"],
    [`${HEADER}86,China,3e-1\n`, 2, "rate"],
    [`${HEADER}86,China,0.1234567\n`, 2, "rate"],
    [`${HEADER}86,China,\n`, 2, "rate"],
    [`${HEADER}86,,0.3\n`, 2, "destination"],
    [`${HEADER}86,=1+1,0.3\n`, 2, "destination"],
    [`${HEADER}86,China,0.3,x\n`, 2, null],
    [`${HEADER}86,China\n`, 2, null],
    [`${HEADER}86,"Chi\nna",0.3\n`, 2, "destination"],
  ])("names the line: %j", (text, line, column) => {
    expect(() => parseRateTable(text, identity)).toThrow(
      expect.objectContaining({ code: "RATE_TABLE_INVALID", details: expect.objectContaining({ line, column }) }),
    );
  });

  it.each([
    [`${HEADER}86,"China,0.3\n87,X,1\n`, 2],
    [`${HEADER}86,"China"x,0.3\n`, 2],
    [`${HEADER}86,Chi"na,0.3\n`, 2],
    [`${HEADER}86,"a\nb",0.3,"c\n`, 2],
  ])("refuses a misplaced quote: %j", (text, line) => {
    expect(() => parseRateTable(text, identity)).toThrow(
      expect.objectContaining({ code: "CSV_INVALID", details: expect.objectContaining({ line }) }),
    );
  });
});
