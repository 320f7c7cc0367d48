import type { RouterInputs, RouterOutputs } from "@callbay/api/router";
import type { AgentlessScript, AnsweringMachine } from "@callbay/domain/agentless/types";
import type { CallingWindow } from "@callbay/domain/calling-window/hours";
import type { CampaignSchedule } from "@callbay/domain/campaign-schedule/types";
import type { DispositionField } from "@callbay/domain/disposition-fields";
import type { RetryRules } from "@callbay/domain/retry";
import type { CampaignPurpose, DialMode } from "@callbay/domain/values";

export type CampaignView = RouterOutputs["campaigns"]["get"];

export interface DispositionDraft {
  /** Tells rows apart while they are edited; a saved one has its code. */
  readonly key: string;
  readonly code: string;
  readonly label: string;
  readonly success: boolean;
  readonly doNotCall: boolean;
  readonly retryAfterMinutes: number | null;
  /** What its agent fills in, in this order. */
  readonly fields: readonly DispositionField[];
}

/** A list that the campaign draws from. */
export interface DraftList {
  readonly listId: string;
  readonly weight: number;
  readonly segmentId: string | null;
}

/** What the editor holds: everything a person can change, as plain values. */
export interface Draft {
  readonly name: string;
  readonly purpose: CampaignPurpose;
  readonly contractId: string;
  readonly lists: readonly DraftList[];
  readonly callerIdId: string | null;
  /** A revision of a compliance profile; null: the preset without rules of its own. */
  readonly complianceId: string | null;
  readonly dialMode: DialMode;
  readonly machine: AnsweringMachine;
  readonly agentless: AgentlessScript | null;
  readonly priority: number;
  readonly share: number;
  readonly script: string;
  readonly callingWindow: CallingWindow;
  readonly retryRules: RetryRules;
  /** When it starts, rests and stops by itself; null: people do. */
  readonly schedule: CampaignSchedule | null;
  readonly ringTimeoutMs: number;
  readonly joinDeadlineMs: number;
  readonly maxAbandonedPpm: number;
  readonly maxChannels: number | null;
  readonly recordingForced: boolean;
  readonly dispositions: readonly DispositionDraft[];
  readonly agents: readonly string[];
}

type Patch = Omit<RouterInputs["campaigns"]["update"], "campaignId" | "revision">;

const PATCHED = [
  "name",
  "purpose",
  "contractId",
  "lists",
  "callerIdId",
  "complianceId",
  "dialMode",
  "machine",
  "agentless",
  "priority",
  "share",
  "script",
  "callingWindow",
  "schedule",
  "retryRules",
  "ringTimeoutMs",
  "joinDeadlineMs",
  "maxAbandonedPpm",
  "maxChannels",
  "recordingForced",
] as const satisfies readonly (keyof Draft & keyof Patch)[];

export function draftOf(campaign: CampaignView): Draft {
  return {
    name: campaign.name,
    purpose: campaign.purpose,
    contractId: campaign.contract.id,
    lists: campaign.lists.map(({ listId, weight, segmentId }) => ({ listId, weight, segmentId })),
    callerIdId: campaign.callerId?.id ?? null,
    complianceId: campaign.compliance?.id ?? null,
    dialMode: campaign.dialMode,
    machine: campaign.machine,
    agentless: campaign.agentless,
    priority: campaign.priority,
    share: campaign.share,
    script: campaign.script,
    callingWindow: campaign.callingWindow,
    schedule: campaign.schedule,
    retryRules: campaign.retryRules,
    ringTimeoutMs: campaign.ringTimeoutMs,
    joinDeadlineMs: campaign.joinDeadlineMs,
    maxAbandonedPpm: campaign.maxAbandonedPpm,
    maxChannels: campaign.maxChannels,
    recordingForced: campaign.recordingForced,
    dispositions: campaign.dispositions.map(({ code, label, success, doNotCall, retryAfterMinutes, fields }) => ({
      key: code,
      code,
      label,
      success,
      doNotCall,
      retryAfterMinutes,
      fields,
    })),
    agents: campaign.agents.map(({ membershipId }) => membershipId).sort(),
  };
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Only what was changed is sent, so that two people who edit different things do not undo each other. */
export function patchOf(base: Draft, draft: Draft): Patch {
  return Object.fromEntries(PATCHED.filter((key) => !same(base[key], draft[key])).map((key) => [key, draft[key]]));
}

/** What others saved since this draft began, by the names of its fields. */
export function changedFields(base: Draft, newer: Draft): (keyof Draft)[] {
  return [
    ...PATCHED.filter((key) => !same(base[key], newer[key])),
    ...(dispositionsChanged(base, newer) ? (["dispositions"] as const) : []),
    ...(agentsChanged(base, newer) ? (["agents"] as const) : []),
  ];
}

export function dispositionsChanged(base: Draft, draft: Draft): boolean {
  const plain = (rows: readonly DispositionDraft[]) => rows.map(({ key: _key, ...row }) => row);
  return !same(plain(base.dispositions), plain(draft.dispositions));
}

export function agentsChanged(base: Draft, draft: Draft): boolean {
  return !same([...base.agents].sort(), [...draft.agents].sort());
}

export function isChanged(base: Draft, draft: Draft): boolean {
  return Object.keys(patchOf(base, draft)).length > 0 || dispositionsChanged(base, draft) || agentsChanged(base, draft);
}

/**
 * The draft on a newer base: what this person changed stays theirs, everything else is as it was saved by others.
 */
export function rebased(base: Draft, draft: Draft, newer: Draft): Draft {
  return {
    ...newer,
    ...Object.fromEntries(PATCHED.filter((key) => !same(base[key], draft[key])).map((key) => [key, draft[key]])),
    ...(dispositionsChanged(base, draft) ? { dispositions: draft.dispositions } : {}),
    ...(agentsChanged(base, draft) ? { agents: draft.agents } : {}),
  };
}

/** A code for a label, unlike the others: "Not interested" → not_interested. What has no Latin letters is numbered. */
export function codeFor(label: string, taken: readonly string[]): string {
  const plain = label
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 36);
  const stem = plain || "result";
  for (let i = 1; ; i += 1) {
    const code = i === 1 && plain ? stem : `${stem}_${i}`;
    if (!taken.includes(code)) return code;
  }
}
