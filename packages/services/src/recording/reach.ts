import { notFound } from "@callbay/domain/errors";
import type { TenantPermission } from "@callbay/domain/permissions";
import { isWithin, type ScopedUnit, scopeOf } from "../people/scope.ts";

/** A recording out of one's reach is answered as one that does not exist. @throws CallbayError NOT_FOUND, FORBIDDEN. */
export async function requireWithin(
  unit: ScopedUnit,
  recordingId: string,
  permission: TenantPermission = "recording.play",
): Promise<void> {
  const scope = await scopeOf(unit, permission);
  const { tx, tenantId } = unit;
  const recording = await tx.recording.findUnique({
    where: { tenantId_id: { tenantId, id: recordingId } },
    select: { call: { select: { membershipId: true } } },
  });
  if (!recording || !isWithin(scope, recording.call.membershipId)) throw notFound("recording");
}
