import { describe, expect, it } from "vitest";
import { toCsv } from "./csv.ts";

describe("toCsv", () => {
  it("quotes what needs quoting and keeps numbers keeps numbers, and marks telephone numbers as text", () => {
    expect(
      toCsv(
        ["a", "b"],
        [
          ["x,y", 'say "hi"'],
          [-12.5, "+86•••••••00"],
        ],
      ),
    ).toBe(`\uFEFFa,b\r\n"x,y","say ""hi"""\r\n-12.5,'+86•••••••00\r\n`);
  });
  it.each(["=1+1", "@cmd", "+cmd|' /C calc'!A0", "-2+cmd"])("disarms the formula %s", (formula) => {
    expect(toCsv(["a"], [[formula]])).toContain(`'${formula}`);
  });
});
