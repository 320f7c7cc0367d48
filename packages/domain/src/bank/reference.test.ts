import { describe, expect, test } from "vitest";
import { creditorReference, isCreditorReference, paymentReference, printedReference } from "./reference.ts";

describe("creditor references", () => {
  test.each([
    ["539007547034", "RF18539007547034"],
    ["2348 236", "RF332348236"],
    ["HLS-2026-000001", "RF46HLS2026000001"],
  ])("%s is %s", (number, reference) => {
    expect(creditorReference(number)).toBe(reference);
    expect(isCreditorReference(reference)).toBe(true);
  });

  test("are found wrong when one character is, or two neighbours are swapped", () => {
    for (let n = 1; n < 500; n += 1) {
      const reference = creditorReference(`AB-2026-${String(n).padStart(6, "0")}`) ?? "";
      for (let i = 4; i < reference.length; i += 1) {
        const other = reference[i] === "7" ? "3" : "7";
        expect(isCreditorReference(reference.slice(0, i) + other + reference.slice(i + 1))).toBe(
          reference[i] === other,
        );
        const [a, b] = [reference[i], reference[i + 1]];
        if (b === undefined || a === b) continue;
        expect(isCreditorReference(reference.slice(0, i) + b + a + reference.slice(i + 2))).toBe(false);
      }
    }
  });

  test.each(["RF19539007547034", "RF18", "RF1853900754703412345678901", "XX18539007547034", ""])(
    "%s is none",
    (text) => {
      expect(isCreditorReference(text)).toBe(false);
    },
  );

  test("are printed in fours, and read so", () => {
    expect(printedReference("RF18539007547034")).toBe("RF18 5390 0754 7034");
    expect(isCreditorReference("rf18 5390 0754 7034")).toBe(true);
  });

  test("a number that is too long stays as it is", () => {
    expect(creditorReference("A".repeat(22))).toBeNull();
    expect(creditorReference("--")).toBeNull();
    expect(paymentReference("A".repeat(22))).toBe("A".repeat(22));
  });
});
