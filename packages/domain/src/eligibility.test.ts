import { describe, expect, it } from "vitest";
import { DEFAULT_CALLING_WINDOW, type LocalSpan } from "./calling-window/hours.ts";
import { PRESETS } from "./compliance/presets.ts";
import type { ComplianceRules } from "./compliance/types.ts";
import {
  type EligibilitySnapshot,
  evaluateEligibility,
  explainEligibility,
  GATE_VERSION,
  INELIGIBLE_REASONS,
  whenEligible,
} from "./eligibility.ts";

/** Monday, 10:00 in Shanghai. */
const now = new Date("2026-06-01T02:00:00Z");
const point = { phone: "+8613812345678", country: "CN", timezone: "Asia/Shanghai", attemptsAt: [], abandonedAt: null };
const good: EligibilitySnapshot = {
  campaign: { state: "running", callingWindow: DEFAULT_CALLING_WINDOW, schedule: null, maxAttempts: 3 },
  profile: { id: null, revision: 0, rules: PRESETS.custom },
  contract: { state: "active", startsOn: "2026-01-01", endsOn: "2026-06-01", timezone: "Asia/Shanghai" },
  contact: { state: "ready", attempts: 1, nextAttemptAt: now, agentOnlyUntil: null, callbackBy: null },
  point,
  consent: { basis: "consent", at: null, proof: "" },
  callerId: { e164: "+862161234567", country: "CN" },
  doNotCall: { operator: null, tenant: null, campaign: null, register: null },
  attempt: { kind: "dialer", agent: null },
  lines: { trunkFree: 1, channelsFree: 1 },
};
/** A campaign that dials at these minutes of each day in Shanghai. */
const daily = (span: LocalSpan) => ({
  ...{ zone: "Asia/Shanghai", from: null, until: null },
  hours: { mon: [span], tue: [span], wed: [span], thu: [span], fri: [span], sat: [span], sun: [span] },
});
const forGood = { expiresAt: null };
const later = new Date("2026-06-05T02:00:00Z");
const newYork = { ...point, phone: "+12125552368", country: "US", timezone: "America/New_York" };
/** The good contact's profile with some of its rules changed. */
const under = (rules: Partial<ComplianceRules>, region: keyof typeof PRESETS = "custom") => ({
  profile: { ...good.profile, rules: { ...PRESETS[region], ...rules } },
});
const caps = (over: Partial<ComplianceRules["attempts"]>) =>
  under({ attempts: { ...PRESETS.custom.attempts, ...over } });
const express = { required: "express", proof: true, maxAgeDays: 30 } as const;
const consented = { basis: "consent", at: new Date("2026-05-15T00:00:00Z"), proof: "form 7" } as const;
/** Tries at the number, days before now. */
const tried = (...days: number[]) => ({
  point: { ...point, attemptsAt: days.map((ago) => new Date(now.getTime() - ago * 86_400_000)) },
});

