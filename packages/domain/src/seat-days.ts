import { localDate, startOfLocalDay } from "./calendar.ts";
import { addDays, eachDay, type LocalDate } from "./days.ts";

export interface LeaseSpan {
  readonly id: string;
  readonly seatId: string;
  readonly contractId: string;
  readonly startsAt: Date;
  /** Exclusive; null while it runs. */
  readonly endsAt: Date | null;
}

export interface SeatDay {
  readonly leaseId: string;
  readonly contractId: string;
  readonly date: LocalDate;
  /** When the lease first held on that day. */
  readonly occurredAt: Date;
}

/**
 * The seat-days of leases from `from` to `through`, both included: one for each calendar day of the tenant that a
 * lease touches, however briefly. A seat that a contract gives back and rents again on one day counts once that day,
 * for the earlier lease; two different seats are two seat-days, since nobody else could rent either of them.
 */
export function seatDays(leases: readonly LeaseSpan[], zone: string, from: LocalDate, through: LocalDate): SeatDay[] {
  const taken = new Set<string>();
  return [...leases]
    .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime() || (a.id < b.id ? -1 : 1))
    .flatMap((lease) => {
      const days = touched(lease, zone);
      const first = later(days.first, from);
      const last = days.last === null || days.last > through ? through : days.last;
      return eachDay(first, addDays(last, 1)).flatMap((date): SeatDay[] => {
        const place = `${lease.contractId} ${lease.seatId} ${date}`;
        if (taken.has(place)) return [];
        taken.add(place);
        const midnight = startOfLocalDay(date, zone).getTime();
        const occurredAt = new Date(Math.max(lease.startsAt.getTime(), midnight));
        return [{ leaseId: lease.id, contractId: lease.contractId, date, occurredAt }];
      });
    });
}

/** The first and last day of a lease; a lease that ends at midnight does not touch the day that begins then. */
function touched(lease: LeaseSpan, zone: string): { first: LocalDate; last: LocalDate | null } {
  const first = localDate(lease.startsAt, zone);
  if (lease.endsAt === null) return { first, last: null };
  const last = localDate(new Date(lease.endsAt.getTime() - 1), zone);
  return { first, last: later(first, last) };
}

function later(a: LocalDate, b: LocalDate): LocalDate {
  return a < b ? b : a;
}
