import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { type EndedInterval, endedIntervals, takeAgentTime } from "@callbay/db/sql/billing-agent-time";
import { addDays, type LocalDate, localDate, startOfLocalDay, toDbDate } from "@callbay/domain/calendar";
import type { HourlyParams } from "@callbay/domain/rating/price-type";
import { versionForFact } from "../contract/in-force.ts";
import { type LoadedContract, loadContract } from "../contract/load.ts";
import { systemVerb, z } from "../verb.ts";

export interface AgentTimeSince {
  readonly tenantId: string;
  readonly now: Date;
  /** Intervals that ended on this day or later. */
  readonly since: LocalDate;
  /** One contract alone; all of the tenant's when absent. */
  readonly contractId?: string;
}

/** Part of a duty interval on one day, under the terms of one version that bills it. */
interface Slice {
  readonly interval: EndedInterval;
  readonly versionId: string;
  readonly date: LocalDate;
  readonly from: Date;
  readonly to: Date;
}

const CHUNK = 1_000;

/**
 * Writes the time of agents whose contract has a price by the hour for their role and what they were doing: a usage
 * record for each ended duty interval, cut at midnight, and cut by what is on the person's clock already: who serves
 * several clients is never billed twice for the same time. Running it again changes nothing.
 *
 * @returns how many records were new. @throws CallbayError NOT_FOUND.
 */
export async function writeAgentTime(tx: Tx, { tenantId, now, since, contractId }: AgentTimeSince): Promise<number> {
  const contracts = await tx.contract.findMany({
    where: {
      tenantId,
      state: { not: "draft" },
      versions: { some: { components: { some: { type: "hourly" } } } },
      ...(contractId ? { id: contractId } : {}),
    },
    orderBy: { id: "asc" },
    select: { id: true },
  });
  let written = 0;
  for (const { id } of contracts) {
    const contract = await loadContract(tx, tenantId, id);
    written += await writeForContract(tx, contract, { since: startOfLocalDay(since, contract.timezone), now });
  }
  return written;
}

async function writeForContract(
  tx: Tx,
  contract: LoadedContract,
  { since, now }: { readonly since: Date; readonly now: Date },
): Promise<number> {
  const ids = { tenantId: contract.row.tenantId, contractId: contract.row.id };
  const intervals = await endedIntervals(tx, { ...ids, since, states: statesOf(contract) });
  // People in one order everywhere: two clients' writers then wait for each other and never in a circle.
  const people = new Map<string, Slice[]>();
  for (const interval of intervals) {
    const slices = people.get(interval.accountId) ?? [];
    slices.push(...slicesOf(contract, interval));
    people.set(interval.accountId, slices);
  }
  let written = 0;
  for (const [personId, slices] of [...people].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (slices.length === 0) continue;
    const pieces = await takeAgentTime(tx, { tenantId: ids.tenantId, personId, spans: slices });
    const numbers = new Map<string, number>();
    const rows = pieces.flatMap(({ position, startsAt, endsAt }) => {
      const slice = slices[position];
      if (!slice) return [];
      const { interval, versionId, date } = slice;
      const number = numbers.get(interval.id) ?? 0;
      numbers.set(interval.id, number + 1);
      return [
        {
          ...ids,
          id: newId(),
          kind: "agent_time",
          sourceKey: `interval:${interval.id}:${number}`,
          contractVersionId: versionId,
          occurredAt: startsAt,
          localDate: toDbDate(date),
          seatLeaseId: interval.seatLeaseId,
          callId: interval.callId,
          quantity: BigInt(endsAt.getTime() - startsAt.getTime()),
          data: {
            personId,
            membershipId: interval.membershipId,
            role: interval.role,
            dutyState: interval.state,
            campaignId: interval.campaignId,
          },
          createdAt: now,
        },
      ];
    });
    for (let at = 0; at < rows.length; at += CHUNK) {
      await tx.usageRecord.createMany({ data: rows.slice(at, at + CHUNK) });
    }
    written += rows.length;
  }
  return written;
}

/** The parts of an interval, cut at midnights, that a price by the hour bills. */
function slicesOf(contract: LoadedContract, interval: EndedInterval): Slice[] {
  const slices: Slice[] = [];
  for (let from = interval.startedAt; from < interval.endedAt; ) {
    const date = localDate(from, contract.timezone);
    const midnight = startOfLocalDay(addDays(date, 1), contract.timezone);
    const to = earlier(midnight, interval.endedAt);
    const version = versionForFact(contract, date);
    const bills = version?.components.some(({ params }) => params.type === "hourly" && billsIt(params, interval));
    if (version && bills) slices.push({ interval, versionId: version.id, date, from, to });
    from = to;
  }
  return slices;
}

function earlier(a: Date, b: Date): Date {
  if (a < b) return a;
  return b;
}

function billsIt({ states, roles }: HourlyParams, { state, role }: EndedInterval): boolean {
  return states.includes(state) && (roles === undefined || roles.includes(role));
}

function statesOf({ versions }: LoadedContract): string[] {
  const params = versions.flatMap(({ components }) => components.map((component) => component.params));
  return [...new Set(params.flatMap((one) => (one.type === "hourly" ? one.states : [])))];
}

/** The hourly job of a tenant: writes the time of the duty intervals that ended since yesterday. */
export const recordAgentTime = systemVerb({
  name: "usage.recordAgentTime",
  input: z.strictObject({ tenantId: z.uuid(), since: z.iso.date() }),
  timeoutMs: 300_000,
  run: async ({ tx, now }, { tenantId, since }) => ({ written: await writeAgentTime(tx, { tenantId, since, now }) }),
});
