import type { Tx } from "@callbay/db/client";
import type { Campaign } from "@callbay/db/types";
import { parseAgentlessScript, parseAnsweringMachine } from "@callbay/domain/agentless/parse";
import { fromDbDate, localDate } from "@callbay/domain/calendar";
import { parseCallingWindow } from "@callbay/domain/calling-window";
import type { CampaignFacts, CampaignParty } from "@callbay/domain/campaign-machine";
import { isScheduleOver } from "@callbay/domain/campaign-schedule";
import { storedSchedule } from "@callbay/domain/campaign-schedule/parse";
import { type CampaignSettings, type ProfileRefusal, profileRefusals } from "@callbay/domain/compliance/campaign";
import { notFound } from "@callbay/domain/errors";
import { unknownMergeFields } from "@callbay/domain/merge-fields";
import { profileOf } from "../compliance/rules-of.ts";
import { coversDay } from "../contract/in-force.ts";

/** A campaign and all that its state machine asks about, read within its tenant. @throws CallbayError NOT_FOUND */
export async function loadFacts(
  tx: Tx,
  tenantId: string,
  campaignId: string,
  by: CampaignParty,
  now: Date,
): Promise<{
  campaign: Campaign;
  facts: CampaignFacts;
  /** What its compliance profile does not allow in it. */
  profileRefusals: ProfileRefusal[];
}> {
  const found = await tx.campaign.findUnique({
    where: { tenantId_id: { tenantId, id: campaignId } },
    include: {
      lists: {
        select: { listId: true, list: { select: { archivedAt: true, _count: { select: { contacts: true } } } } },
      },
      contract: { select: { state: true, startsOn: true, endsOn: true } },
      tenant: { select: { timezone: true } },
      compliance: { select: { id: true, revision: true, rules: true } },
      dispositions: { select: { code: true } },
    },
  });
  if (!found) throw notFound("campaign");
  const { lists, contract, tenant, compliance, dispositions, ...campaign } = found;
  const days = { startsOn: fromDbDate(contract.startsOn), endsOn: contract.endsOn && fromDbDate(contract.endsOn) };
  const keys = await attributeKeys(
    tx,
    tenantId,
    lists.map(({ listId }) => listId),
  );
  const unknown = unknownMergeFields(campaign.script, keys);
  return {
    campaign,
    profileRefusals: profileRefusals(settingsOf(campaign), profileOf(compliance).rules),
    facts: {
      by,
      hasList: lists.length > 0,
      listArchived: lists.some(({ list }) => list.archivedAt !== null),
      contacts: lists.reduce((sum, { list }) => sum + list._count.contacts, 0),
      hasCallerId: campaign.callerIdId !== null,
      dispositions: dispositions.length,
      lacksAgentlessScript: lacksScript(campaign, new Set(dispositions.map(({ code }) => code))),
      isAgentless: campaign.dialMode === "agentless",
      unknownScriptFields: unknown.length,
      scheduleOver: isScheduleOver(storedSchedule(campaign.schedule), now),
      contractActive: contract.state === "active" && coversDay(days, localDate(now, tenant.timezone)),
    },
  };
}

function settingsOf(campaign: Campaign): CampaignSettings {
  const { dialMode, ringTimeoutMs, joinDeadlineMs, maxAbandonedPpm } = campaign;
  return {
    ...{ dialMode, ringTimeoutMs, joinDeadlineMs, maxAbandonedPpm },
    callingWindow: parseCallingWindow(campaign.callingWindow),
    hasCallerId: campaign.callerIdId !== null,
    machine: parseAnsweringMachine(campaign.machine),
    agentless: dialMode === "agentless",
  };
}

/** A campaign that speaks by itself needs what it says, and its keys may only mean results that it has. */
function lacksScript({ dialMode, agentless }: Campaign, codes: ReadonlySet<string>): boolean {
  if (dialMode !== "agentless") return false;
  if (agentless === null) return true;
  const keys = Object.values(parseAgentlessScript(agentless).keys);
  return keys.some((key) => key?.do === "answer" && !codes.has(key.disposition));
}

/** The columns that the files of these lists brought; null without a list, so that any field may be. */
export async function attributeKeys(tx: Tx, tenantId: string, listIds: readonly string[]): Promise<string[] | null> {
  if (listIds.length === 0) return null;
  // The newest thousand contacts of each list tell the columns of its files; a scan of a million would tell no more.
  const rows = await tx.$queryRaw<{ key: string }[]>`
    SELECT DISTINCT jsonb_object_keys(c.attributes) AS key
    FROM unnest(${[...listIds]}::uuid[]) AS l(id)
    CROSS JOIN LATERAL (
      SELECT attributes FROM contact WHERE tenant_id = ${tenantId}::uuid AND list_id = l.id
      ORDER BY id DESC LIMIT 1000) c`;
  return rows.map((row) => row.key);
}
