import { expect, test } from "vitest";
import { readRelayToken, relayToken, sipPassword, sipUsername } from "./derived-secret.ts";

const KEY = "k".repeat(32);
const SESSION = "01930000-0000-7000-8000-000000000001";
const NOW = new Date("2026-01-05T08:00:00Z");
const LATER = new Date("2026-01-05T09:00:00Z");

test("names and passwords change with the attachment and the key", () => {
  const first = sipUsername(SESSION, 1);
  expect(first).toBe("d-01930000000070008000000000000001-1");
  expect(sipPassword(KEY, first)).toHaveLength(24);
  expect(sipPassword(KEY, first)).not.toBe(sipPassword(KEY, sipUsername(SESSION, 2)));
  expect(sipPassword(KEY, first)).not.toBe(sipPassword("x".repeat(32), first));
});

test("a relay pass opens for its session until it expires, and for nobody who alters it", () => {
  const token = relayToken(KEY, SESSION, LATER);
  expect(readRelayToken(KEY, token, NOW)).toBe(SESSION);
  expect(readRelayToken(KEY, token, LATER)).toBeNull();
  expect(readRelayToken("x".repeat(32), token, NOW)).toBeNull();
  expect(readRelayToken(KEY, `${token}x`, NOW)).toBeNull();
  expect(readRelayToken(KEY, `x${token}`, NOW)).toBeNull();
  expect(readRelayToken(KEY, "nonsense", NOW)).toBeNull();
  expect(readRelayToken(KEY, "", NOW)).toBeNull();
});
