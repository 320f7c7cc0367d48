import { newId } from "@callbay/db/ids";
import { localDate, startOfLocalDay, toDbDate } from "@callbay/domain/calendar";
import { CallbayError } from "@callbay/domain/errors";
import { versionOn } from "@callbay/domain/rating/force";
import type { RatedVersion } from "@callbay/domain/rating/types";
import { loadContract } from "../contract/load.ts";
import { operatorVerb, z } from "../verb.ts";

/** What nobody but a person knows of. Calls, seats, hours and successes have writers of their own. */
const ADDED = ["milestone", "message", "number_day", "connected"] as const;

/**
 * Adds usage that no machine counts: a milestone that was reached, messages that were sent elsewhere. `key` names it
 * within the contract and kind: the same key again changes nothing, and a milestone is reached once. A day that is
 * invoiced already is charged late, on the next invoice.
 */
export const addUsage = operatorVerb({
  name: "usage.add",
  permission: "platform.billing.close",
  input: z.strictObject({
    tenantId: z.uuid(),
    contractId: z.uuid(),
    kind: z.enum(ADDED),
    quantity: z.int().min(1).max(1_000_000_000).default(1),
    day: z.iso.date(),
    direction: z.enum(["inbound", "outbound"]).nullish(),
    key: z.string().trim().min(1).max(120),
    note: z.string().trim().max(500).default(""),
  }),
  run: async ({ tx, now, actor, audit }, input) => {
    const { tenantId, contractId, kind, day, key, note } = input;
    const contract = await loadContract(tx, tenantId, contractId);
    const version = versionOn(contract, day);
    if (!version || day > localDate(now, contract.timezone) || contract.row.state === "draft") {
      throw new CallbayError(
        "precondition",
        "USAGE_DAY_REFUSED",
        "Usage is added for a day of an active contract, up to today. Nothing was changed.",
        { day, startsOn: contract.startsOn, endsOn: contract.endsOn },
      );
    }
    if (kind === "milestone") refuseMilestone(version, key, input.quantity);
    const sourceKey = `manual:${contractId}:${key}`;
    const written = await tx.usageRecord.createMany({
      data: {
        tenantId,
        id: newId(),
        kind,
        sourceKey,
        contractId,
        contractVersionId: version.id,
        direction: input.direction ?? null,
        occurredAt: startOfLocalDay(day, contract.timezone),
        localDate: toDbDate(day),
        quantity: BigInt(input.quantity),
        data: { key, note, addedBy: actor.name },
        createdAt: now,
      },
      skipDuplicates: true,
    });
    const { id: usageId } = await tx.usageRecord.findUniqueOrThrow({
      where: { tenantId_kind_sourceKey: { tenantId, kind, sourceKey } },
      select: { id: true },
    });
    const created = written.count === 1;
    await audit({
      action: "usage.add",
      entity: "usage_record",
      entityId: usageId,
      tenantId,
      after: { contractId, kind, day, key, note, quantity: input.quantity, created },
    });
    return { usageId, created };
  },
});

/** A milestone that nobody prices would never be charged, and one with a day is charged by itself. */
function refuseMilestone(version: RatedVersion, key: string, quantity: number): void {
  const open = version.components.flatMap(({ params }) =>
    params.type === "project" ? params.milestones.filter(({ dueOn }) => dueOn === null).map((one) => one.key) : [],
  );
  if (open.includes(key) && quantity === 1) return;
  throw new CallbayError(
    "invalid",
    "MILESTONE_UNKNOWN",
    "The terms of this day have no milestone of that key that is to be reported, once. Nothing was changed.",
    { key, milestones: open },
  );
}
