import type { TenantRole } from "../permissions.ts";
import type { BillableDutyState, HourlyParams, PriceComponentParams } from "./price-type.ts";

/** Time of a person on duty for a tenant, [from, to). */
export interface ClockSlice {
  readonly personId: string;
  readonly tenantId: string;
  readonly dutyState: BillableDutyState;
  readonly from: Date;
  readonly to: Date;
}

/** Who has a moment that several claim: the most engaged. */
const RANK: Readonly<Record<BillableDutyState, number>> = { talking: 0, wrapup: 1, ready: 2, paused: 3 };

/**
 * Puts each person on one clock: where slices of a person overlap, each moment goes to one of them, so that a person who
 * serves several clients is never billed twice. Talking goes before wrap-up, ready and paused; then the slice that began
 * earlier; then the lower tenant's id. What is covered stays covered.
 *
 * A slice that loses moments in its middle comes out as two. Slices come out by person and time, whatever the order of
 * the input; one without duration is left out.
 */
export function oneClock<S extends ClockSlice>(slices: readonly S[]): S[] {
  const people = new Map<string, S[]>();
  for (const slice of slices) {
    if (slice.from >= slice.to) continue;
    const own = people.get(slice.personId);
    if (own === undefined) people.set(slice.personId, [slice]);
    else own.push(slice);
  }
  return [...people].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, own]) => ofOnePerson(own));
}

/** Sweeps over the moments at which something begins or ends; between two of them the best slice is the same. */
function ofOnePerson<S extends ClockSlice>(slices: readonly S[]): S[] {
  const byStart = [...slices].sort((a, b) => a.from.getTime() - b.from.getTime() || precedence(a, b));
  const moments = [...new Set(slices.flatMap(({ from, to }) => [from.getTime(), to.getTime()]))].sort((a, b) => a - b);
  const result: S[] = [];
  let last: { readonly of: S; readonly from: Date; to: number } | null = null;
  let running: S[] = [];
  let next = 0;
  const close = (): void => {
    if (last !== null) result.push({ ...last.of, from: last.from, to: new Date(last.to) });
    last = null;
  };
  moments.forEach((moment, index) => {
    running = running.filter((slice) => slice.to.getTime() > moment);
    for (let slice = byStart[next]; slice !== undefined && slice.from.getTime() === moment; slice = byStart[++next]) {
      running.push(slice);
    }
    const until = moments[index + 1];
    if (until === undefined) {
      close();
      return;
    }
    const best = running.reduce<S | null>((a, b) => (a !== null && precedence(a, b) <= 0 ? a : b), null);
    if (last !== null && last.of === best) {
      last.to = until;
      return;
    }
    close();
    if (best !== null) last = { of: best, from: new Date(moment), to: until };
  });
  return result;
}

function precedence(a: ClockSlice, b: ClockSlice): number {
  const order = RANK[a.dutyState] - RANK[b.dutyState] || a.from.getTime() - b.from.getTime();
  if (order !== 0) return order;
  // Two of one tenant: the longer, so that the order of the input means nothing.
  if (a.tenantId === b.tenantId) return b.to.getTime() - a.to.getTime();
  return a.tenantId < b.tenantId ? -1 : 1;
}

/** Two hourly prices that would both charge the same time. */
export interface HoursOverlap {
  /** Their places in the list, the earlier first. */
  readonly first: number;
  readonly second: number;
  readonly states: readonly BillableDutyState[];
  /** Null when both are for everybody. */
  readonly roles: readonly TenantRole[] | null;
}

/**
 * Which hourly components of one version share a state of a role: an hour would be charged by both. Terms with any are
 * refused with HOURS_OVERLAP.
 */
export function overlappingHours(components: readonly PriceComponentParams[]): HoursOverlap[] {
  const hourly = components.flatMap((params, index) => (params.type === "hourly" ? [{ params, index }] : []));
  return hourly.flatMap((a, i) =>
    hourly.slice(i + 1).flatMap((b): HoursOverlap[] => {
      const states = a.params.states.filter((state) => b.params.states.includes(state));
      const roles = sharedRoles(a.params, b.params);
      if (states.length === 0 || roles?.length === 0) return [];
      return [{ first: a.index, second: b.index, states, roles }];
    }),
  );
}

function sharedRoles(a: HourlyParams, b: HourlyParams): readonly TenantRole[] | null {
  if (a.roles === undefined) return b.roles ?? null;
  const other = b.roles;
  return other === undefined ? a.roles : a.roles.filter((role) => other.includes(role));
}
