/**
 * The closed value sets of the data (prisma/schema.prisma), as plain unions. A test holds them equal to the schema.
 */
export const DIRECTIONS = ["inbound", "outbound"] as const;
export type Direction = (typeof DIRECTIONS)[number];

export const CONTRACT_STATES = ["draft", "active", "ended"] as const;
export type ContractState = (typeof CONTRACT_STATES)[number];

export const CONSENT_BASES = ["consent", "contract", "legitimate_interest", "public_task"] as const;
export type ConsentBasis = (typeof CONSENT_BASES)[number];

export const CAMPAIGN_PURPOSES = [
  "notice",
  "secretary",
  "errand",
  "new_business",
  "merchant_ad",
  "other",
  "telemarketing",
  "survey",
  "care",
  "collection",
] as const;
export type CampaignPurpose = (typeof CAMPAIGN_PURPOSES)[number];

export const DIAL_MODES = ["preview", "progressive", "predictive", "agentless"] as const;
export type DialMode = (typeof DIAL_MODES)[number];

export const CAMPAIGN_STATES = [
  "draft",
  "submitted",
  "returned",
  "approved",
  "running",
  "paused",
  "completed",
] as const;
export type CampaignState = (typeof CAMPAIGN_STATES)[number];

export const CAMPAIGN_CONTACT_STATES = ["ready", "reserved", "done", "blocked"] as const;
export type CampaignContactState = (typeof CAMPAIGN_CONTACT_STATES)[number];

export const ATTEMPT_STATES = ["reserved", "dialing", "ringing", "answered", "joined", "ended", "released"] as const;
export type AttemptState = (typeof ATTEMPT_STATES)[number];

/** What the network says of a call. */
export const OUTCOMES = [
  "answered",
  "busy",
  "no_answer",
  "rejected",
  "unreachable",
  "machine",
  "abandoned",
  "failed",
] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const DUTY_STATES = ["connecting", "ready", "previewing", "talking", "wrapup", "paused", "off"] as const;
export type DutyState = (typeof DUTY_STATES)[number];

export const DUTY_NEXTS = ["paused", "off"] as const;
export type DutyNext = (typeof DUTY_NEXTS)[number];