describe("the gate", () => {
  it("lets a contact through and says by which rule, as plain JSON", () => {
    const decision = evaluateEligibility(good, now);
    expect(decision).toEqual({
      ok: true,
      rule: {
        gateVersion: GATE_VERSION,
        decidedAt: "2026-06-01T02:00:00.000Z",
        profile: { id: null, revision: 0, region: "custom" },
        kind: "dialer",
        country: "CN",
        timezone: "Asia/Shanghai",
        consentBasis: "consent",
        consentAt: null,
        ordinal: 2,
        maxAttempts: 3,
        tried: [0, 0, 0],
        messageDrop: true,
        lifted: [],
      },
    });
    expect(JSON.parse(JSON.stringify(decision))).toEqual(decision);
  });

  /** One refusal of each kind, in the gate's order; the order test below stands on it. */
  const refusals: [string, Partial<EligibilitySnapshot>, string | null][] = [
    ["campaign_not_running", { campaign: { ...good.campaign, state: "paused" } }, null],
    ["contract_not_active", { contract: { ...good.contract, state: "ended" } }, null],
    ["done", { contact: { ...good.contact, state: "done" } }, null],
    ["blocked", { contact: { ...good.contact, state: "blocked" } }, null],
    ["in_attempt", { contact: { ...good.contact, state: "reserved" } }, null],
    ["no_phone", { point: null }, null],
    ["consent_missing", { consent: { ...good.consent, basis: null } }, null],
    ["consent_unproven", { ...under({ consent: express }), consent: { ...consented, proof: "" } }, null],
    [
      "consent_expired",
      { ...under({ consent: express }), consent: { ...consented, at: new Date("2026-05-02T02:00:00Z") } },
      null,
    ],
    ["dnc_operator", { doNotCall: { ...good.doNotCall, operator: forGood } }, null],
    [
      "dnc_register_operator",
      { doNotCall: { ...good.doNotCall, register: { registerId: "r", operator: true } } },
      null,
    ],
    ["dnc_tenant", { doNotCall: { ...good.doNotCall, tenant: { expiresAt: later } } }, "2026-06-05T02:00:00.000Z"],
    ["dnc_register_tenant", { doNotCall: { ...good.doNotCall, register: { registerId: "r", operator: false } } }, null],
    ["dnc_campaign", { doNotCall: { ...good.doNotCall, campaign: forGood } }, null],
    [
      "register_unreadable",
      { doNotCall: { ...good.doNotCall, register: { registerId: "r", operator: true, unreadable: true } } },
      "2026-06-01T02:01:00.000Z",
    ],
    ["attempt_cap", { contact: { ...good.contact, attempts: 3 } }, null],
    ["no_timezone", { point: { ...point, timezone: "Mars/Olympus" } }, null],
    ["caller_id_missing", { callerId: null }, null],
    [
      "caller_id_country",
      {
        ...under({ callerId: { required: true, sameCountry: true } }),
        callerId: { e164: "+12125552368", country: "US" },
      },
      null,
    ],
    ["outside_schedule", { campaign: { ...good.campaign, schedule: daily([900, 960]) } }, "2026-06-01T07:00:00.000Z"],
    [
      "not_due",
      { contact: { ...good.contact, nextAttemptAt: new Date(now.getTime() + 1) } },
      "2026-06-01T02:00:00.001Z",
    ],
    ["callback_reserved", { contact: { ...good.contact, callbackBy: "anna" } }, null],
    ["agent_only", { contact: { ...good.contact, agentOnlyUntil: later } }, "2026-06-05T02:00:00.000Z"],
    // Three tries in the thirty days up to today; the second of them, of 4 May, falls out on 3 June.
    ["attempts_month", { ...caps({ perThirtyDays: 2 }), ...tried(29, 28, 2) }, "2026-06-03T01:00:00.000Z"],
    // Today is a Monday: yesterday was another week.
    ["attempts_week", { ...caps({ perWeek: 1 }), ...tried(1, 0) }, "2026-06-08T01:00:00.000Z"],
    ["attempts_today", { ...caps({ perDay: 2 }), ...tried(0.1, 0.01) }, "2026-06-02T01:00:00.000Z"],
    [
      "holiday",
      { campaign: { ...good.campaign, callingWindow: { ...DEFAULT_CALLING_WINDOW, holidays: ["2026-06-01"] } } },
      "2026-06-02T01:00:00.000Z",
    ],
    ["outside_window", { point: newYork }, "2026-06-01T13:00:00.000Z"],
    ["no_trunk", { lines: { trunkFree: 0, channelsFree: 1 } }, null],
    ["no_channel", { lines: { trunkFree: 1, channelsFree: 0 } }, null],
  ];

  it.each(refusals)("refuses: %s", (reason, over, retryAt) => {
    const decision = evaluateEligibility({ ...good, ...over }, now);
    expect(decision).toMatchObject({ ok: false, reason, gateVersion: GATE_VERSION });
    expect(decision.ok ? undefined : (decision.retryAt?.toISOString() ?? null)).toBe(retryAt);
  });

  it("has a test for each reason", () => expect(refusals.map(([reason]) => reason)).toEqual([...INELIGIBLE_REASONS]));

  it.each<[string, Partial<EligibilitySnapshot>, string, string | null]>([
    ["no trunk at all", { lines: { trunkFree: null, channelsFree: 1 } }, "no_trunk", null],
    [
      "a contract that begins tomorrow, until its first midnight",
      { contract: { ...good.contract, startsOn: "2026-06-02", endsOn: null } },
      "contract_not_active",
      "2026-06-01T16:00:00.000Z",
    ],
    [
      "a contract over since yesterday",
      { contract: { ...good.contract, endsOn: "2026-05-31" } },
      "contract_not_active",
      null,
    ],
    [
      "due in the evening: when the window opens after that",
      { contact: { ...good.contact, nextAttemptAt: new Date("2026-06-01T12:00:00Z") } },
      "not_due",
      "2026-06-02T01:00:00.000Z",
    ],
    [
      "the operator's list goes before the tenant's",
      { doNotCall: { operator: forGood, tenant: forGood, campaign: forGood, register: null } },
      "dnc_operator",
      null,
    ],
    [
      "what lasts goes before what passes",
      {
        consent: { ...good.consent, basis: null },
        lines: { trunkFree: 0, channelsFree: 0 },
        point: newYork,
      },
      "consent_missing",
      null,
    ],
  ])("%s", (_, over, reason, retryAt) => {
    const decision = evaluateEligibility({ ...good, ...over }, now);
    expect(decision).toMatchObject({ ok: false, reason });
    expect(decision.ok ? undefined : (decision.retryAt?.toISOString() ?? null)).toBe(retryAt);
  });

  it("an expired do-not-call entry is none; one that expires now is none either", () => {
    const expired = { expiresAt: now };
    const doNotCall = { ...good.doNotCall, operator: expired, tenant: expired, campaign: expired };
    expect(evaluateEligibility({ ...good, doNotCall }, now).ok).toBe(true);
  });

  it("the contract's last day is included, to its last millisecond in the tenant's zone", () => {
    const always = { ...good.campaign.callingWindow.weekly, mon: [[0, 1440]] as const, tue: [[0, 1440]] as const };
    const open = { ...good, campaign: { ...good.campaign, callingWindow: { weekly: always, holidays: [] } } };
    expect(evaluateEligibility(open, new Date("2026-06-01T15:59:59.999Z")).ok).toBe(true);
    expect(evaluateEligibility(open, new Date("2026-06-01T16:00:00.000Z"))).toMatchObject({
      reason: "contract_not_active",
    });
  });
});

