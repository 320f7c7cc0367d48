import { describe, expect, it } from "vitest";
import { fieldTime, mayPromise, promiseOf } from "./promise.ts";

describe("a promise", () => {
  it("is a time on the agent's own clock, there and back", () => {
    const at = new Date(2026, 2, 11, 15, 5);
    expect(fieldTime(at)).toBe("2026-03-11T15:05");
    expect(promiseOf({ at: fieldTime(at), by: "anybody" })).toEqual({ at, by: "anybody" });
  });

  it.each(["", "tomorrow", "2026-13-99T99:99"])("%j is none", (at) => {
    expect(promiseOf({ at, by: "me" })).toBeNull();
  });

  it("goes with a word that calls again, and with no other", () => {
    const again = { success: false, doNotCall: false, retryAfterMinutes: 60 };
    expect(mayPromise(again)).toBe(true);
    for (const word of [
      undefined,
      { ...again, success: true },
      { ...again, doNotCall: true },
      { ...again, retryAfterMinutes: null },
    ])
      expect(mayPromise(word)).toBe(false);
  });
});
