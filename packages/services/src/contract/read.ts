import type { Tx } from "@callbay/db/client";
import { fromDbDate } from "@callbay/domain/calendar";
import { operatorQuery, tenantQuery, z } from "../verb.ts";
import { loadContract } from "./load.ts";
import { type ContractView, presentContract } from "./present.ts";

/** All contracts, or one client's, newest first. */
export const listContracts = operatorQuery({
  name: "contract.list",
  permission: "platform.contract.read",
  input: z.strictObject({ tenantId: z.uuid().optional() }),
  run: async ({ tx }, { tenantId }) => {
    const rows = await tx.contract.findMany({
      where: tenantId ? { tenantId } : {},
      orderBy: { id: "desc" },
      include: {
        tenant: { select: { name: true } },
        legalEntity: { select: { name: true } },
        _count: { select: { versions: true } },
      },
    });
    return {
      items: rows.map((row) => ({
        id: row.id,
        tenantId: row.tenantId,
        tenantName: row.tenant.name,
        legalEntityName: row.legalEntity.name,
        reference: row.reference,
        form: row.form,
        currency: row.currency,
        state: row.state,
        startsOn: fromDbDate(row.startsOn),
        endsOn: row.endsOn && fromDbDate(row.endsOn),
        billedThrough: row.billedThrough && fromDbDate(row.billedThrough),
        versions: row._count.versions,
        createdAt: row.createdAt,
      })),
    };
  },
});

/** One contract with its versions, each price explained. */
export const getContract = operatorQuery({
  name: "contract.get",
  permission: "platform.contract.read",
  input: z.strictObject({ tenantId: z.uuid(), contractId: z.uuid() }),
  run: ({ tx, now }, { tenantId, contractId }) => viewContract(tx, tenantId, contractId, now),
});

/** The contracts of the caller's company, drafts left out, each price explained. */
export const myContracts = tenantQuery({
  name: "contract.mine",
  permission: "contract.read",
  input: z.strictObject({}),
  run: async ({ tx, tenantId, now }) => {
    const rows = await tx.contract.findMany({
      where: { tenantId, state: { not: "draft" } },
      orderBy: { id: "desc" },
      select: { id: true },
    });
    const items: (ContractView & { legalEntity: LegalEntityView })[] = [];
    for (const { id } of rows) items.push(await viewContract(tx, tenantId, id, now));
    return { items };
  },
});

interface LegalEntityView {
  readonly id: string;
  readonly name: string;
}

async function viewContract(tx: Tx, tenantId: string, contractId: string, now: Date) {
  const contract = await loadContract(tx, tenantId, contractId);
  const legalEntity: LegalEntityView = await tx.legalEntity.findUniqueOrThrow({
    where: { id: contract.row.legalEntityId },
    select: { id: true, name: true },
  });
  return { ...presentContract(contract, now), legalEntity };
}
