import { describe, expect, test } from "vitest";
import { type PoolNode, type PoolSnapshot, poolProblems, type RunningCampaign } from "./pool-problems.ts";

const now = new Date("2026-03-11T10:00:00Z");
const ago = (ms: number) => new Date(now.getTime() - ms);

const node: PoolNode = {
  id: "n1",
  name: "pbx-1",
  state: "active",
  createdAt: ago(1_000_000),
  leaseOwner: "media-bridge-1",
  leaseExpiresAt: ago(-10_000),
  heartbeatAt: ago(1_000),
  channelsInUse: 10,
  maxChannels: 100,
  agentsOnDuty: 5,
  trunks: [{ name: "carrier", enabled: true, channelsInUse: 10, maxChannels: 50 }],
};
const campaign: RunningCampaign = {
  tenantId: "t1",
  tenantName: "Mangrove",
  campaignId: "c1",
  name: "Spring",
  startedAt: ago(60_000),
  leaseExpiresAt: ago(-5_000),
};
const healthy: PoolSnapshot = {
  nodes: [node],
  attachments: [{ tenantId: "t1", tenantName: "Mangrove", nodeId: "n1", guaranteed: 20 }],
  campaigns: [campaign],
};

const codes = (snapshot: PoolSnapshot) => poolProblems(snapshot, now).map((problem) => problem.code);
const withNode = (change: Partial<PoolNode>): PoolSnapshot => ({ ...healthy, nodes: [{ ...node, ...change }] });

describe("poolProblems", () => {
  test("a healthy pool has none", () => {
    expect(codes(healthy)).toEqual([]);
  });

  test.each([
    ["no node at all", { ...healthy, nodes: [], campaigns: [] }, ["NO_NODE"]],
    ["owner gone", withNode({ leaseExpiresAt: ago(1) }), ["NODE_WITHOUT_OWNER"]],
    ["never owned", withNode({ leaseOwner: null, leaseExpiresAt: null, heartbeatAt: null }), ["NODE_WITHOUT_OWNER"]],
    ["no heartbeat for 15 s", withNode({ heartbeatAt: ago(15_000) }), ["NODE_SILENT"]],
    ["heartbeat just in time", withNode({ heartbeatAt: ago(14_999) }), []],
    ["draining", { ...withNode({ state: "draining" }), campaigns: [] }, ["NODE_DRAINING"]],
    ["node full", withNode({ channelsInUse: 95 }), ["NODE_FULL"]],
    ["node nearly full", withNode({ channelsInUse: 94 }), []],
    ["no trunk", withNode({ trunks: [] }), ["NODE_WITHOUT_TRUNK"]],
    [
      "trunk full",
      withNode({ trunks: [{ name: "carrier", enabled: true, channelsInUse: 50, maxChannels: 50 }] }),
      ["TRUNK_FULL"],
    ],
    [
      "guarantees over capacity",
      { ...healthy, attachments: [{ tenantId: "t1", tenantName: "Mangrove", nodeId: "n1", guaranteed: 101 }] },
      ["GUARANTEES_EXCEED_NODE"],
    ],
    ["running without a node", { ...healthy, attachments: [] }, ["TENANT_WITHOUT_NODE"]],
    ["the only node is down", withNode({ state: "down" }), ["NODE_DOWN", "TENANT_WITHOUT_NODE"]],
    [
      "running, and no worker dials",
      { ...healthy, campaigns: [{ ...campaign, leaseExpiresAt: ago(15_000) }] },
      ["CAMPAIGN_NOT_DIALLED"],
    ],
    [
      "started a moment ago, not yet taken",
      { ...healthy, campaigns: [{ ...campaign, startedAt: ago(5_000), leaseExpiresAt: null }] },
      [],
    ],
  ] as const)("%s", (_name, snapshot, expected) => {
    expect(codes(snapshot)).toEqual(expected);
  });

  test("the worst comes first, and each says what to do", () => {
    const problems = poolProblems(withNode({ channelsInUse: 100, heartbeatAt: null }), now);
    expect(problems.map((problem) => problem.severity)).toEqual(["critical", "warning"]);
    expect(problems.every((problem) => problem.remedy.length > 10)).toBe(true);
  });
});
