import { describe, expect, test } from "vitest";
import { mayScrape } from "./metrics.ts";

describe("who may read the figures", () => {
  test.each([
    ["127.0.0.1", null, true],
    ["::ffff:127.0.0.1", null, true],
    ["::1", null, true],
    ["198.51.100.7", null, false],
    [undefined, null, false],
    ["198.51.100.7", "Bearer anything", false],
  ])("without a token: %s", (address, authorization, may) => {
    expect(mayScrape({ address, authorization }, undefined)).toBe(may);
  });

  test.each([
    ["198.51.100.7", "Bearer a-token-of-metrics", true],
    ["127.0.0.1", null, false],
    ["127.0.0.1", "Bearer another", false],
  ])("with a token: %s, %s", (address, authorization, may) => {
    expect(mayScrape({ address, authorization }, "a-token-of-metrics")).toBe(may);
  });
});
