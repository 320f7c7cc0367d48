import { describe, expect, it } from "vitest";
import { type CsvValue, csvLine } from "./csv.ts";

describe("CSV fields", () => {
  it.each<[CsvValue, string]>([
    ["plain", "plain"],
    [null, ""],
    [12n, "12"],
    ["-12.50", "-12.50"],
    ["-12.50-1", "'-12.50-1"],
    ["=1+1", "'=1+1"],
    ["+86•••••••00", "'+86•••••••00"],
    ["+8613800138000", "'+8613800138000"],
    ["-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["＝cmd", "'＝cmd"],
    ["\t=1", "'\t=1"],
    ['say "hi", all', '"say ""hi"", all"'],
    ['=HYPERLINK("x","y")', '"\'=HYPERLINK(""x"",""y"")"'],
    ["two\nlines", '"two\nlines"'],
    [new Date("2026-03-01T00:00:00Z"), "2026-03-01T00:00:00.000Z"],
  ])("%s is written as %s", (value, expected) => {
    expect(csvLine([value, "end"])).toBe(`${expected},end\r\n`);
  });
});
