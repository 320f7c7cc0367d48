import { describe, expect, it } from "vitest";
import { cellsOf, numberRows, plainNumber, readNumbers } from "./row.ts";

const american = numberRows("2012000001", ",", "US");
const british = numberRows("020 7946 0001", ",", "GB");
const anywhere = numberRows("+442079460001", ",", null);
const numbers = (row: string, rows = american) => {
  const read = readNumbers(row, rows);
  return read.ok ? read.numbers : read.reason;
};

describe("a row of a file of numbers", () => {
  it.each([
    ["2012000001", american, 12_012_000_001],
    ["12012000001", american, 12_012_000_001],
    ["+12012000001", american, 12_012_000_001],
    ["201,2000001", american, 12_012_000_001],
    ["(201) 200-0001", american, 12_012_000_001],
    ['"+1 201 200 0001"', american, 12_012_000_001],
    ["  2012000001 ", american, 12_012_000_001],
    ["+442079460001", american, 442_079_460_001],
    ["020 7946 0001", british, 442_079_460_001],
    ["02079460001", british, 442_079_460_001],
    ["442079460001", anywhere, 442_079_460_001],
    ["00442079460001", anywhere, 442_079_460_001],
    ["Jones;02079460001", numberRows("Jones;02079460001", ";", "GB"), 442_079_460_001],
  ])("%j is a number", (row, rows, number) => expect(numbers(row, rows)).toEqual([number]));

  it("is taken with its country code though no plan knows it: a register may be ahead", () =>
    expect(numbers("+12002000001", anywhere)).toEqual([12_002_000_001]));

  it.each([
    ["", american, "empty_row"],
    ["nobody", american, "phone_not_a_number"],
    ["0123", american, "phone_too_short"],
    ["12345", american, "phone_too_short"],
    ["02079460001", anywhere, "phone_no_country"],
    ["8.61E+12", anywhere, "phone_not_a_number"],
    ["020 7946 0001 ext 5", british, "phone_has_extension"],
    ["+1234567890123456", anywhere, "phone_too_long"],
  ])("%j is none, and why", (row, rows, reason) => expect(numbers(row, rows)).toBe(reason));

  it("is read from the columns that the header names, all of them", () => {
    const rows = numberRows("id,name,phone,mobile", ",", "GB");
    expect(rows).toMatchObject({ hasHeader: true, columns: [2, 3] });
    expect(numbers("2079460009,A,020 7946 0001,", rows)).toEqual([442_079_460_001]);
    expect(numbers("17,A,020 7946 0001,07400 123456", rows)).toEqual([442_079_460_001, 447_400_123_456]);
    expect(numbers("2079460009,A,,", rows)).toBe("phone_empty");
  });

  it("is a title when it is the first and has no number in it", () => {
    expect(numberRows("Opted out", ",", null)).toMatchObject({ hasHeader: true, columns: [] });
    expect(numberRows("123456", ",", null).hasHeader).toBe(false);
  });

  it("is plain only when nothing else stands in it", () => {
    expect(plainNumber("x2012000001y", 1, 11, american)).toBe(12_012_000_001);
    for (const row of ["2012000001 ", "1012000001", "201;2000001", "201,200000x", "101,2000001", "+", ""])
      expect(plainNumber(row, 0, row.length, american)).toBe(-1);
  });

  it("has its quotes taken off", () => expect(cellsOf('"a ""b"",c",d', ",")).toEqual(['a "b",c', "d"]));
});
