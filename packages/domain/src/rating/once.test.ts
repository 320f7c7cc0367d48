import { describe, expect, it } from "vitest";
import { eachDay } from "../days.ts";
import { component, contract, version } from "./fixtures.test-support.ts";
import type { PriceComponentParams } from "./price-type.ts";
import { ratePeriod } from "./rate.ts";
import type { UsageFact } from "./types.ts";

const JUNE = { from: "2026-06-01", to: "2026-07-01" };
const fact = (kind: UsageFact["kind"], localDate: string, over: Partial<UsageFact> = {}): UsageFact => ({
  id: `${kind} ${localDate} ${over.key ?? ""}`,
  kind,
  localDate,
  contractVersionId: "v1",
  direction: null,
  quantity: 1n,
  ...over,
});
const rate = (params: PriceComponentParams, usage: UsageFact[] = [], period = JUNE, startsOn = "2026-05-01") =>
  ratePeriod({ contract: contract([version([component(params)])], { startsOn }), usage, period });

describe("a set-up price", () => {
  const setup = (dueOn: string): PriceComponentParams => ({ type: "setup", name: "Set-up", amount: "500", dueOn });
  it.each([
    ["2026-06-01", 50_000n],
    ["2026-06-30", 50_000n],
    ["2026-05-31", 0n],
    ["2026-07-01", 0n],
  ])("due on %s costs %d in June", (dueOn, net) => expect(rate(setup(dueOn)).netMinor).toBe(net));

  it("repeated by a later version is not charged again", () => {
    const two = contract([
      version([component(setup("2026-06-05"), 0)]),
      version([component(setup("2026-06-05"), 1)], { id: "v2", version: 2, effectiveFrom: "2026-06-10" }),
    ]);
    expect(ratePeriod({ contract: two, usage: [], period: JUNE }).charges).toHaveLength(1);
  });
});

describe("a project", () => {
  const project: PriceComponentParams = {
    type: "project",
    name: "Survey",
    milestones: [
      { key: "plan", name: "Plan", amount: "1000", dueOn: "2026-06-10" },
      { key: "report", name: "Report", amount: "2500.50", dueOn: null },
    ],
  };

  it("charges a milestone on its day and another when it is reported", () => {
    const { charges, unpricedUsageIds } = rate(project, [
      fact("milestone", "2026-06-20", { key: "report" }),
      fact("milestone", "2026-06-12", { key: "plan" }),
      fact("milestone", "2026-06-12", { key: "party" }),
    ]);
    expect(
      charges.map((one) => [one.description.values.milestone, one.amountMinor, one.usageIds, one.periodFrom]),
    ).toEqual([
      ["Plan", 100_000n, [], "2026-06-10"],
      ["Report", 250_050n, ["milestone 2026-06-20 report"], "2026-06-20"],
    ]);
    expect(unpricedUsageIds).toEqual(["milestone 2026-06-12 party", "milestone 2026-06-12 plan"]);
  });

  it("charges a milestone once however often it is reported", () => {
    const usage = ["2026-06-20", "2026-06-21"].map((date) => fact("milestone", date, { key: "report" }));
    const { charges } = rate(project, usage, { from: "2026-06-15", to: "2026-07-01" });
    expect(charges.map((one) => [one.amountMinor, one.usageIds.length])).toEqual([[250_050n, 2]]);
  });

  it("says when one is reported late", () => {
    const { charges } = rate(project, [fact("milestone", "2026-05-20", { key: "report" })]);
    expect(charges.at(-1)).toMatchObject({ month: "2026-05", description: { key: "charge.project.late" } });
  });
});

it("numbers are charged by the day", () => {
  const usage = [
    ...eachDay(JUNE.from, JUNE.to).map((date) => fact("number_day", date, { quantity: 2n })),
    fact("number_day", "2026-05-31"),
  ];
  expect(
    rate({ type: "number", monthlyRate: "15" }, usage).charges.map((one) => [one.description.key, one.arithmetic]),
  ).toEqual([
    ["charge.number", "60 number-days ÷ 30 days × 15.00 = 30.00"],
    ["charge.number.late", "1 number-days ÷ 31 days × 15.00 = 0.48"],
  ]);
});

it("messages are charged by the piece, each month on a line of its own", () => {
  const usage = [fact("message", "2026-06-30", { quantity: 333n }), fact("message", "2026-07-01", { quantity: 1n })];
  const { charges } = rate({ type: "message", rate: "0.035" }, usage, { from: "2026-06-01", to: "2026-08-01" });
  expect(charges.map((one) => [one.month, one.arithmetic])).toEqual([
    ["2026-06", "333 messages × 0.035 = 11.66"],
    ["2026-07", "1 messages × 0.035 = 0.04"],
  ]);
});
