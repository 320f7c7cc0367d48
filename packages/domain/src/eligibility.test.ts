import { describe, expect, it } from "vitest";
import { DEFAULT_CALLING_WINDOW } from "./calling-window.ts";
import { type EligibilitySnapshot, evaluateEligibility, GATE_VERSION, INELIGIBLE_REASONS } from "./eligibility.ts";

/** Monday, 10:00 in Shanghai. */
const now = new Date("2026-06-01T02:00:00Z");
const good: EligibilitySnapshot = {
  campaign: { state: "running", callingWindow: DEFAULT_CALLING_WINDOW, maxAttempts: 3 },
  contract: { state: "active", startsOn: "2026-01-01", endsOn: "2026-06-01", timezone: "Asia/Shanghai" },
  contact: { state: "ready", attempts: 1, nextAttemptAt: now },
  point: { phone: "+8613812345678", timezone: "Asia/Shanghai" },
  consentBasis: "consent",
  doNotCall: { operator: null, tenant: null, campaign: null },
  lines: { trunkFree: 1, channelsFree: 1 },
};
const forGood = { expiresAt: null };
const later = new Date("2026-06-05T02:00:00Z");

describe("the gate", () => {
  it("lets a contact through and says by which rule, as plain JSON", () => {
    const decision = evaluateEligibility(good, now);
    expect(decision).toEqual({
      ok: true,
      rule: {
        gateVersion: GATE_VERSION,
        passed: INELIGIBLE_REASONS,
        decidedAt: "2026-06-01T02:00:00.000Z",
        timezone: "Asia/Shanghai",
        consentBasis: "consent",
        ordinal: 2,
        maxAttempts: 3,
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
    ["no_consent", { consentBasis: null }, null],
    ["dnc_operator", { doNotCall: { ...good.doNotCall, operator: forGood } }, null],
    ["dnc_tenant", { doNotCall: { ...good.doNotCall, tenant: { expiresAt: later } } }, "2026-06-05T02:00:00.000Z"],
    ["dnc_campaign", { doNotCall: { ...good.doNotCall, campaign: forGood } }, null],
    ["attempt_cap", { contact: { ...good.contact, attempts: 3 } }, null],
    ["no_timezone", { point: { phone: "+8613812345678", timezone: "Mars/Olympus" } }, null],
    [
      "not_due",
      { contact: { ...good.contact, nextAttemptAt: new Date(now.getTime() + 1) } },
      "2026-06-01T02:00:00.001Z",
    ],
    ["outside_window", { point: { phone: "+12125552368", timezone: "America/New_York" } }, "2026-06-01T13:00:00.000Z"],
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
      { doNotCall: { operator: forGood, tenant: forGood, campaign: forGood } },
      "dnc_operator",
      null,
    ],
    [
      "what lasts goes before what passes",
      {
        consentBasis: null,
        lines: { trunkFree: 0, channelsFree: 0 },
        point: { phone: "+12125552368", timezone: "America/New_York" },
      },
      "no_consent",
      null,
    ],
  ])("%s", (_, over, reason, retryAt) => {
    const decision = evaluateEligibility({ ...good, ...over }, now);
    expect(decision).toMatchObject({ ok: false, reason });
    expect(decision.ok ? undefined : (decision.retryAt?.toISOString() ?? null)).toBe(retryAt);
  });

  it("an expired do-not-call entry is none; one that expires now is none either", () => {
    const expired = { expiresAt: now };
    expect(
      evaluateEligibility({ ...good, doNotCall: { operator: expired, tenant: expired, campaign: expired } }, now).ok,
    ).toBe(true);
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
