import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assignTrunks, burstShare, freeLines, type NodeLines } from "./free-lines.ts";

const node = (over: Partial<NodeLines> = {}): NodeLines => ({
  nodeMax: 100,
  nodeInUse: 0,
  guaranteed: 10,
  burst: 5,
  ownInUse: 0,
  othersUnused: 0,
  burstPool: 90,
  othersBurstWanted: 0,
  othersBurstHeld: 0,
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
    ["burst in want is shared by entitlement", { burstPool: 6, othersBurstWanted: 10 }, unlimited, 12],
    [
      "who borrowed more than its share gets no more",
      { burstPool: 6, othersBurstWanted: 10, ownInUse: 14 },
      unlimited,
      0,
    ],
    ["what others still hold is not there to share", { burstPool: 6, othersBurstHeld: 4 }, unlimited, 12],
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

describe("burst between tenants", () => {
  interface Tenant {
    readonly guaranteed: number;
    readonly burst: number;
    wants: boolean;
    inUse: number;
  }
  const sum = (values: readonly number[]) => values.reduce((total, one) => total + one, 0);
  const borrowed = ({ inUse, guaranteed }: Tenant) => Math.max(0, inUse - guaranteed);
  /** The node as this tenant sees it. */
  const seen = (tenants: readonly Tenant[], own: Tenant, nodeMax: number): NodeLines => {
    const others = tenants.filter((tenant) => tenant !== own);
    const { guaranteed, burst, inUse: ownInUse } = own;
    return node({
      ...{ nodeMax, guaranteed, burst, ownInUse, nodeInUse: sum(tenants.map(({ inUse }) => inUse)) },
      othersUnused: sum(others.map((other) => Math.max(0, other.guaranteed - other.inUse))),
      burstPool: Math.max(0, nodeMax - sum(tenants.map((tenant) => tenant.guaranteed))),
      othersBurstWanted: sum(others.map((other) => (other.wants ? other.burst : 0))),
      othersBurstHeld: sum(others.map((other) => (other.wants ? 0 : borrowed(other)))),
      trunks: [{ trunkId: "a", priority: 1, max: 10_000, inUse: 0 }],
    });
  };
  const someTenants = fc.array(fc.record({ guaranteed: fc.nat(10), burst: fc.integer({ min: 1, max: 30 }) }), {
    minLength: 2,
    maxLength: 6,
  });

  it("comes to the max-min fair share, whoever came first, and never eats a guarantee", () => {
    fc.assert(
      fc.property(someTenants, fc.nat(40), fc.nat(), (specs, spare, seed) => {
        const tenants = specs.map((spec): Tenant => ({ ...spec, wants: false, inUse: 0 }));
        const nodeMax = sum(tenants.map(({ guaranteed }) => guaranteed)) + spare;
        let state = seed;
        const roll = (sides: number) => {
          state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
          return (state >>> 8) % sides;
        };
        let eaten = 0;
        const place = (tenant: Tenant) => {
          const free = freeLines(seen(tenants, tenant, nodeMax), unlimited);
          const promised = Math.max(0, tenant.guaranteed - tenant.inUse);
          tenant.inUse += free;
          if (free < promised || sum(tenants.map(({ inUse }) => inUse)) > nodeMax) eaten += 1;
        };
        // The first is alone for a while and takes all it may.
        const [first] = tenants;
        if (!first) return;
        first.wants = true;
        place(first);
        expect(borrowed(first)).toBe(Math.min(first.burst, spare));
        for (const tenant of tenants) tenant.wants = true;
        // Then all want, in any order, while calls end one by one.
        for (let turn = 0; turn < 8 * tenants.length; turn++) {
          const ends = tenants[roll(tenants.length)];
          if (ends && ends.inUse > 0) ends.inUse -= 1;
          const begin = roll(tenants.length);
          for (const tenant of [...tenants.slice(begin), ...tenants.slice(0, begin)]) place(tenant);
        }
        for (let rest = 0; rest < 30; rest++) {
          for (const tenant of tenants)
            if (borrowed(tenant) > burstShare(seen(tenants, tenant, nodeMax))) tenant.inUse -= 1;
          for (const tenant of tenants) place(tenant);
        }
        expect(eaten).toBe(0);
        const wanted = sum(tenants.map(({ burst }) => burst));
        const level = Math.min(1, spare / wanted);
        for (const tenant of tenants) {
          expect(borrowed(tenant)).toBeLessThanOrEqual(Math.ceil(level * tenant.burst));
          expect(borrowed(tenant)).toBeGreaterThanOrEqual(Math.floor(level * tenant.burst) - tenants.length);
        }
        expect(sum(tenants.map(borrowed))).toBe(Math.min(spare, wanted));
      }),
      { numRuns: 60 },
    );
  });

  it("one who wants nothing leaves its share to the others", () => {
    fc.assert(
      fc.property(someTenants, fc.nat(40), (specs, spare) => {
        const tenants = specs.map((spec, i): Tenant => ({ ...spec, wants: i === 0, inUse: 0 }));
        const nodeMax = sum(tenants.map(({ guaranteed }) => guaranteed)) + spare;
        const [only] = tenants;
        if (!only) return;
        expect(freeLines(seen(tenants, only, nodeMax), unlimited)).toBe(only.guaranteed + Math.min(only.burst, spare));
      }),
    );
  });
});
