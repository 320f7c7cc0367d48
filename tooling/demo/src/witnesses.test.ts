import { describe, expect, it } from "vitest";
import { type CarrierLogCall, type ChannelLogCall, compareWitnesses, type OurCall } from "./witnesses.ts";

const at = (ms: number) => new Date(Date.UTC(2026, 10, 22, 9) + ms);
const ours: OurCall = {
  attemptId: "a",
  outcome: "answered",
  answeredAt: at(1_000),
  joinedAt: at(1_010),
  endedAt: at(6_000),
  talkMs: 4_990,
};
const pbx: ChannelLogCall = { attemptId: "a", answered: true, ended: true, bridgedMs: 4_980, cause: 16 };
const carrier: CarrierLogCall = { attemptId: "a", outcome: "answered", talkMs: 5_000 };
const about = (o: OurCall[], p: ChannelLogCall[], c: CarrierLogCall[]) => compareWitnesses(o, p, c).map((d) => d.about);

describe("three witnesses", () => {
  it("agree", () => {
    expect(compareWitnesses([ours], [pbx], [carrier])).toEqual([]);
  });

  it.each([
    ["ours", [], [pbx], [carrier]],
    ["the PBX's", [ours], [], [carrier]],
    ["the carrier's", [ours], [pbx], []],
  ])("miss a call in %s", (_, o, p, c) => {
    expect(about(o, p, c)).toEqual(["missing"]);
  });

  it("see a second ring", () => {
    expect(about([ours], [pbx], [carrier, carrier])).toEqual(["twice"]);
  });

  it("see a call that never ended", () => {
    expect(about([{ ...ours, endedAt: null }], [pbx], [carrier])).toEqual(["no_end"]);
  });

  it("differ on the outcome", () => {
    const busy = { ...ours, outcome: "busy", answeredAt: null, joinedAt: null, talkMs: 0 };
    const silent = { ...pbx, answered: false, bridgedMs: 0 };
    expect(about([busy], [silent], [{ ...carrier, outcome: "no_answer", talkMs: 0 }])).toEqual(["outcome"]);
    expect(about([busy], [silent], [{ ...carrier, outcome: "busy", talkMs: 0 }])).toEqual([]);
  });

  it("take an abandoned call for one that the network calls answered", () => {
    const abandoned = { ...ours, outcome: "abandoned", joinedAt: null, talkMs: 0 };
    expect(about([abandoned], [{ ...pbx, bridgedMs: 0 }], [carrier])).toEqual([]);
  });

  it.each([
    [999, []],
    [1_001, ["talk_time"]],
  ])("allow a second between the clocks: %d ms", (extra, expected) => {
    expect(about([ours], [{ ...pbx, bridgedMs: ours.talkMs + extra }], [carrier])).toEqual(expected);
  });

  it("differ from the carrier on talk time", () => {
    expect(about([ours], [pbx], [{ ...carrier, talkMs: 7_000 }])).toEqual(["talk_time", "talk_time"]);
  });
});
