import { expect, it } from "vitest";
import { type CallFacts, isChargeableCall } from "./chargeable.ts";

const at = new Date("2026-06-01T02:00:00Z");
const good: CallFacts = {
  answeredAt: at,
  joinedAt: at,
  talkMs: 60_000,
  isInternal: false,
  phone: "+8613812345678",
  completedScript: false,
};
const terms = { minTalkMs: 10_000, excludedPrefixes: ["10086", "+4420", "0800", "", " + "] };

it.each<[string, Partial<CallFacts>, string | null]>([
  ["a conversation", {}, null],
  ["10,000 ms of talk", { talkMs: 10_000 }, null],
  ["9,999 ms of talk", { talkMs: 9_999 }, "too_short"],
  ["never answered", { answeredAt: null, joinedAt: null, talkMs: 0 }, "not_answered"],
  ["answered and never joined", { joinedAt: null, talkMs: 0 }, "not_connected"],
  ["a script heard to its end", { joinedAt: null, completedScript: true }, null],
  ["a script cut short by the limit", { joinedAt: null, completedScript: true, talkMs: 9_999 }, "too_short"],
  ["internal", { isInternal: true }, "internal"],
  ["a voice-information line", { phone: "+8610086" }, "excluded_prefix"],
  ["the same line as dialled", { phone: "10086" }, "excluded_prefix"],
  ["a number that only looks like it", { phone: "+861008" }, null],
  ["a US number that contains the digits", { phone: "+12125510086" }, null],
  ["an E.164 prefix", { phone: "+442079460958" }, "excluded_prefix"],
  ["a national prefix with its trunk zero", { phone: "+448001111111" }, "excluded_prefix"],
])("%s", (_, facts, reason) => {
  const result = isChargeableCall({ ...good, ...facts }, terms);
  expect(result).toEqual(reason === null ? { chargeable: true } : { chargeable: false, reason });
});

it("takes the limit from the contract, zero included", () => {
  expect(isChargeableCall({ ...good, talkMs: 0 }, { minTalkMs: 0, excludedPrefixes: [] })).toEqual({
    chargeable: true,
  });
});
