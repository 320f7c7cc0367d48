import type { AnsweringMachine } from "../agentless/types.ts";
import type { CallingWindow } from "../calling-window/hours.ts";
import type { DialMode } from "../values.ts";
import type { ComplianceRules } from "./types.ts";
import { effectiveWindow, everOpens } from "./window.ts";

/** What a profile looks at in a campaign, before anybody is dialled. */
export interface CampaignSettings {
  readonly dialMode: DialMode;
  readonly callingWindow: CallingWindow;
  readonly ringTimeoutMs: number;
  readonly joinDeadlineMs: number;
  readonly maxAbandonedPpm: number;
  readonly hasCallerId: boolean;
  readonly machine: AnsweringMachine;
  /** Does it speak without an agent? */
  readonly agentless: boolean;
}

/** In the order of the campaign's editor. */
export const PROFILE_REFUSALS = [
  "window_never_opens",
  "ring_too_short",
  "join_deadline_too_long",
  "abandoned_limit_too_high",
  "caller_id_required",
  "machine_detection_forbidden",
  "message_drop_forbidden",
  "agentless_forbidden",
] as const;
export type ProfileRefusalReason = (typeof PROFILE_REFUSALS)[number];

export interface ProfileRefusal {
  readonly reason: ProfileRefusalReason;
  /** The campaign's field that is to be changed. */
  readonly field: keyof CampaignSettings;
  /** What the profile asks for, where it is a number. */
  readonly limit: number | null;
}

/**
 * What a campaign's settings ask that its profile does not allow. None: the campaign may be submitted and started; the
 * gate still judges every single call. Pure.
 */
export function profileRefusals(campaign: CampaignSettings, rules: ComplianceRules): ProfileRefusal[] {
  const { abandoned } = rules;
  const { machine } = campaign;
  const no = (
    holds: boolean,
    reason: ProfileRefusalReason,
    field: keyof CampaignSettings,
    limit: number | null = null,
  ) => (holds ? [{ reason, field, limit }] : []);
  return [
    ...no(!everOpens(effectiveWindow(campaign.callingWindow, rules, "")), "window_never_opens", "callingWindow"),
    ...no(campaign.ringTimeoutMs < abandoned.minRingMs, "ring_too_short", "ringTimeoutMs", abandoned.minRingMs),
    ...no(
      campaign.joinDeadlineMs > abandoned.joinDeadlineMs,
      "join_deadline_too_long",
      "joinDeadlineMs",
      abandoned.joinDeadlineMs,
    ),
    ...no(
      abandoned.maxPpm !== null && campaign.maxAbandonedPpm > abandoned.maxPpm,
      "abandoned_limit_too_high",
      "maxAbandonedPpm",
      abandoned.maxPpm,
    ),
    ...no(rules.callerId.required && !campaign.hasCallerId, "caller_id_required", "hasCallerId"),
    ...no(machine.detect && rules.machineDetection === "forbidden", "machine_detection_forbidden", "machine"),
    ...no(
      machine.detect && machine.action === "message" && rules.messageDrop === "forbidden",
      "message_drop_forbidden",
      "machine",
    ),
    ...no(
      (campaign.agentless || campaign.dialMode === "agentless") && rules.agentless === "forbidden",
      "agentless_forbidden",
      "agentless",
    ),
  ];
}
