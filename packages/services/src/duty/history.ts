import type { Tx } from "@callbay/db/client";
import { parseDispositionValues } from "@callbay/domain/disposition-fields-schema";

const HISTORY = 10;

/** Earlier calls with the same contact, whoever had them; without the one in hand. */
export async function readHistory(tx: Tx, tenantId: string, contactId: string, butNot?: string) {
  const calls = await tx.call.findMany({
    where: { tenantId, contactId, ...(butNot ? { id: { not: butNot } } : {}) },
    select: {
      id: true,
      startedAt: true,
      outcome: true,
      talkMs: true,
      note: true,
      dispositionValues: true,
      disposition: { select: { label: true } },
      membership: { select: { account: { select: { name: true } } } },
    },
    orderBy: { startedAt: "desc" },
    take: HISTORY,
  });
  return calls.map(({ id, disposition, membership, dispositionValues, ...call }) => ({
    callId: id,
    ...call,
    values: parseDispositionValues(dispositionValues),
    disposition: disposition?.label ?? null,
    agentName: membership?.account.name ?? null,
  }));
}
