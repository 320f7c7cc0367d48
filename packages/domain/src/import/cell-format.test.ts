import { describe, expect, it } from "vitest";
import { cellFormat, cellNumber } from "./cell-format.ts";

const read = (stored: string, code?: string, id = 164) => cellNumber(stored, cellFormat(id, code));

describe("a number of a workbook as text", () => {
  it.each([
    ["13800138000", undefined, "13800138000"],
    ["1.3800138E10", undefined, "13800138000"],
    ["8.6138001380001E13", undefined, "86138001380001"],
    ["0.30000000000000004", undefined, "0.3"],
    ["-12.5", undefined, "-12.5"],
    ["1E-7", undefined, "0.0000001"],
    ["755123456", "00000000000", "00755123456"],
    ["2079460958", "0000 000 0000", "0207 946 0958"],
    ["85223456718", '"+"0', "+85223456718"],
    ["85223456718", "\\+###########", "+85223456718"],
    ["5551234", "[<=9999999]###-####;(###) ###-####", "555-1234"],
    ["2125551234", "[<=9999999]###-####;(###) ###-####", "(212) 555-1234"],
    ["1234.5", "#,##0.00", "1234.5"],
    ["0.25", "0%", "0.25"],
    ["12", "General", "12"],
    ["42", "[Red]0_)", "42"],
  ])("%s in %s is %s", (stored, code, text) => expect(read(stored, code, code ? 164 : 0)).toBe(text));

  it.each([
    ["46143", "yyyy-mm-dd", "2026-05-01"],
    ["46143", "[$-409]d/m/yy h:mm AM/PM;@", "2026-05-01"],
    ["46143.604166666664", 'yyyy"年"m"月"d"日"', "2026-05-01 14:30:00"],
    ["0.5", "h:mm", "12:00:00"],
    ["1.125", "[h]:mm", "27:00:00"],
    ["1", "yyyy-mm-dd", "1900-01-01"],
    ["61", "yyyy-mm-dd", "1900-03-01"],
    ["99999999", "yyyy-mm-dd", "99999999"],
  ])("%s in %s is the instant %s", (stored, code, text) => expect(read(stored, code)).toBe(text));

  it("knows the dates that go by number alone, and the calendar of 1904", () => {
    expect(read("46143", undefined, 14)).toBe("2026-05-01");
    expect(read("46143", undefined, 57)).toBe("2026-05-01");
    expect(read("46143", undefined, 1)).toBe("46143");
    expect(cellNumber("44681", cellFormat(14, undefined), true)).toBe("2026-05-01");
  });

  it("leaves alone what is no number", () => expect(read("abc", "0")).toBe("abc"));
});
