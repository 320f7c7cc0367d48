import type { AgentRow, LineRow, LiveAttemptRow } from "@callbay/db/sql/dial-snapshot";
import { createPacingModel } from "@callbay/domain/pacing";
import { describe, expect, it } from "vitest";
import { atMost, type DialSnapshot, drawnCampaign, planLaunch, trunksFor } from "./plan.ts";

const now = new Date("2026-03-11T10:00:00.000Z");
const model = createPacingModel({
  maxAbandonedRate: 0.03,
  joinDeadlineMs: 2_000,
  ringTimeoutMs: 25_000,
  mode: "progressive",
});

const line = (nodeId: string, over: Partial<LineRow> = {}): LineRow => ({
  nodeId,
  trunkId: `${nodeId}-t1`,
  priority: 1,
  trunkMax: 50,
  trunkInUse: 0,
  nodeMax: 100,
  nodeInUse: 0,
  guaranteed: 20,
  burst: 0,
  ownInUse: 0,
  othersUnused: 0,
  burstPool: 100,
  othersBurstWanted: 0,
  othersBurstHeld: 0,
  routing: "priority",
  carrier: "carrier",
  ...over,
});

const agent = (id: string, over: Partial<AgentRow> = {}): AgentRow => ({
  dutySessionId: id,
  nodeId: "n1",
  state: "ready",
  stateSince: now,
  campaignIds: ["c1"],
  priorities: (over.campaignIds ?? ["c1"]).map(() => 5),
  shares: (over.campaignIds ?? ["c1"]).map(() => 100),
  ...over,
});

const attempt = (state: LiveAttemptRow["state"], over: Partial<LiveAttemptRow> = {}): LiveAttemptRow => ({
  id: "a1",
  kind: "dialer",
  dutySessionId: null,
  campaignId: "c1",
  nodeId: "n1",
  state,
  reservedAt: now,
  answeredAt: null,
  joinPending: false,
  ...over,
});

const snapshot = (over: Partial<DialSnapshot>): DialSnapshot => ({
  campaignId: "c1",
  maxChannels: null,
  agents: [],
  attempts: [],
  lines: [line("n1"), line("n2")],
  ledger: { answered: 0, abandoned: 0, windowEndsAt: now },
  ...over,
});

const launches = (over: Partial<DialSnapshot>) => {
  const plan = planLaunch(model, snapshot(over), now);
  return { launch: plan.launch, reason: plan.reason, nodes: plan.nodes.map((node) => [node.nodeId, node.launch]) };
};

describe("planLaunch", () => {
  it("says that nobody is on duty", () => {
    expect(launches({})).toEqual({ launch: 0, reason: "no_agent_on_duty", nodes: [["", 0]] });
  });

  it("dials on the node where the agents are", () => {
    const agents = [agent("a"), agent("b"), agent("c", { nodeId: "n2" })];
    expect(launches({ agents })).toMatchObject({
      launch: 3,
      nodes: [
        ["n1", 2],
        ["n2", 1],
      ],
    });
  });

  it("does not count an agent ready elsewhere against a call that rings here", () => {
    const agents = [agent("a"), agent("c", { nodeId: "n2" })];
    expect(launches({ agents, attempts: [attempt("ringing")] }).nodes).toEqual([
      ["n1", 0],
      ["n2", 1],
    ]);
  });

  it.each([
    ["reserved", 1],
    ["dialing", 1],
    ["ringing", 1],
    ["answered", 1],
  ] as const)("holds a call that is %s against a ready agent", (state, launch) => {
    expect(launches({ agents: [agent("a"), agent("b")], attempts: [attempt(state)] }).launch).toBe(launch);
  });

  it("holds a joined call against a ready agent only until the agent's own row says talking", () => {
    const agents = [agent("a"), agent("b")];
    expect(launches({ agents, attempts: [attempt("joined", { joinPending: true })] }).launch).toBe(1);
    const after = [agent("a"), agent("b", { state: "talking" })];
    expect(launches({ agents: after, attempts: [attempt("joined")] }).launch).toBe(1);
  });

  it("has no line on a node that nobody owns", () => {
    expect(launches({ agents: [agent("a")], lines: [] })).toMatchObject({ launch: 0, reason: "lines_limit" });
  });

  it("counts an agent of two campaigns for exactly one of them", () => {
    for (let i = 0; i < 200; i++) {
      const shared = agent(`session-${i}`, { campaignIds: ["c1", "c2"] });
      const both = ["c1", "c2"].map((campaignId) => launches({ campaignId, agents: [shared] }).launch);
      expect(both[0] ?? 0).toBe(1 - (both[1] ?? 0));
    }
  });

  it("gives each campaign its share of an agent's day", () => {
    const shared = agent("s", { campaignIds: ["c1", "c2", "c3"], shares: [100, 100, 200] });
    const draws = Array.from({ length: 2_000 }, (_, i) =>
      drawnCampaign(shared, new Date(now.getTime() + i * 5 * 60_000)),
    );
    const count = (id: string) => draws.filter((draw) => draw === id).length;
    expect(count("c1")).toBeGreaterThan(430);
    expect(count("c2")).toBeGreaterThan(430);
    expect(count("c3")).toBeGreaterThan(930);
  });

  it("counts an agent for the campaign with the highest priority alone", () => {
    const shared = agent("s", { campaignIds: ["c1", "c2"], priorities: [4, 7], shares: [1_000, 1] });
    for (let i = 0; i < 100; i++) expect(drawnCampaign(shared, new Date(now.getTime() + i * 300_000))).toBe("c2");
  });

  it("leaves calls with an agent of their own out of the reckoning", () => {
    const reserved = attempt("ringing", { kind: "callback", dutySessionId: "b" });
    expect(launches({ agents: [agent("a")], attempts: [reserved] }).launch).toBe(1);
  });

  it("holds calls of the sharing campaign against the agents that both count on", () => {
    const agents = Array.from({ length: 40 }, (_, i) => agent(`s${i}`, { campaignIds: ["c1", "c2"] }));
    const others = Array.from({ length: 38 }, () => attempt("ringing", { campaignId: "c2" }));
    expect(launches({ agents, attempts: others }).launch).toBe(2);
  });
});

it("fills trunks by priority and never beyond what the tenant may", () => {
  const lines = [
    line("n1", { trunkId: "b", priority: 2, trunkMax: 5 }),
    line("n1", { trunkId: "a", priority: 1, trunkMax: 3, trunkInUse: 2 }),
  ];
  const free = { max: null, inUse: 0 };
  expect(trunksFor(lines, "n1", 3, free)).toEqual(["a", "b", "b"]);
  expect(trunksFor(lines, "n1", 9, { max: 2, inUse: 0 })).toHaveLength(2);
  expect(trunksFor(lines, "elsewhere", 3, free)).toEqual([]);
});

it("reserves a bounded number at once, from each node in turn", () => {
  const agents = [
    ...Array.from({ length: 12 }, (_, i) => agent(`a${i}`)),
    ...Array.from({ length: 3 }, (_, i) => agent(`b${i}`, { nodeId: "n2" })),
  ];
  const plan = planLaunch(model, snapshot({ agents }), now);
  expect(plan.launch).toBe(15);
  const some = atMost(plan, 10);
  expect([some.launch, ...some.nodes.map((node) => node.launch)]).toEqual([10, 7, 3]);
  expect(atMost(plan, 15)).toBe(plan);
});
