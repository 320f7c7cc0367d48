import type { CampaignState } from "./values.ts";

export const CAMPAIGN_ACTIONS = ["submit", "approve", "return", "start", "pause", "resume", "complete"] as const;
export type CampaignAction = (typeof CAMPAIGN_ACTIONS)[number];

/** On whose behalf: the tenant's people, the operator's people, or a process of ours. Roles are judged by permissions. */
export type CampaignParty = "tenant" | "operator" | "system";

/** What a campaign may lack before it can be submitted or dial. */
export const CAMPAIGN_NEEDS = [
  "list",
  "list_archived",
  "contacts",
  "caller_id",
  "dispositions",
  "agentless_script",
  "script_fields",
  "contract",
  "schedule",
] as const;
export type CampaignNeed = (typeof CAMPAIGN_NEEDS)[number];

export interface CampaignFacts {
  readonly by: CampaignParty;
  /** Why; required to return a campaign. */
  readonly reason?: string;
  readonly hasList: boolean;
  readonly listArchived: boolean;
  /** Contacts on its list. */
  readonly contacts: number;
  readonly hasCallerId: boolean;
  readonly dispositions: number;
  /** Does it call without agents? Then its keys say what came of a call. */
  readonly isAgentless: boolean;
  /** Without agents it needs a script of its own, whose results it has. */
  readonly lacksAgentlessScript: boolean;
  /** Unknown merge fields of its script. */
  readonly unknownScriptFields: number;
  /** Is its contract active today, and does the contract cover outbound calls of it? */
  readonly contractActive: boolean;
  /** Has the end of its schedule come? It would stop again at once. */
  readonly scheduleOver: boolean;
  /** Contacts still ready or reserved. Needed by `complete` of the system alone. */
  readonly contactsLeft?: number;
}

export type CampaignRefusal =
  | "CAMPAIGN_WRONG_STATE"
  | "CAMPAIGN_NOT_ALLOWED"
  | "CAMPAIGN_INCOMPLETE"
  | "CAMPAIGN_REASON_REQUIRED"
  | "CAMPAIGN_NOT_EXHAUSTED";

export type CampaignTransition =
  | { readonly ok: true; readonly state: CampaignState; readonly stateReason: string }
  | { readonly ok: false; readonly code: CampaignRefusal; readonly missing: readonly CampaignNeed[] };

interface Edge {
  readonly from: readonly CampaignState[];
  readonly to: CampaignState;
  readonly by: readonly CampaignParty[];
  /** Must the campaign be complete and its contract active? */
  readonly needsAll: boolean;
}

/**
 * ```
 * draft ─submit→ submitted ─approve→ approved ─start→ running ⇄ paused
 *                  │    ↖submit─ returned                └──complete──→ completed
 *                  └return→ returned
 * ```
 */
const EDGES: Readonly<Record<CampaignAction, Edge>> = {
  submit: { from: ["draft", "returned"], to: "submitted", by: ["tenant"], needsAll: true },
  approve: { from: ["submitted"], to: "approved", by: ["operator"], needsAll: true },
  return: { from: ["submitted", "approved"], to: "returned", by: ["operator"], needsAll: false },
  start: { from: ["approved"], to: "running", by: ["tenant", "system"], needsAll: true },
  pause: { from: ["running"], to: "paused", by: ["tenant", "operator", "system"], needsAll: false },
  resume: { from: ["paused"], to: "running", by: ["tenant"], needsAll: true },
  complete: { from: ["running", "paused"], to: "completed", by: ["tenant", "system"], needsAll: false },
};

/**
 * One step of a campaign, or why not and what is missing (all of it at once, so that a form can say so).
 *
 * The system starts a campaign whose schedule says so, and pauses it at its end; it completes one only when no contact is left; the tenant may stop one at any time. A refused step
 * names one code: the state first, then the party, then what is missing.
 *
 * Source: requirements G24 (no start without approval and an active contract), G30.
 */
export function campaignTransition(
  state: CampaignState,
  action: CampaignAction,
  facts: CampaignFacts,
): CampaignTransition {
  const edge = EDGES[action];
  const no = (code: CampaignRefusal, missing: readonly CampaignNeed[] = []): CampaignTransition => ({
    ok: false,
    code,
    missing,
  });
  if (!edge.from.includes(state)) return no("CAMPAIGN_WRONG_STATE");
  if (!edge.by.includes(facts.by)) return no("CAMPAIGN_NOT_ALLOWED");
  const stateReason = facts.reason?.trim() ?? "";
  if (action === "return" && stateReason === "") return no("CAMPAIGN_REASON_REQUIRED");
  const missing = edge.needsAll ? missingFor(facts) : [];
  if (missing.length > 0) return no("CAMPAIGN_INCOMPLETE", missing);
  if (action === "complete" && facts.by === "system" && facts.contactsLeft !== 0) return no("CAMPAIGN_NOT_EXHAUSTED");
  return { ok: true, state: edge.to, stateReason };
}

/** The actions that a party can choose from in a state, whatever may be missing for them: a screen's buttons. */
export function campaignActions(state: CampaignState, by: CampaignParty): CampaignAction[] {
  return CAMPAIGN_ACTIONS.filter((action) => EDGES[action].from.includes(state) && EDGES[action].by.includes(by));
}

/** May the tenant still change what the operator approves (list, script, purpose, hours)? */
export function isCampaignEditable(state: CampaignState): boolean {
  return state === "draft" || state === "returned";
}

function missingFor(facts: CampaignFacts): CampaignNeed[] {
  const lacks: Readonly<Record<CampaignNeed, boolean>> = {
    list: !facts.hasList,
    list_archived: facts.hasList && facts.listArchived,
    contacts: facts.hasList && !facts.listArchived && facts.contacts <= 0,
    caller_id: !facts.hasCallerId,
    dispositions: facts.dispositions < 1 && !facts.isAgentless,
    agentless_script: facts.lacksAgentlessScript,
    script_fields: facts.unknownScriptFields > 0,
    contract: !facts.contractActive,
    schedule: facts.scheduleOver,
  };
  return CAMPAIGN_NEEDS.filter((need) => lacks[need]);
}
