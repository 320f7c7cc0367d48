import { describe, expect, it } from "vitest";
import {
  CAMPAIGN_ACTIONS,
  CAMPAIGN_NEEDS,
  type CampaignFacts,
  campaignActions,
  campaignTransition,
  isCampaignEditable,
} from "./campaign-machine.ts";
import { CAMPAIGN_STATES, type CampaignState } from "./values.ts";

const good: CampaignFacts = {
  by: "tenant",
  reason: "because",
  hasList: true,
  listArchived: false,
  contacts: 10,
  hasCallerId: true,
  dispositions: 1,
  isAgentless: false,
  lacksAgentlessScript: false,
  unknownScriptFields: 0,
  contractActive: true,
  scheduleOver: false,
  contactsLeft: 0,
};
const PARTIES = ["tenant", "operator", "system"] as const;

/** Rows: from; columns: CAMPAIGN_ACTIONS: submit approve return start pause resume complete. "-" is not drawn. */
const TABLE: Record<CampaignState, string> = {
  draft: "submitted - - - - - -",
  submitted: "- approved returned - - - -",
  returned: "submitted - - - - - -",
  approved: "- - returned running - - -",
  running: "- - - - paused - completed",
  paused: "- - - - - running completed",
  completed: "- - - - - - -",
};
const WHO: Record<string, readonly string[]> = {
  submit: ["tenant"],
  approve: ["operator"],
  return: ["operator"],
  start: ["tenant", "system"],
  pause: ["tenant", "operator", "system"],
  resume: ["tenant"],
  complete: ["tenant", "system"],
};

describe("each state, action and party", () => {
  const cases = CAMPAIGN_STATES.flatMap((state) =>
    CAMPAIGN_ACTIONS.flatMap((action, i) =>
      PARTIES.map((by) => [state, action, by, TABLE[state].split(" ")[i] ?? ""] as const),
    ),
  );
  it.each(cases)("%s, %s by %s", (state, action, by, to) => {
    const step = campaignTransition(state, action, { ...good, by });
    if (to === "-") expect(step).toMatchObject({ ok: false, code: "CAMPAIGN_WRONG_STATE" });
    else if (!WHO[action]?.includes(by)) expect(step).toMatchObject({ ok: false, code: "CAMPAIGN_NOT_ALLOWED" });
    else expect(step).toEqual({ ok: true, state: to, stateReason: "because" });
    expect(campaignActions(state, by).includes(action)).toBe(step.ok);
  });
});

describe("what is missing", () => {
  const lacks: [string, Partial<CampaignFacts>][] = [
    ["list", { hasList: false }],
    ["list_archived", { listArchived: true }],
    ["contacts", { contacts: 0 }],
    ["caller_id", { hasCallerId: false }],
    ["dispositions", { dispositions: 0 }],
    ["agentless_script", { isAgentless: true, lacksAgentlessScript: true, dispositions: 0 }],
    ["script_fields", { unknownScriptFields: 1 }],
    ["contract", { contractActive: false }],
    ["schedule", { scheduleOver: true }],
  ];
  it("has a case for each need", () => expect(lacks.map(([need]) => need)).toEqual([...CAMPAIGN_NEEDS]));

  it.each(lacks)("%s: no submitting, approving, starting or resuming", (need, facts) => {
    const refusal = { ok: false, code: "CAMPAIGN_INCOMPLETE", missing: [need] };
    expect(campaignTransition("draft", "submit", { ...good, ...facts })).toEqual(refusal);
    expect(campaignTransition("submitted", "approve", { ...good, ...facts, by: "operator" })).toEqual(refusal);
    expect(campaignTransition("approved", "start", { ...good, ...facts })).toEqual(refusal);
    expect(campaignTransition("paused", "resume", { ...good, ...facts })).toEqual(refusal);
  });

  it.each(lacks)("%s: pausing and stopping always work", (_, facts) => {
    expect(campaignTransition("running", "pause", { ...good, ...facts }).ok).toBe(true);
    expect(campaignTransition("running", "complete", { ...good, ...facts }).ok).toBe(true);
  });

  it("is told all at once", () => {
    const bare = { ...good, hasList: false, contacts: 0, hasCallerId: false, dispositions: 0, contractActive: false };
    expect(campaignTransition("draft", "submit", bare)).toMatchObject({
      missing: ["list", "caller_id", "dispositions", "contract"],
    });
  });
});

it.each([undefined, "", "  "])("a campaign is not returned for reason %j", (reason) => {
  expect(campaignTransition("submitted", "return", { ...good, by: "operator", reason })).toMatchObject({
    ok: false,
    code: "CAMPAIGN_REASON_REQUIRED",
  });
});

it.each([1, undefined])(
  "the system does not complete a campaign with %s contacts left; the tenant may",
  (contactsLeft) => {
    const facts = { ...good, contactsLeft };
    expect(campaignTransition("running", "complete", { ...facts, by: "system" })).toMatchObject({
      code: "CAMPAIGN_NOT_EXHAUSTED",
    });
    expect(campaignTransition("running", "complete", facts).ok).toBe(true);
  },
);

it("is edited before it is approved, not after", () => {
  expect(CAMPAIGN_STATES.filter(isCampaignEditable)).toEqual(["draft", "returned"]);
});
