import { describe, expect, test } from "vitest";
import { alertOutOfBounds, alertSettings } from "./floor-alerts/settings.ts";
import { ALERT_RULE_KEYS, type AlertRule, type FloorWatch, floorAlerts } from "./floor-alerts.ts";
import type { DutyState } from "./values.ts";

const NOW = new Date("2026-01-05T08:00:00Z");
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1_000);
const agent = (state: DutyState, seconds: number, id = "a") => ({
  ...{ dutySessionId: `duty-${id}`, membershipId: id, name: id, state, since: ago(seconds) },
});
const QUIET: FloorWatch = { agents: [], campaigns: [], waiting: [], lastReadyAt: null, day: "2026-01-05" };
const DEFAULTS = alertSettings({});
const rulesOf = (watch: Partial<FloorWatch>, settings = DEFAULTS) =>
  floorAlerts({ ...QUIET, ...watch }, settings, NOW).map(({ rule, tone }) => `${rule} ${tone}`);

describe("alerts of the floor", () => {
  test.each<[string, Partial<FloorWatch>, string[]]>([
    ["an empty floor", {}, []],
    ["wrap-up just within", { agents: [agent("wrapup", 120)], lastReadyAt: ago(1) }, []],
    ["wrap-up beyond", { agents: [agent("wrapup", 121)], lastReadyAt: ago(1) }, ["wrapupLong warn"]],
    ["wrap-up twice beyond", { agents: [agent("wrapup", 241)], lastReadyAt: ago(1) }, ["wrapupLong danger"]],
    ["a pause of 20 minutes", { agents: [agent("paused", 1_201)] }, ["pauseLong warn"]],
    ["a long talk", { agents: [agent("talking", 1_801)] }, ["talkLong warn"]],
    ["ready and idle", { agents: [agent("ready", 301)] }, ["idleLong warn"]],
    ["a softphone that does not come", { agents: [agent("connecting", 46)] }, ["phoneAway warn"]],
    ["looking at a contact is watched by its own offer", { agents: [agent("previewing", 9_999)] }, []],
    ["nobody ready for a minute", { agents: [agent("talking", 5)], lastReadyAt: ago(61) }, ["nobodyReady warn"]],
    ["one is ready after all", { agents: [agent("talking", 5), agent("ready", 5)], lastReadyAt: ago(500) }, []],
    ["nobody on duty", { agents: [], lastReadyAt: ago(500) }, []],
    ["two wait", { waiting: [ago(3), ago(2)] }, []],
    ["three wait", { waiting: [ago(3), ago(2), ago(1)] }, ["callsWaiting danger"]],
    ["too few calls for a rate", { campaigns: [{ id: "c", name: "C", answered: 10, abandoned: 9 }] }, []],
    ["a rate at the limit", { campaigns: [{ id: "c", name: "C", answered: 97, abandoned: 3 }] }, []],
    ["a rate beyond", { campaigns: [{ id: "c", name: "C", answered: 96, abandoned: 4 }] }, ["abandonedRate warn"]],
    [
      "a rate far beyond",
      { campaigns: [{ id: "c", name: "C", answered: 90, abandoned: 10 }] },
      ["abandonedRate danger"],
    ],
  ])("%s", (_, watch, expected) => {
    expect(rulesOf(watch)).toEqual(expected);
  });

  test("the worst come first, and an order that does not jump", () => {
    const agents = [
      agent("wrapup", 130, "b"),
      agent("wrapup", 130, "a"),
      agent("paused", 9_000, "c"),
      agent("ready", 1),
    ];
    const names = floorAlerts({ ...QUIET, agents }, DEFAULTS, NOW).map(({ subject }) => subject.name);
    expect(names).toEqual(["c", "a", "b"]);
  });

  test("an occurrence keeps its key as time passes, and the next one has another", () => {
    const keyAt = (since: Date, now: Date) =>
      floorAlerts({ ...QUIET, agents: [{ ...agent("wrapup", 0), since }] }, DEFAULTS, now)[0]?.key;
    expect(keyAt(ago(200), NOW)).toBe(keyAt(ago(200), new Date(NOW.getTime() + 60_000)));
    expect(keyAt(ago(200), NOW)).not.toBe(keyAt(ago(190), NOW));
  });

  test("a clock behind the events makes no alert", () => {
    expect(rulesOf({ agents: [agent("wrapup", -50)] })).toEqual([]);
  });
});

describe("the settings", () => {
  test("what a workspace wrote counts, the rest stands as it comes, and nonsense is as nothing written", () => {
    const settings = alertSettings({ wrapupLong: { on: false, limit: 5 }, pauseLong: { on: true, limit: 60 } });
    expect(settings.wrapupLong).toEqual({ on: false, limit: 5 });
    expect(settings.talkLong).toEqual({ on: true, limit: 1_800 });
    expect(alertSettings({ wrapupLong: { on: "yes" } })).toEqual(DEFAULTS);
    expect(alertSettings(null)).toEqual(DEFAULTS);
    expect(rulesOf({ agents: [agent("wrapup", 999), agent("paused", 61)] }, settings)).toEqual(["pauseLong warn"]);
  });

  test("each rule can be turned off", () => {
    const off = alertSettings(Object.fromEntries(ALERT_RULE_KEYS.map((rule) => [rule, { on: false, limit: 1 }])));
    const states: DutyState[] = ["wrapup", "paused", "talking", "connecting"];
    const campaigns = [{ id: "c", name: "C", answered: 10, abandoned: 90 }];
    const agents = states.map((state) => agent(state, 99_999, state));
    const watch = { ...QUIET, agents, campaigns, waiting: [ago(9), ago(9), ago(9)], lastReadyAt: ago(999) };
    expect(floorAlerts(watch, off, NOW)).toEqual([]);
    const seen = new Set<AlertRule>(floorAlerts(watch, DEFAULTS, NOW).map(({ rule }) => rule));
    expect([...seen].sort()).toEqual([...ALERT_RULE_KEYS].filter((rule) => rule !== "idleLong").sort());
  });

  test("a limit beyond its bound is named", () => {
    expect(alertOutOfBounds({ abandonedRate: { on: true, limit: 101 } })).toBe("abandonedRate");
    expect(alertOutOfBounds({ abandonedRate: { on: true, limit: 100 } })).toBeNull();
  });
});
