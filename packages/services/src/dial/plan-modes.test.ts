import type { LineRow, LiveAttemptRow } from "@callbay/db/sql/dial-snapshot";
import { createPacingModel } from "@callbay/domain/pacing";
import { describe, expect, it } from "vitest";
import type { DialSnapshot } from "./plan.ts";
import { planFor } from "./plan-modes.ts";

const now = new Date("2026-06-01T02:00:00Z");
const model = createPacingModel({
  maxAbandonedRate: 0.03,
  joinDeadlineMs: 2_000,
  ringTimeoutMs: 20_000,
  mode: "progressive",
});
const line = (more: Partial<LineRow> = {}): LineRow => ({
  nodeId: "n1",
  trunkId: "t1",
  priority: 1,
  trunkMax: 30,
  trunkInUse: 0,
  nodeMax: 100,
  nodeInUse: 0,
  guaranteed: 30,
  burst: 0,
  ownInUse: 0,
  othersUnused: 0,
  burstPool: 0,
  othersBurstWanted: 0,
  othersBurstHeld: 0,
  routing: "priority",
  carrier: "",
  ...more,
});
const placed = (agoMs: number, more: Partial<LiveAttemptRow> = {}): LiveAttemptRow => ({
  id: "a",
  kind: "agentless",
  dutySessionId: null,
  campaignId: "c",
  nodeId: "n1",
  state: "dialing",
  reservedAt: new Date(now.getTime() - agoMs),
  answeredAt: null,
  joinPending: false,
  ...more,
});
const snapshot = (more: Partial<DialSnapshot> = {}): DialSnapshot => ({
  campaignId: "c",
  maxChannels: null,
  agents: [],
  attempts: [],
  lines: [line()],
  ledger: { answered: 0, abandoned: 0, windowEndsAt: now },
  ...more,
});
const plan = (given: DialSnapshot, rates: [string, number][] = [["t1", 10]]) =>
  planFor({ dialMode: "agentless", callRates: new Map(rates) }, model, given, now);

describe("without agents", () => {
  it.each<[string, DialSnapshot, number, string]>([
    ["the trunk's pace", snapshot(), 10, "trunk_pace"],
    [
      "what was placed within the second counts",
      snapshot({ attempts: [placed(100), placed(900), placed(1_000)] }),
      8,
      "trunk_pace",
    ],
    [
      "of other campaigns it does not",
      snapshot({ attempts: [placed(100, { campaignId: "other" })] }),
      10,
      "trunk_pace",
    ],
    [
      "the lines that are free",
      snapshot({ lines: [line({ trunkInUse: 26, nodeInUse: 26, ownInUse: 26 })] }),
      4,
      "lines_full",
    ],
    ["the campaign's own limit", snapshot({ maxChannels: 3, attempts: [placed(5_000)] }), 2, "lines_full"],
    ["a full trunk", snapshot({ lines: [line({ trunkInUse: 30, nodeInUse: 30, ownInUse: 30 })] }), 0, "lines_full"],
    ["no node", snapshot({ lines: [] }), 0, "lines_full"],
  ])("%s", (_, given, launch, reason) => {
    expect(plan(given)).toMatchObject({ launch, reason });
  });

  it("each node goes at the pace of its own trunks", () => {
    const lines = [line(), line({ nodeId: "n2", trunkId: "t2" }), line({ nodeId: "n2", trunkId: "t3" })];
    const { nodes } = plan(snapshot({ lines }), [
      ["t1", 2],
      ["t2", 3],
      ["t3", 4],
    ]);
    expect(nodes.map(({ nodeId, launch }) => [nodeId, launch])).toEqual([
      ["n1", 2],
      ["n2", 7],
    ]);
  });
});

it("where agents choose, the dialer places nobody", () => {
  const agents = [
    {
      dutySessionId: "d",
      nodeId: "n1",
      state: "ready" as const,
      stateSince: now,
      campaignIds: ["c"],
      priorities: [5],
      shares: [100],
    },
  ];
  expect(planFor({ dialMode: "preview", callRates: new Map() }, model, snapshot({ agents }), now)).toMatchObject({
    launch: 0,
    reason: "agents_choose",
  });
  expect(planFor({ dialMode: "progressive", callRates: new Map() }, model, snapshot({ agents }), now).launch).toBe(1);
});
