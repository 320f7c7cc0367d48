import { type CostMark, costMarks } from "@callbay/db/sql/billing-live";
import { localDate } from "@callbay/domain/calendar";
import { createProcessMemory, type KeptCost } from "../memory.ts";
import { operatorQuery, z } from "../verb.ts";
import { costSoFar } from "./current.ts";

/** Clients priced in one answer: a console with hundreds of them is filled in steps, and one look stays cheap. */
const MOST_AT_ONCE = 25;
/** A client whose agents talk has new usage all the time, and is priced no more often than this. */
const LEAST_AGE_MS = 30_000;
/** After this it is priced again, whatever changed. */
const MOST_AGE_MS = 600_000;

/**
 * What the open period of each client costs, one sum per currency, priced by the rules of its invoice. A cost is kept
 * until there is new usage, somebody changes something, or the client's day ends; those that are due are priced a few at a
 * time, the longest waiting first, and `behind` says how many are left for the next look.
 */
export const liveCosts = operatorQuery({
  name: "billing.live",
  permission: "platform.billing.read",
  input: z.strictObject({}),
  timeoutMs: 60_000,
  run: async ({ tx, now, deps }) => {
    const { costs: kept } = deps.memory ?? createProcessMemory();
    const marks = await costMarks(tx);
    const pricedAt = ({ tenantId }: CostMark): number => kept.get(tenantId)?.at.getTime() ?? 0;
    const due = marks
      .filter((mark) => isDue(mark, kept.get(mark.tenantId), now))
      .sort((a, b) => pricedAt(a) - pricedAt(b));
    for (const mark of due.slice(0, MOST_AT_ONCE)) {
      const sums = new Map<string, bigint>();
      for (const { currency, netMinor } of await costSoFar(tx, mark.tenantId, now))
        sums.set(currency, (sums.get(currency) ?? 0n) + netMinor);
      const list = [...sums].map(([currency, netMinor]) => ({ currency, netMinor }));
      kept.set(mark.tenantId, { at: now, of: countedFrom(mark, now), sums: list });
    }
    const items = marks.flatMap(({ tenantId }) => {
      const known = kept.get(tenantId);
      return known ? [{ tenantId, at: known.at, sums: known.sums }] : [];
    });
    return { items, behind: Math.max(0, due.length - MOST_AT_ONCE) };
  },
});

function isDue(mark: CostMark, known: KeptCost | undefined, now: Date): boolean {
  if (!known) return true;
  const age = now.getTime() - known.at.getTime();
  return age >= MOST_AGE_MS || (age >= LEAST_AGE_MS && known.of !== countedFrom(mark, now));
}

const countedFrom = ({ usageId, changedAt, timezone }: CostMark, now: Date): string =>
  `${usageId} ${changedAt?.getTime()} ${localDate(now, timezone)}`;
