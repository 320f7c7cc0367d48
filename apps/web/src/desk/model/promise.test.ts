import { describe, expect, it } from "vitest";
import { fieldTime } from "../../lib/wall-clock.ts";
import { mayPromise, promiseOf } from "./promise.ts";

describe("a promise", () => {
  it("is a time on the workspace's clock, there and back, wherever the browser is", () => {
    const at = new Date("2026-03-11T07:05:00Z");
    expect(fieldTime(at, "Asia/Hong_Kong")).toBe("2026-03-11T15:05");
    expect(promiseOf({ at: "2026-03-11T15:05", by: "anybody" }, "Asia/Hong_Kong")).toEqual({ at, by: "anybody" });
    expect(promiseOf({ at: "2026-03-11T15:05", by: "me" }, "Europe/Oslo")?.at.toISOString()).toBe(
      "2026-03-11T14:05:00.000Z",
    );
  });

  it.each(["", "tomorrow", "2026-13-99T99:99"])("%j is none", (at) => {
    expect(promiseOf({ at, by: "me" }, "Asia/Hong_Kong")).toBeNull();
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
