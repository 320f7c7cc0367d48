import { describe, expect, test } from "vitest";
import { base32, fromBase32, hotp, matchTotp, newTotpKey, totpAt } from "./totp.ts";

const KEY = new TextEncoder().encode("12345678901234567890");

describe("codes", () => {
  test("are those of RFC 4226, appendix D", () => {
    const codes = Array.from({ length: 10 }, (_one, counter) => hotp(KEY, BigInt(counter)));
    expect(codes).toEqual([
      ...["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"],
    ]);
  });

  // RFC 6238, appendix B: eight digits, SHA-1.
  test.each([
    [59, "94287082"],
    [1111111109, "07081804"],
    [1111111111, "14050471"],
    [1234567890, "89005924"],
    [2000000000, "69279037"],
    [20000000000, "65353130"],
  ])("at second %i are those of RFC 6238", (seconds, code) => {
    expect(hotp(KEY, BigInt(Math.floor(seconds / 30)), 8)).toBe(code);
    expect(totpAt(base32(KEY), new Date(seconds * 1000))).toBe(code.slice(2));
  });

  test("keys are written as RFC 4648 says", () => {
    expect(base32(new TextEncoder().encode("foobar"))).toBe("MZXW6YTBOI");
    expect(fromBase32("MZXW6YTBOI")).toEqual(new Uint8Array(new TextEncoder().encode("foobar")));
    expect(newTotpKey()).toMatch(/^[A-Z2-7]{32}$/);
  });
});

describe("a typed code", () => {
  const key = base32(KEY);
  const now = new Date("2026-03-10T10:00:15Z");
  const step = BigInt(Math.floor(now.getTime() / 30_000));
  const at = (steps: number) => totpAt(key, new Date(now.getTime() + steps * 30_000));

  test("counts a step early and a step late, and no further", () => {
    const matches = [-2, -1, 0, 1, 2].map((steps) => matchTotp(key, at(steps), { now, lastStep: 0n }));
    expect(matches).toEqual([null, step - 1n, step, step + 1n, null]);
  });

  test("counts once, and nothing before it afterwards", () => {
    expect(matchTotp(key, at(0), { now, lastStep: step })).toBeNull();
    expect(matchTotp(key, at(-1), { now, lastStep: step })).toBeNull();
    expect(matchTotp(key, at(1), { now, lastStep: step })).toBe(step + 1n);
  });
});
