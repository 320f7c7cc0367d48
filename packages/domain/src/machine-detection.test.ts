import { describe, expect, it } from "vitest";
import type { AnsweringMachine } from "./agentless.ts";
import { isSampled, machineAct, machineError, SAMPLED_PER_MILLE, type Verdict } from "./machine-detection.ts";

const drop: AnsweringMachine = { detect: true, action: "message", media: "sound:later", unsure: "human" };
const hangup: AnsweringMachine = { detect: true, action: "hangup", unsure: "machine" };

describe("who answered", () => {
  it.each<[string, AnsweringMachine, Verdict, { sampled?: boolean; mayDrop?: boolean }, string]>([
    ["a person", hangup, "human", {}, "join"],
    ["a machine", hangup, "machine", {}, "hangup"],
    ["nobody knows, and the client wants no machines", hangup, "unsure", {}, "hangup"],
    ["nobody knows", drop, "unsure", { mayDrop: true }, "join"],
    ["a machine, with a message", drop, "machine", { mayDrop: true }, "message"],
    ["a machine, where no message may be left", drop, "machine", { mayDrop: false }, "hangup"],
    ["a machine of the sample", hangup, "machine", { sampled: true }, "join"],
    ["nobody asked", { detect: false }, "machine", {}, "join"],
  ])("%s", (_, rule, verdict, more, act) => {
    expect(machineAct(rule, verdict, { sampled: false, mayDrop: false, ...more }).do).toBe(act);
  });
});

describe("the sample", () => {
  it("is as large as it says, over ids that only count up", () => {
    const ids = Array.from({ length: 50_000 }, (_, i) => `0199f3c2-7a1b-7c3d-8e4f-${i.toString(16).padStart(12, "0")}`);
    const share = (1000 * ids.filter(isSampled).length) / ids.length;
    expect(Math.abs(share - SAMPLED_PER_MILLE)).toBeLessThan(3);
  });
});

describe("the measured error", () => {
  it("is nothing known while nobody has looked", () => {
    const counts = { machines: 40, sampled: 0, sampledPeople: 0, joined: 0, joinedMachines: 0, unsure: 0 };
    expect(machineError(counts)).toMatchObject({
      falsePositives: { rate: null, between: [0, 1] },
      falseNegatives: { rate: null },
      peopleLost: null,
    });
  });

  it("comes with counts, bounds and an estimate of the people lost", () => {
    const counts = { machines: 1_000, sampled: 20, sampledPeople: 1, joined: 400, joinedMachines: 12, unsure: 30 };
    const { falsePositives, falseNegatives, peopleLost } = machineError(counts);
    expect(falsePositives).toMatchObject({ rate: 0.05, wrong: 1, of: 20 });
    // Wilson's interval for 1 of 20 (Newcombe 1998, table I): 0.0089 to 0.2361.
    expect(falsePositives.between[0]).toBeCloseTo(0.0089, 3);
    expect(falsePositives.between[1]).toBeCloseTo(0.2361, 3);
    expect(falseNegatives.rate).toBe(0.03);
    expect(peopleLost).toBe(49);
  });
});
