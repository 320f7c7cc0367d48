import type { Tx } from "@callbay/db/client";
import type { Campaign } from "@callbay/db/types";
import { fromDbDate, localDate } from "@callbay/domain/calendar";
import type { CampaignFacts, CampaignParty } from "@callbay/domain/campaign-machine";
import { notFound } from "@callbay/domain/errors";
import { unknownMergeFields } from "@callbay/domain/merge-fields";
import { coversDay } from "../contract/in-force.ts";

/** A campaign and all that its state machine asks about, read within its tenant. @throws CallbayError NOT_FOUND */
export async function loadFacts(
  tx: Tx,
  tenantId: string,
  campaignId: string,
  by: CampaignParty,
  now: Date,
): Promise<{ campaign: Campaign; facts: CampaignFacts }> {
  const found = await tx.campaign.findUnique({
    where: { tenantId_id: { tenantId, id: campaignId } },
    include: {
      lists: {
        select: { listId: true, list: { select: { archivedAt: true, _count: { select: { contacts: true } } } } },
      },
      contract: { select: { state: true, startsOn: true, endsOn: true } },
      tenant: { select: { timezone: true } },
      _count: { select: { dispositions: true } },
    },
  });
  if (!found) throw notFound("campaign");
  const { lists, contract, tenant, _count, ...campaign } = found;
  const days = { startsOn: fromDbDate(contract.startsOn), endsOn: contract.endsOn && fromDbDate(contract.endsOn) };
  const keys = await attributeKeys(
    tx,
    tenantId,
    lists.map(({ listId }) => listId),
  );
  const unknown = unknownMergeFields(campaign.script, keys);
  return {
    campaign,
    facts: {
      by,
      hasList: lists.length > 0,
      listArchived: lists.some(({ list }) => list.archivedAt !== null),
      contacts: lists.reduce((sum, { list }) => sum + list._count.contacts, 0),
      hasCallerId: campaign.callerIdId !== null,
      dispositions: _count.dispositions,
      unknownScriptFields: unknown.length,
      contractActive: contract.state === "active" && coversDay(days, localDate(now, tenant.timezone)),
    },
  };
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
