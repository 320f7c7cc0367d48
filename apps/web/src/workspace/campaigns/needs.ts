import type { CampaignNeed } from "@callbay/domain/campaign-machine";
import type { CampaignView } from "./draft.ts";
import type { SectionName } from "./section.tsx";

/** Where in the editor each missing thing is mended. */
export const SECTION_OF_NEED: Readonly<Record<CampaignNeed, SectionName>> = {
  contract: "basics",
  list: "audience",
  list_archived: "audience",
  contacts: "audience",
  caller_id: "audience",
  script_fields: "script",
  agentless_script: "calling",
  dispositions: "dispositions",
  schedule: "schedule",
};

/** What a campaign as it is saved still lacks before it can be submitted. */
export function needsOf({ facts }: CampaignView): CampaignNeed[] {
  const needs: CampaignNeed[] = [];
  if (!facts.contractActive) needs.push("contract");
  if (!facts.hasList) needs.push("list");
  else if (facts.listArchived) needs.push("list_archived");
  else if (facts.contacts <= 0) needs.push("contacts");
  if (!facts.hasCallerId) needs.push("caller_id");
  if (facts.scheduleOver) needs.push("schedule");
  if (facts.unknownScriptFields > 0) needs.push("script_fields");
  if (facts.lacksAgentlessScript) needs.push("agentless_script");
  if (facts.dispositions < 1 && !facts.isAgentless) needs.push("dispositions");
  return needs;
}
