import { validate, version } from "uuid";
import { afterEach, describe, expect, it, vi } from "vitest";
import { newId } from "./ids.ts";

afterEach(() => vi.useRealTimers());

describe("ids", () => {
  it("are UUIDs of version 7 with the time in them", () => {
    vi.useFakeTimers({ now: new Date("2032-05-06T07:08:09.123Z") });
    const id = newId();
    expect(validate(id)).toBe(true);
    expect(version(id)).toBe(7);
    expect(new Date(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16))).toEqual(new Date());
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
