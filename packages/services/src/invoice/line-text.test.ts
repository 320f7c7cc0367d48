import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { arithmeticText, lineText, unitText } from "./line-text.ts";
import { EN, ZH } from "./line-words.ts";

const RATING = fileURLToPath(new URL("../../../domain/src/rating", import.meta.url));

describe("the words of invoice lines", () => {
  it("are the same keys in both languages", () => {
    expect(Object.keys(ZH).sort()).toEqual(Object.keys(EN).sort());
  });

  it("exist for every key that rating names in full", () => {
    const named = readdirSync(RATING)
      .filter((file) => file.endsWith(".ts") && !file.includes("test"))
      .flatMap((file) => [...readFileSync(join(RATING, file), "utf8").matchAll(/"(charge\.[A-Za-z.]+)"/g)])
      .map(([, key = ""]) => key);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((key) => !(key in EN))).toEqual([]);
  });

  it.each([
    [
      "charge.perCall.tier",
      { direction: "outbound", fromCall: 1001 },
      "Chargeable outbound calls from the 1001st of the month on",
    ],
    [
      "charge.perCall.outcome",
      { direction: "inbound", outcome: "answered", disposition: "" },
      "Chargeable inbound calls ended as answered",
    ],
    [
      "charge.package",
      { direction: "inbound", unit: "minute", month: "2026-03" },
      "Inbound minutes beyond the package, March 2026",
    ],
    ["charge.unheard", {}, "charge.unheard"],
  ])("%s", (key, values, text) => {
    expect(lineText({ key, values: values as Record<string, string | number> }, "en")).toBe(text);
  });

  it("leave no English word in Chinese arithmetic", () => {
    for (const arithmetic of [
      "300 leased + 10 to the minimum = 310 seat-days ÷ 31 days × 80.00 = 800.00",
      "7 calls × 0.85 = 5.95 for the month − 0.13 charged before = 5.82",
      "3700 s on 2 person-days in steps of 60 s = 3720 s; 3720 s ÷ 3600 s × 12.00 = 12.40",
      "60 s late on 1 person-days that had 30 s, in steps of 60 s = 60 s more; 1 s ÷ 3600 s × 1 = 0",
      "12 accepted ÷ 100 connected = 12 %, 10 %: 12 successes × 5.00 = 60.00",
      "31 days ÷ 31 days × 20.00 = 20.00 minimum; usage 5.00, short by 15.00 − 1.00 charged before as minimum = 14.00",
      "900 calls, none beyond 1000 included + 20 rolled over = 0.00",
      "credit of 10.00: -4.00, 6.00 left",
      "4.00 of 10.00 given back",
      "120.00 of value × 10 % = 12.00",
    ]) {
      expect(arithmeticText(arithmetic, "zh-CN")).not.toMatch(/[a-z]{2,}/);
    }
  });

  it("count one thing in the singular", () => {
    expect(unitText("call", "en", 1_000_000n)).toBe("call");
    expect(unitText("success", "en", 2_000_000n)).toBe("successes");
    expect(unitText("seat_month", "zh-CN", 1_000_000n)).toBe("席月");
  });
});