describe("the profile", () => {
  const passes = (over: Partial<EligibilitySnapshot>, at = now) => {
    const answer = evaluateEligibility({ ...good, ...over }, at);
    return answer.ok ? "ok" : answer.reason;
  };

  it("asks express consent of the contact's own, proven and young enough", () => {
    const rules = under({ consent: express });
    expect(passes({ ...rules, consent: consented })).toBe("ok");
    expect(passes({ ...rules, consent: { ...consented, at: null } })).toBe("consent_missing");
    // The thirtieth day after it is the first that it does not count on.
    const at = new Date("2026-05-02T02:00:00.001Z");
    expect(passes({ ...rules, consent: { ...consented, at } })).toBe("ok");
    expect(passes({ ...rules, consent: { ...consented, at: later } })).toBe("consent_missing");
  });

  it("asks it of a call without an agent where a machine may speak with consent only", () => {
    const rules = under({ agentless: "with_consent" });
    expect(passes(rules)).toBe("ok");
    expect(passes({ ...rules, attempt: { kind: "agentless", agent: null } })).toBe("consent_missing");
    expect(passes({ ...rules, attempt: { kind: "agentless", agent: null }, consent: consented })).toBe("ok");
  });

  it("lets a message be left where it is allowed, or the contact agreed", () => {
    const drop = (over: Partial<EligibilitySnapshot>) => {
      const answer = evaluateEligibility({ ...good, ...over }, now);
      return answer.ok && answer.rule.messageDrop;
    };
    expect(drop(under({ messageDrop: "forbidden" }))).toBe(false);
    expect(drop(under({ messageDrop: "with_consent" }))).toBe(false);
    expect(drop({ ...under({ messageDrop: "with_consent" }), consent: consented })).toBe(true);
  });

  it("narrows the campaign's window, in a country once more", () => {
    // 10:00 in Shanghai is closed in a profile that opens at noon, and in a country that does.
    const noon = [[720, 1440]] as const;
    const custom = PRESETS.custom.callingWindow;
    expect(passes(under({ callingWindow: { ...custom, weekly: { ...custom.weekly, mon: noon } } }))).toBe(
      "outside_window",
    );
    expect(passes(under({ countries: { CN: { weekly: { mon: noon } } } }))).toBe("outside_window");
    expect(passes(under({ countries: { FR: { weekly: { mon: noon } } } }))).toBe("ok");
    expect(passes(under({ countries: { CN: { holidays: ["2026-06-01"] } } }))).toBe("holiday");
  });

  it("takes the lower cap of campaign and profile, of profile and country", () => {
    expect(passes(caps({ perContact: 1 }))).toBe("attempt_cap");
    expect(passes(caps({ perContact: 9 }))).toBe("ok");
    const country = under({ countries: { CN: { attempts: { perDay: 1 } } } });
    expect(passes({ ...country, ...tried(0.01) })).toBe("attempts_today");
    expect(passes({ ...country, ...tried(1) })).toBe("ok");
  });

  it("counts tries on the contact's own calendar", () => {
    // 23:30 in Shanghai yesterday is another day there, though the same one in UTC.
    const attemptsAt = [new Date("2026-05-31T15:30:00Z")];
    const noonUtc = new Date("2026-05-31T16:30:00Z");
    const open = under({});
    const always = { ...good.campaign, callingWindow: PRESETS.custom.callingWindow };
    const rules = { ...open, ...caps({ perDay: 1 }), campaign: always };
    const contact = { ...good.contact, nextAttemptAt: attemptsAt[0] ?? now };
    expect(passes({ ...rules, contact, point: { ...point, attemptsAt } }, noonUtc)).toBe("ok");
    expect(passes({ ...rules, contact, point: { ...point, attemptsAt, timezone: "UTC" } }, noonUtc)).toBe(
      "attempts_today",
    );
  });

  it("keeps who was left in silence, and who was promised a call, for a reserved agent", () => {
    const contact = { ...good.contact, agentOnlyUntil: later, callbackBy: "anna" };
    expect(passes({ contact, attempt: { kind: "callback", agent: "anna" } })).toBe("ok");
    expect(passes({ contact, attempt: { kind: "preview", agent: "boris" } })).toBe("callback_reserved");
    expect(passes({ contact: { ...contact, callbackBy: null }, attempt: { kind: "preview", agent: "boris" } })).toBe(
      "ok",
    );
  });

  it("keeps a number that any campaign left in silence for a reserved agent", () => {
    const silent = (hoursAgo: number) => ({
      ...under({}, "uk"),
      point: { ...point, country: "GB", abandonedAt: new Date(now.getTime() - hoursAgo * 3_600_000) },
    });
    expect(passes(silent(71))).toBe("agent_only");
    expect(passes(silent(72))).toBe("ok");
    expect(passes({ ...silent(71), attempt: { kind: "preview", agent: "anna" } })).toBe("ok");
    expect(passes({ ...silent(1), ...under({}) })).toBe("ok");
  });

  it("does not tell a person who dials by hand to wait for the retry", () => {
    const contact = { ...good.contact, nextAttemptAt: later };
    expect(passes({ contact, attempt: { kind: "manual", agent: "anna" } })).toBe("ok");
    expect(passes({ contact, attempt: { kind: "preview", agent: "anna" } })).toBe("not_due");
  });

  it("passes over what a permitted person has lifted, says so, and goes on asking", () => {
    const over = { ...good, ...tried(0.01), ...caps({ perDay: 1 }) };
    const lifted = new Set(["attempts_today"] as const);
    expect(evaluateEligibility(over, now, lifted)).toMatchObject({ ok: true, rule: { lifted: ["attempts_today"] } });
    const listed = { ...over, doNotCall: { ...good.doNotCall, operator: forGood } };
    expect(evaluateEligibility(listed, now, lifted)).toMatchObject({ ok: false, reason: "dnc_operator" });
  });
});

