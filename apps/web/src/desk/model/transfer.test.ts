import { describe, expect, it } from "vitest";
import { choicesOf, moved, type TransferTargets } from "./transfer.ts";

const since = new Date(0);
const targets: TransferTargets = {
  agents: [
    { membershipId: "a", name: "Bo Chen", state: "ready", stateSince: since, team: null },
    { membershipId: "b", name: "Anna Li", state: "talking", stateSince: since, team: "North" },
  ],
  queues: [{ kind: "team", id: "t", name: "North", ready: 0, onDuty: 1 }],
};
const names = (typed: string) => choicesOf(typed, targets).map(({ name, isFree }) => `${name} ${isFree}`);

describe("whom a call can go to", () => {
  it.each<[string, string[]]>([
    ["", ["Bo Chen true", "North true", "Anna Li false"]],
    ["an", ["Anna Li false"]],
    ["NORTH", ["North true"]],
    ["020 1234", ["020 1234 true"]],
    ["+86 20-1234", ["+86 20-1234 true"]],
    ["12", []],
    ["nobody", []],
  ])("for %o", (typed, expected) => expect(names(typed)).toEqual(expected));

  it("is just a number while the list is on its way", () => {
    expect(choicesOf("10086", undefined)).toHaveLength(1);
    expect(choicesOf("", undefined)).toEqual([]);
  });
});

it("moves within the list", () => {
  expect([moved(0, -1, 3), moved(0, 1, 3), moved(2, 1, 3), moved(0, 1, 0)]).toEqual([0, 1, 2, 0]);
});
