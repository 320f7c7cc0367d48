import { describe, expect, it } from "vitest";
import { toCsv } from "./csv.ts";

describe("toCsv", () => {
  it("quotes what needs quoting and keeps numbers and phone numbers as they are", () => {
    expect(
      toCsv(
        ["a", "b"],
        [
          ["x,y", 'say "hi"'],
          [-12.5, "+86 138 **** 0000"],
        ],
      ),
    ).toBe('\uFEFFa,b\r\n"x,y","say ""hi"""\r\n-12.5,+86 138 **** 0000\r\n');
  });
  it.each(["=1+1", "@cmd", "+cmd|' /C calc'!A0", "-2+cmd"])("disarms the formula %s", (formula) => {
    expect(toCsv(["a"], [[formula]])).toContain(`'${formula}`);
  });
});
