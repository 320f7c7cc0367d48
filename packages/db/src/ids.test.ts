import { validate, version } from "uuid";
import { afterEach, describe, expect, it, vi } from "vitest";
import { newId } from "./ids.ts";

afterEach(() => vi.useRealTimers());

describe("ids", () => {
  // The clock is the real one: ids never go back, and what is loaded here serves other files too.
  it("are UUIDs of version 7 with the time in them", () => {
    const before = Date.now();
    const id = newId();
    expect(validate(id)).toBe(true);
    expect(version(id)).toBe(7);
    const ms = Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16);
    expect(ms).toBeGreaterThanOrEqual(before);
    expect(ms).toBeLessThanOrEqual(Date.now() + 60_000);
  });

  it("are each once, and sort by when they were made", () => {
    const ids = Array.from({ length: 50_000 }, newId);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual(ids);
  });

  it("go on in order when the clock is set back", () => {
    const before = newId();
    vi.useFakeTimers({ now: Date.now() - 60_000 });
    expect(newId() > before).toBe(true);
  });

  it("do not tell their neighbours: what is after the counter is random", () => {
    const tails = new Set(Array.from({ length: 1_000 }, () => newId().slice(-10)));
    expect(tails.size).toBe(1_000);
  });
});
