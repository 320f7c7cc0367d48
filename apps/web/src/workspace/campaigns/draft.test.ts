import { DEFAULT_CALLING_WINDOW } from "@callbay/domain/calling-window/hours";
import { DEFAULT_RETRY_RULES } from "@callbay/domain/retry";
import { describe, expect, it } from "vitest";
import { agentsChanged, changedFields, codeFor, type Draft, isChanged, patchOf, rebased } from "./draft.ts";

const BASE: Draft = {
  name: "Spring",
  purpose: "telemarketing",
  contractId: "c",
  lists: [{ listId: "l", weight: 1, segmentId: null }],
  callerIdId: null,
  complianceId: null,
  dialMode: "progressive",
  machine: { detect: false },
  agentless: null,
  priority: 5,
  share: 100,
  script: "Hello",
  callingWindow: DEFAULT_CALLING_WINDOW,
  schedule: null,
  retryRules: DEFAULT_RETRY_RULES,
  ringTimeoutMs: 25_000,
  joinDeadlineMs: 2_000,
  maxAbandonedPpm: 30_000,
  maxChannels: null,
  recordingForced: false,
  dispositions: [
    { key: "sold", code: "sold", label: "Sold", success: true, doNotCall: false, retryAfterMinutes: null, fields: [] },
  ],
  agents: ["a", "b"],
};

describe("the draft of a campaign", () => {
  it("sends only what was changed", () => {
    expect(patchOf(BASE, { ...BASE })).toEqual({});
    expect(patchOf(BASE, { ...BASE, script: "Hi", maxChannels: 5 })).toEqual({ script: "Hi", maxChannels: 5 });
  });

  it("knows agents by who they are, not by their order", () => {
    expect(agentsChanged(BASE, { ...BASE, agents: ["b", "a"] })).toBe(false);
    expect(isChanged(BASE, { ...BASE, agents: ["a"] })).toBe(true);
  });

  it("keeps one's own changes and takes over those of others", () => {
    const mine = { ...BASE, script: "Mine" };
    const theirs = { ...BASE, script: "Theirs", name: "Summer", agents: ["c"] };
    expect(rebased(BASE, mine, theirs)).toEqual({ ...theirs, script: "Mine" });
    expect(changedFields(BASE, theirs)).toEqual(["name", "script", "agents"]);
    expect(changedFields(BASE, { ...BASE, agents: ["b", "a"] })).toEqual([]);
  });
});

it.each([
  ["Not interested", [], "not_interested"],
  ["Sold", ["sold"], "sold_2"],
  ["有意向", [], "result_1"],
  ["有意向", ["result_1"], "result_2"],
  ["Déjà client!", [], "de_ja_client"],
])("the code of %s beside %j", (label, taken, code) => {
  expect(codeFor(label, taken)).toBe(code);
});
