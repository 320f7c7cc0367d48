import { expect, test } from "vitest";
import { saysVip } from "./vip.ts";

test.each<[Record<string, string | number | boolean>, boolean]>([
  [{ VIP: true }, true],
  [{ vip: 1 }, true],
  [{ Vip: "Yes" }, true],
  [{ " VIP ": "是" }, true],
  [{ vip: "no" }, false],
  [{ vip: "" }, false],
  [{ vip: 0 }, false],
  [{ city: "vip" }, false],
  [{}, false],
])("%o: %s", (attributes, expected) => expect(saysVip(attributes)).toBe(expected));
