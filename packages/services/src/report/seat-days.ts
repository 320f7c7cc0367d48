import type { Tx } from "@callbay/db/client";
import { addDays, type LocalDate, localDate, monthOf, type Period, periodInstants } from "@callbay/domain/calendar";
import type { Group } from "@callbay/domain/reports/dimensions";
import { seatDays } from "@callbay/domain/seat-days";

/**
 * Seat-days of a period by the rows of a report: a lease counts on each day of the tenant's calendar that it touches, as
 * it is billed; days to come are not counted.
 *
 * @returns by the key of the row: a day, a month, or "" for all.
 */
export async function seatDaysBy(
  tx: Tx,
  {
    tenantId,
    zone,
    period,
    group,
    now,
    contractId,
  }: {
    readonly tenantId: string;
    readonly zone: string;
    readonly period: Period;
    readonly group: Group | null;
    readonly now: Date;
    /** Of this contract alone. */
    readonly contractId?: string;
  },
): Promise<Map<string, number>> {
  const { from, to } = periodInstants(period, zone);
  // A lease that ended before the period cannot take a day of it away from another one.
  const leases = await tx.seatLease.findMany({
    where: {
      ...{ tenantId, startsAt: { lt: to }, OR: [{ endsAt: null }, { endsAt: { gt: from } }] },
      ...(contractId ? { contractId } : {}),
    },
    select: { id: true, seatId: true, contractId: true, startsAt: true, endsAt: true },
  });
  const tomorrow = addDays(localDate(now, zone), 1);
  const end = [period.to, tomorrow].sort()[0] ?? tomorrow;
  const counted = new Map<string, number>();
  if (end <= period.from) return counted;
  const keyOf = (day: LocalDate) => (group === "day" ? day : group === "month" ? monthOf(day) : "");
  for (const { date } of seatDays(leases, zone, period.from, addDays(end, -1)))
    counted.set(keyOf(date), (counted.get(keyOf(date)) ?? 0) + 1);
  return counted;
}
