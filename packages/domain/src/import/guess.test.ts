import { describe, expect, it } from "vitest";
import { guessMapping } from "./guess.ts";

const text = (table: string): string[][] => table.split("\n").map((line) => line.split(","));

describe("what columns are, by name and by what stands in them", () => {
  it("believes the header where it speaks", () => {
    const mapping = guessMapping(text("name,phone,city\nAda,+85223456718,Sha Tin\nBo,+85223456755,Tai Po"), "HK");
    expect(mapping).toMatchObject({ phones: [1], names: [0], attributes: [{ column: 2, key: "city" }] });
  });

  it("finds numbers, names, countries and zones under headers that say nothing", () => {
    const table = "a,b,c,d,e\n7,Ada Wong,2345 6718,HK,Asia/Hong_Kong\n8,Bo Lam,2345 6755,HK,Asia/Hong_Kong";
    const mapping = guessMapping(text(table), "HK");
    expect(mapping).toMatchObject({ hasHeader: true, phones: [2], names: [1], country: 3, timezone: 4 });
    expect(mapping.attributes).toEqual([{ column: 0, key: "a" }]);
  });

  it("takes a town that comes again and again for no name", () => {
    const mapping = guessMapping(text("x,y\n23456718,Tai Po\n23456755,Tai Po\n23456701,Tai Po"), "HK");
    expect(mapping).toMatchObject({ phones: [0], names: [] });
  });

  it("reads a file without a header, in Chinese", () => {
    const mapping = guessMapping(text("北京,13800138000,王小明\n北京,13800138001,李雷"), "CN");
    expect(mapping).toMatchObject({ hasHeader: false, phones: [1], names: [2] });
    expect(mapping.attributes).toEqual([{ column: 0, key: "column 1" }]);
  });

  it("finds no number where none is", () => expect(guessMapping(text("colour,size\nred,L"), "US").phones).toEqual([]));
});
