import fc from "fast-check";
import { getCountries } from "libphonenumber-js/max";
import { describe, expect, it } from "vitest";
import { anyPhone } from "../phone.ts";
import { Patterns } from "./pattern.ts";
import { plainPhone } from "./plain.ts";
import { CALLING_CODES } from "./plan.ts";

const digits = (most: number) =>
  fc.array(fc.constantFrom(..."0123456789"), { minLength: 1, maxLength: most }).map((all) => all.join(""));
const country = fc.constantFrom(...getCountries());
const code = fc.constantFrom(...CALLING_CODES.map((one) => one.code));

/** Numbers as people write them: of all countries, in all forms, right and wrong. */
const written = fc
  .tuple(fc.constantFrom("+", "00", "", "0", "1", "8"), fc.option(code, { nil: "" }), digits(13))
  .chain(([lead, own, rest]) => {
    const text = lead + own + rest;
    return fc
      .array(fc.tuple(fc.nat(text.length), fc.constantFrom(" ", "-", "(", ")", "(0)", ".")), { maxLength: 3 })
      .map((signs) => signs.reduce((whole, [at, sign]) => whole.slice(0, at) + sign + whole.slice(at), text));
  });

describe("plain numbers from tables", () => {
  it("knows every calling code and plan of the metadata", () => {
    expect(CALLING_CODES.length).toBeGreaterThan(200);
    expect(new Set(CALLING_CODES.flatMap(({ plans }) => plans.flatMap((plan) => plan.country ?? [])))).toEqual(
      new Set(getCountries()),
    );
  });

  it("says what libphonenumber says, or nothing", () => {
    let said = 0;
    fc.assert(
      fc.property(written, fc.option(country), (raw, home) => {
        const plain = plainPhone(raw, home);
        if (plain === null) return;
        said += 1;
        expect(plain).toEqual(anyPhone(raw, home));
      }),
      { numRuns: 1_500 },
    );
    expect(said).toBeGreaterThan(300);
  });

  it.each([
    ["13812345678", "CN"],
    ["138 1234 5678", "CN"],
    ["+8613812345678", "US"],
    ["(212) 555-2368", "US"],
    ["020 7946 0958", "GB"],
    ["0044 not", "GB"],
    ["00442079460958", "FR"],
    ["8 912 345-67-89", "RU"],
    ["+14165550134", null],
  ])("%s (list of %s) needs no libphonenumber unless it is odd", (raw, home) => {
    expect(plainPhone(raw, home)).toEqual(raw.includes("n") ? null : anyPhone(raw, home));
  });
});

describe("patterns over digits", () => {
  const sources = ["1[2-4]\\d{2}", "(?:0|90)(?:1[245])?", "6\\d{0,2}", "[19]|12(3|45)", "8(?:[1-46-8]|5\\d\\d)"];

  it.each(sources)("%s matches what the regular expression matches", (source) => {
    const patterns = new Patterns();
    const id = patterns.add(source);
    fc.assert(
      fc.property(digits(6), (text) => {
        let at = patterns.start();
        for (const digit of text) at = patterns.after(at, Number(digit));
        expect(patterns.matches(at).has(id)).toBe(new RegExp(`^(?:${source})$`).test(text));
      }),
    );
  });

  it("refuses what it does not know", () => {
    expect(() => new Patterns().add("1+")).toThrow(SyntaxError);
    expect(() => new Patterns().add("(12")).toThrow(SyntaxError);
  });
});
