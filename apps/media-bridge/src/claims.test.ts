import type { ClaimResult } from "@callbay/services/call/claim";
import { expect, it } from "vitest";
import { Claims } from "./claims.ts";

const NOW = new Date("2026-03-11T10:00:00.000Z");
const taken: ClaimResult = { ok: false, code: "ATTEMPT_NOT_RESERVED" };

/** Claims that end when the test says so; each attempt is given once, as Postgres does it. */
function house() {
  const batches: string[][] = [];
  const given = new Set<string>();
  const ends: (() => void)[] = [];
  const claims = new Claims(async (_tenant, ids) => {
    batches.push([...ids]);
    await new Promise<void>((resolve) => ends.push(resolve));
    return new Map(
      ids.flatMap((id): [string, ClaimResult][] => {
        if (id === "missing") return [];
        if (given.has(id)) return [[id, taken]];
        given.add(id);
        return [[id, { ok: true, order: { callId: id } as never, card: null }]];
      }),
    );
  });
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  return {
    claims,
    batches,
    end: async () => {
      await turn();
      ends.shift()?.();
      await turn();
    },
  };
}

it("claims together what is asked for together, and then what came meanwhile", async () => {
  const { claims, batches, end } = house();
  const first = [claims.claim("t", "a", NOW), claims.claim("t", "b", NOW)];
  await new Promise((resolve) => setImmediate(resolve));
  const later = [claims.claim("t", "c", NOW), claims.claim("t", "d", NOW)];
  await end();
  await end();
  expect(batches).toEqual([
    ["a", "b"],
    ["c", "d"],
  ]);
  expect((await Promise.all([...first, ...later])).every(({ ok }) => ok)).toBe(true);
});

it("gives an attempt that is delivered twice to one of the two", async () => {
  const { claims, batches, end } = house();
  const both = [claims.claim("t", "a", NOW), claims.claim("t", "a", NOW)];
  await end();
  await end();
  expect(batches).toEqual([["a"], ["a"]]);
  expect((await Promise.all(both)).map(({ ok }) => ok)).toEqual([true, false]);
});

it("refuses the missing one alone, and does not mix clients", async () => {
  const { claims, batches, end } = house();
  const missing = claims.claim("t", "missing", NOW).catch((error: { code: string }) => error.code);
  const other = claims.claim("u", "b", NOW);
  await end();
  await end();
  expect(batches).toEqual([["missing"], ["b"]]);
  expect(await missing).toBe("NOT_FOUND");
  expect((await other).ok).toBe(true);
});

it("tells everybody in the company when the claim fails, and goes on", async () => {
  let fails = true;
  const claims = new Claims(async (_tenant, ids) => {
    if (fails) throw new Error("no database");
    return new Map(ids.map((id) => [id, taken]));
  });
  const lost = await Promise.allSettled([claims.claim("t", "a", NOW), claims.claim("t", "b", NOW)]);
  expect(lost.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  fails = false;
  expect(await claims.claim("t", "a", NOW)).toEqual(taken);
});
