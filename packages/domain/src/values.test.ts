import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import * as values from "./values.ts";

const schema = readFileSync(join(import.meta.dirname, "../../../prisma/schema.prisma"), "utf8");

function enumOf(name: string): string[] {
  const body = new RegExp(`^enum ${name} \\{([^}]*)\\}`, "m").exec(schema)?.[1] ?? "";
  return body
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => /^\w+$/.test(line));
}

it.each([
  ["Direction", values.DIRECTIONS],
  ["ContractState", values.CONTRACT_STATES],
  ["ConsentBasis", values.CONSENT_BASES],
  ["CampaignPurpose", values.CAMPAIGN_PURPOSES],
  ["DialMode", values.DIAL_MODES],
  ["CampaignState", values.CAMPAIGN_STATES],
  ["CampaignContactState", values.CAMPAIGN_CONTACT_STATES],
  ["AttemptState", values.ATTEMPT_STATES],
  ["Outcome", values.OUTCOMES],
  ["DutyState", values.DUTY_STATES],
  ["DutyNext", values.DUTY_NEXTS],
])("%s has the schema's values", (name, union) => {
  expect([...union]).toEqual(enumOf(name));
});
