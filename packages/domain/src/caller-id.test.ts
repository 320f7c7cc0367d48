import { expect, it } from "vitest";
import { type CallerIdRule, chooseCallerId } from "./caller-id.ts";

const rules: CallerIdRule[] = [
  { ofCampaign: false, prefix: "1", e164: "+12025550001" },
  { ofCampaign: false, prefix: "1212", e164: "+12125550002" },
  { ofCampaign: true, prefix: "121", e164: "+12135550003" },
  { ofCampaign: false, prefix: "44", e164: "+442079460004" },
];

it.each([
  ["the campaign's rule before a longer one of the client", rules, "+12125552368", "+12135550003"],
  ["the longest prefix among the client's", rules.filter((rule) => !rule.ofCampaign), "+12125552368", "+12125550002"],
  ["a shorter one where the longer does not fit", rules, "+13105552368", "+12025550001"],
  ["the campaign's own number where none fits", rules, "+33123456789", "+33100000000"],
  ["a rule for every number", [{ ofCampaign: false, prefix: "", e164: "+800" }], "+33123456789", "+800"],
])("shows %s", (_, given, phone, shown) => {
  expect(chooseCallerId(given, phone, "+33100000000")).toBe(shown);
});

it("shows nothing when there is nothing to show", () => expect(chooseCallerId([], "+33123456789", null)).toBeNull());
