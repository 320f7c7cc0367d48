import { expect, test } from "vitest";
import { logLine } from "./log-line.ts";

test.each([
  [
    '{"detail":"Key (phone)=(+85223456718) already exists."}',
    '{"detail":"Key (phone)=(+852•••••••18) already exists."}',
  ],
  ["no route to sip:85223456718@127.0.0.2:5060", "no route to sip:+852•••••••18@127.0.0.2:5060"],
  ["PJSIP/8613800138000@carrier was refused", "PJSIP/+86•••••••00@carrier was refused"],
  [
    "connect postgresql://callbay_app:a-Secret_1@127.0.0.1:5432/callbay",
    "connect postgresql://callbay_app:•••@127.0.0.1:5432/callbay",
  ],
  ["redis://:hunter2@cache:6379 is away", "redis://:•••@cache:6379 is away"],
])("%s", (line, kept) => {
  expect(logLine(line)).toBe(kept);
});

test("leaves times, ids, ports and addresses as they are", () => {
  const line =
    '{"level":30,"time":1795372388305,"tenantId":"01a20467-a62a-76c8-a3cc-3886f2042179","url":"http://127.0.0.1:8088/ari","email":"a@b.test"}';
  expect(logLine(line)).toBe(line);
});
