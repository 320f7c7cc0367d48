import type { Tx } from "@callbay/db/client";
import type { Group } from "@callbay/domain/reports/dimensions";

/** Names of what rows stand for, by id. Groups of time have none: their key says it. */
export async function labelsOf(
  tx: Tx,
  tenantId: string,
  group: Group,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const where = { tenantId, id: { in: [...new Set(ids)] } };
  switch (group) {
    case "campaign":
      return named(await tx.campaign.findMany({ where, select: { id: true, name: true } }));
    case "list":
      return named(await tx.contactList.findMany({ where, select: { id: true, name: true } }));
    case "team":
      return named(await tx.orgUnit.findMany({ where, select: { id: true, name: true } }));
    case "agent": {
      const people = await tx.membership.findMany({ where, select: { id: true, account: { select: { name: true } } } });
      return named(people.map(({ id, account }) => ({ id, name: account.name })));
    }
    case "disposition": {
      const select = { id: true, label: true, campaign: { select: { name: true } } };
      const rows = await tx.campaignDisposition.findMany({ where, select });
      return named(rows.map(({ id, label, campaign }) => ({ id, name: `${label} (${campaign.name})` })));
    }
    default:
      return new Map();
  }
}

const named = (rows: readonly { readonly id: string; readonly name: string }[]) =>
  new Map(rows.map(({ id, name }) => [id, name]));
