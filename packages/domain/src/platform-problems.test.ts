import { expect, test } from "vitest";
import { type PlatformFacts, type PlatformProblemCode, type Probe, platformProblems } from "./platform-problems.ts";

const NOW = new Date("2026-05-22T08:00:00Z");
const ago = (ms: number) => new Date(NOW.getTime() - ms);
const MINUTE = 60_000;
const DAY = 86_400_000;
const probe = (part: string, over: Partial<Probe> = {}): Probe => ({
  ...{ part, at: ago(MINUTE), status: "ok", detail: null },
  ...over,
});
const WELL: PlatformFacts = {
  probes: [probe("database"), probe("redis"), probe("queues"), probe("storage"), probe("web")],
  trunks: [{ node: "pbx-1", trunk: "carrier", ended: 100, failed: 3 }],
  mails: { held: 0, failed: 0, since: null },
  registers: [{ name: "National", unreadable: false, validUntil: new Date(NOW.getTime() + 30 * DAY) }],
  approvals: { waiting: 1, since: ago(MINUTE) },
  webhooks: { waiting: 1, since: ago(MINUTE) },
};
const codes = (over: Partial<PlatformFacts>): PlatformProblemCode[] =>
  platformProblems({ ...WELL, ...over }, NOW).map(({ code }) => code);

test("nothing is wrong where all is well", () => {
  expect(codes({})).toEqual([]);
});

test.each<[string, Partial<PlatformFacts>, PlatformProblemCode[]]>([
  ["no probe at all", { probes: [] }, ["PROBES_SILENT"]],
  [
    "probes that fell silent: what they said counts no more",
    { probes: [probe("redis", { at: ago(4 * MINUTE), status: "down" })] },
    ["PROBES_SILENT"],
  ],
  ["Redis away", { probes: [probe("redis", { status: "down" })] }, ["REDIS_AWAY"]],
  ["a storage that is nearly full", { probes: [probe("storage", { status: "degraded" })] }, ["STORAGE_FULL"]],
  ["a storage that is away", { probes: [probe("storage", { status: "down" })] }, ["STORAGE_AWAY"]],
  ["a queue that stands", { probes: [probe("queues", { status: "degraded" })] }, ["QUEUE_STUCK"]],
  ["a trunk that fails", { trunks: [{ node: "n", trunk: "t", ended: 10, failed: 5 }] }, ["TRUNK_FAILING"]],
  ["nine calls say nothing of a trunk", { trunks: [{ node: "n", trunk: "t", ended: 9, failed: 9 }] }, []],
  ["mails that failed and are held", { mails: { held: 2, failed: 1, since: ago(DAY) } }, ["MAIL_FAILING", "MAIL_HELD"]],
  [
    "registers: unreadable before old, old before soon",
    {
      registers: [
        { name: "a", unreadable: false, validUntil: new Date(NOW.getTime() + DAY) },
        { name: "b", unreadable: false, validUntil: ago(DAY) },
        { name: "c", unreadable: true, validUntil: ago(DAY) },
        { name: "d", unreadable: false, validUntil: null },
      ],
    },
    ["REGISTER_ENDED", "REGISTER_UNREADABLE", "REGISTER_ENDS"],
  ],
  ["an approval since this morning", { approvals: { waiting: 2, since: ago(5 * 3_600_000) } }, ["APPROVALS_WAIT"]],
  ["a payment's message since an hour", { webhooks: { waiting: 2, since: ago(2 * 3_600_000) } }, ["PAYMENTS_WAIT"]],
])("%s", (_, over, expected) => {
  expect(codes(over)).toEqual(expected);
});

test("each problem says what to do", () => {
  const all = platformProblems(
    { ...WELL, probes: WELL.probes.map((one) => ({ ...one, status: "down" as const, detail: "no answer" })) },
    NOW,
  );
  expect(all).toHaveLength(5);
  for (const { message, remedy } of all) {
    expect(message).toContain("no answer");
    expect(remedy).not.toBe("");
  }
});
