import { describe, expect, it } from "vitest";
import { causeName, type OutcomeFacts, outcomeFromCause } from "./outcome.ts";

const silent: OutcomeFacts = {
  answered: false,
  joined: false,
  abandoned: false,
  cause: null,
  timedOut: false,
  originateFailed: false,
};

describe("not answered", () => {
  it.each([
    [17, "busy"],
    [19, "no_answer"],
    [18, "no_answer"],
    [16, "no_answer"],
    [31, "no_answer"],
    [21, "rejected"],
    [24, "rejected"],
    [55, "rejected"],
    [1, "unreachable"],
    [3, "unreachable"],
    [20, "unreachable"],
    [22, "unreachable"],
    [27, "unreachable"],
    [28, "unreachable"],
    [34, "failed"],
    [38, "failed"],
    [41, "failed"],
    [42, "failed"],
    [102, "failed"],
    [127, "failed"],
    [0, "failed"],
    [999, "failed"],
    [null, "failed"],
  ])("cause %s is %s", (cause, outcome) => expect(outcomeFromCause({ ...silent, cause })).toBe(outcome));

  it("our own ring timeout is no answer, whatever cause our hangup left", () => {
    expect(outcomeFromCause({ ...silent, timedOut: true, cause: 127 })).toBe("no_answer");
    expect(outcomeFromCause({ ...silent, timedOut: true, cause: null })).toBe("no_answer");
  });

  it("what was never placed failed", () => {
    expect(outcomeFromCause({ ...silent, originateFailed: true, cause: 17 })).toBe("failed");
  });
});

describe("answered, whatever the cause of the hangup", () => {
  it.each<[string, Partial<OutcomeFacts>, string]>([
    ["joined", { joined: true }, "answered"],
    ["joined after all, late", { joined: true, abandoned: true }, "answered"],
    ["not joined in time", { abandoned: true }, "abandoned"],
    ["hung up before an agent came", {}, "abandoned"],
    ["a script that spoke in time", { script: true }, "answered"],
    ["a script whose agent never came", { script: true, abandoned: true }, "abandoned"],
    ["a machine", { machine: true }, "machine"],
    ["the reply to originate was lost", { joined: true, originateFailed: true }, "answered"],
  ])("%s", (_, facts, outcome) => {
    expect(outcomeFromCause({ ...silent, answered: true, cause: 16, ...facts })).toBe(outcome);
    expect(outcomeFromCause({ ...silent, answered: true, cause: 17, ...facts })).toBe(outcome);
  });
});

it("names causes in ITU's words", () => {
  expect(causeName(17)).toBe("user busy");
  expect(causeName(999)).toBeNull();
});
