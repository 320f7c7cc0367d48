import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assignTrunks, freeLines, type NodeLines } from "./free-lines.ts";

const node = (over: Partial<NodeLines> = {}): NodeLines => ({
  nodeMax: 100,
  nodeInUse: 0,
  guaranteed: 10,
  burst: 5,
  ownInUse: 0,
  othersUnused: 0,
  trunks: [{ trunkId: "a", priority: 1, max: 60, inUse: 0 }],
  ...over,
});
const unlimited = { max: null, inUse: 0 };

describe("freeLines", () => {
  it.each([
    ["guarantee and burst on an empty node", {}, unlimited, 15],
    ["what is in use counts", { ownInUse: 4, nodeInUse: 4 }, unlimited, 11],
    ["over the guarantee only burst is left", { ownInUse: 12, nodeInUse: 12 }, unlimited, 3],
    ["all used", { ownInUse: 15, nodeInUse: 15 }, unlimited, 0],
    ["burst never eats another's guarantee", { nodeMax: 30, othersUnused: 18 }, unlimited, 12],
    ["the guarantee stays while others wait", { nodeMax: 30, othersUnused: 30 }, unlimited, 10],
    ["a full node has no line, whatever was promised", { nodeInUse: 100 }, unlimited, 0],
    ["the trunk binds", { trunks: [{ trunkId: "a", priority: 1, max: 6, inUse: 2 }] }, unlimited, 4],
    ["no trunk, no line", { trunks: [] }, unlimited, 0],
    ["the campaign's own limit binds", {}, { max: 7, inUse: 5 }, 2],
    ["an over-full campaign gets none", {}, { max: 5, inUse: 9 }, 0],
  ] as const)("%s", (_name, over, campaign, expected) => {
    expect(freeLines(node(over), campaign)).toBe(expected);
  });

  it("never exceeds node, trunks or the tenant's allowance, and never touches others' unused guarantees with burst", () => {
    const count = fc.nat(200);
    fc.assert(
      fc.property(
        count,
        count,
        count,
        count,
        count,
        count,
        count,
        (nodeMax, nodeInUse, guaranteed, burst, ownInUse, othersUnused, max) => {
          const lines = node({
            nodeMax,
            nodeInUse,
            guaranteed,
            burst,
            ownInUse,
            othersUnused,
            trunks: [{ trunkId: "a", priority: 1, max, inUse: 0 }],
          });
          const free = freeLines(lines, unlimited);
          expect(free).toBeGreaterThanOrEqual(0);
          expect(free).toBeLessThanOrEqual(Math.max(0, nodeMax - nodeInUse));
          expect(free).toBeLessThanOrEqual(max);
          expect(free).toBeLessThanOrEqual(Math.max(0, guaranteed + burst - ownInUse));
          const physical = Math.max(0, Math.min(nodeMax - nodeInUse, max));
          const beyond = free - Math.max(0, guaranteed - ownInUse);
          if (beyond > 0) expect(physical - free).toBeGreaterThanOrEqual(othersUnused);
        },
      ),
    );
  });
});

describe("assignTrunks", () => {
  const trunks = [
    { trunkId: "second", priority: 2, max: 5, inUse: 0 },
    { trunkId: "first", priority: 1, max: 3, inUse: 1 },
  ];
  it("fills the preferred trunk first, then the next", () => {
    expect(assignTrunks(trunks, 4)).toEqual(["first", "first", "second", "second"]);
  });
  it("gives no more than there are lines", () => {
    expect(assignTrunks(trunks, 50)).toHaveLength(7);
  });
});
