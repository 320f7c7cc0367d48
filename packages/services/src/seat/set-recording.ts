import { localDate } from "@callbay/domain/calendar";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { loadTerms, versionForFact } from "../contract/in-force.ts";
import { tenantVerb, z } from "../verb.ts";
import { lockLeases } from "./load-lease.ts";

/** Turns recording of a seat's calls on or off; never off where the contract requires it. */
export const setSeatRecording = tenantVerb({
  name: "seat.setRecording",
  permission: "seat.assign",
  input: z.strictObject({ leaseId: z.uuid(), enabled: z.boolean() }),
  run: async ({ tx, tenantId, now, audit, emit }, { leaseId, enabled }) => {
    const [lease] = await lockLeases(tx, tenantId, [leaseId], now);
    if (!lease) throw notFound("seat lease");
    if (enabled && !lease.recordingCapable) {
      throw new CallbayError(
        "precondition",
        "SEAT_CANNOT_RECORD",
        `Seat ${lease.label} has no recording. Nothing was changed; rent another seat.`,
      );
    }
    if (!enabled) {
      const tenant = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { timezone: true } });
      const terms = await loadTerms(tx, tenantId, lease.contractId);
      if (terms && versionForFact(terms, localDate(now, tenant.timezone))?.recordingRequired) {
        throw new CallbayError(
          "precondition",
          "RECORDING_REQUIRED",
          "The contract requires that calls on this seat are recorded. Nothing was changed.",
        );
      }
    }
    await tx.seatLease.updateMany({ where: { tenantId, id: leaseId }, data: { recordingEnabled: enabled } });
    await audit({
      action: "seat.setRecording",
      entity: "seat_lease",
      entityId: leaseId,
      before: { enabled: lease.recordingEnabled },
      after: { enabled },
    });
    emit({ type: "seat.changed" });
    return { leaseId, enabled };
  },
});