describe("why not, and when", () => {
  const closed = {
    ...good,
    ...caps({ perDay: 1 }),
    ...tried(0.01),
    contact: { ...good.contact, nextAttemptAt: new Date("2026-06-01T05:00:00Z") },
    contract: { ...good.contract, endsOn: null },
    campaign: { ...good.campaign, callingWindow: { ...DEFAULT_CALLING_WINDOW, holidays: ["2026-06-02"] } },
  };

  it("names every reason, and finds the instant at which none is left", () => {
    expect(explainEligibility(closed, now).map(({ reason }) => reason)).toEqual(["not_due", "attempts_today"]);
    // Due at 13:00 today, tomorrow by the cap, the day after by the holiday.
    expect(whenEligible(closed, now)?.toISOString()).toBe("2026-06-03T01:00:00.000Z");
    expect(evaluateEligibility(closed, whenEligible(closed, now) ?? now).ok).toBe(true);
  });

  it("waits for a campaign's schedule and for the contact's hours, until both are open", () => {
    // From 08:00 in Shanghai; the contact's own day begins at 09:00 there.
    const early = { ...good, contract: { ...good.contract, endsOn: null } };
    const at = (span: LocalSpan) => ({ ...early, campaign: { ...good.campaign, schedule: daily(span) } });
    const evening = new Date("2026-06-01T12:00:00Z");
    expect(whenEligible(at([480, 600]), evening)?.toISOString()).toBe("2026-06-02T01:00:00.000Z");
    // It narrows and never widens: hours that the contact does not have never come.
    expect(whenEligible(at([1140, 1260]), evening)).toBeNull();
    expect(evaluateEligibility(at([1140, 1260]), evening)).toMatchObject({ ok: false, reason: "outside_window" });
    const ended = { ...daily([480, 1200]), until: "2026-06-01T19:00" };
    expect(evaluateEligibility({ ...early, campaign: { ...good.campaign, schedule: ended } }, evening)).toMatchObject({
      ...{ ok: false, reason: "outside_schedule", retryAt: null },
    });
  });

  it.each([
    ["dialer", "outside_schedule"],
    ["preview", "outside_schedule"],
    ["agentless", "outside_schedule"],
    ["callback", null],
    ["manual", null],
  ] as const)("binds calls of the campaign's own, not what was promised or is dialled by hand: %s", (kind, reason) => {
    const campaign = { ...good.campaign, schedule: daily([900, 960]) };
    const answer = evaluateEligibility({ ...good, campaign, attempt: { kind, agent: "anna" } }, now);
    expect(answer.ok ? null : answer.reason).toBe(reason);
  });

  it("is now for one that may be dialled, though every line is busy", () => {
    const busy = { ...good, lines: { trunkFree: 0, channelsFree: 0 } };
    expect(explainEligibility(busy, now).map(({ reason }) => reason)).toEqual(["no_trunk", "no_channel"]);
    expect(whenEligible(busy, now)).toEqual(now);
  });

  it("is never where a person has to act, or the contract ends first", () => {
    expect(whenEligible({ ...closed, doNotCall: { ...good.doNotCall, tenant: forGood } }, now)).toBeNull();
    expect(whenEligible({ ...closed, contract: good.contract }, now)).toBeNull();
  });
});
