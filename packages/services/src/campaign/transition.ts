import type { Prisma } from "@callbay/db/client";
import type { Campaign } from "@callbay/db/types";
import {
  type CampaignAction,
  type CampaignFacts,
  type CampaignParty,
  type CampaignRefusal,
  campaignTransition,
} from "@callbay/domain/campaign-machine";
import type { ProfileRefusal } from "@callbay/domain/compliance/campaign";
import { CallbayError } from "@callbay/domain/errors";
import type { Unit } from "../verb.ts";
import { loadFacts } from "./facts.ts";

/**
 * Takes a campaign one step along its machine: decides, writes only if nobody was quicker, audits, and tells both the
 * tenant's screens and the dial loop's supervisor.
 *
 * @throws CallbayError NOT_FOUND, CAMPAIGN_AGAINST_PROFILE, or the machine's refusal with what is missing
 */
export async function takeStep(
  unit: Unit,
  { tenantId, campaignId, action, by, reason, contactsLeft }: Step,
  extra: Prisma.CampaignUpdateManyMutationInput = {},
): Promise<Campaign> {
  const { tx, now } = unit;
  const { campaign, facts, profileRefusals } = await loadFacts(tx, tenantId, campaignId, by, now);
  const asked: CampaignFacts = {
    ...facts,
    ...(reason === undefined ? {} : { reason }),
    ...(contactsLeft === undefined ? {} : { contactsLeft }),
  };
  const next = campaignTransition(campaign.state, action, asked);
  if (!next.ok) throw refusal(next.code, action, campaign.state, next.missing);
  if (BOUND.has(action) && profileRefusals.length > 0) throw againstProfile(profileRefusals);
  const { count } = await tx.campaign.updateMany({
    where: { tenantId, id: campaignId, state: campaign.state },
    data: { state: next.state, stateReason: next.stateReason, ...extra },
  });
  if (count === 0) throw refusal("CAMPAIGN_WRONG_STATE", action, campaign.state, []);
  await unit.audit({
    action: `campaign.${action}`,
    entity: "campaign",
    entityId: campaignId,
    tenantId,
    before: { state: campaign.state },
    after: { state: next.state, reason: next.stateReason },
  });
  unit.emit({ type: "campaign.changed", campaignId }, { tenantId });
  unit.emit({ type: "campaign.changed", campaignId }, "operator");
  return { ...campaign, state: next.state, stateReason: next.stateReason };
}

/** Steps towards dialling: the compliance profile has its say. The gate judges every single call all the same. */
const BOUND: ReadonlySet<CampaignAction> = new Set(["submit", "approve", "start", "resume"]);

function againstProfile(refusals: readonly ProfileRefusal[]): CallbayError {
  return new CallbayError(
    "precondition",
    "CAMPAIGN_AGAINST_PROFILE",
    "The campaign asks for something that its compliance profile does not allow. Nothing was changed; change the campaign, or choose another profile.",
    { refusals },
  );
}

export interface Step {
  readonly tenantId: string;
  readonly campaignId: string;
  readonly action: CampaignAction;
  readonly by: CampaignParty;
  readonly reason?: string;
  readonly contactsLeft?: number;
}

const SENTENCES: Readonly<Record<CampaignRefusal, string>> = {
  CAMPAIGN_WRONG_STATE: "The campaign is not in a state that allows this. Nothing was changed; look at it again.",
  CAMPAIGN_NOT_ALLOWED: "This step is not yours to take. Nothing was changed.",
  CAMPAIGN_INCOMPLETE: "The campaign is not complete. Nothing was changed; add what is missing and try again.",
  CAMPAIGN_REASON_REQUIRED: "Say why, so that the client knows what to change. Nothing was changed.",
  CAMPAIGN_NOT_EXHAUSTED: "The campaign still has contacts to dial. Nothing was changed.",
};

function refusal(code: CampaignRefusal, action: CampaignAction, state: string, missing: readonly string[]) {
  const kind =
    code === "CAMPAIGN_REASON_REQUIRED" ? "invalid" : code === "CAMPAIGN_INCOMPLETE" ? "precondition" : "conflict";
  return new CallbayError(kind, code, SENTENCES[code], { action, state, missing });
}
