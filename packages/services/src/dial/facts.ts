import type { RawTx } from "@callbay/db/client";
import {
  type ConsentRow,
  consentOf,
  type DoNotCallRow,
  doNotCallOf,
  lockTries,
  type PointRow,
  pointsOf,
  triesOf,
} from "@callbay/db/sql/dial-reserve";
import type { ComplianceRules } from "@callbay/domain/compliance/types";
import type { EligibilitySnapshot } from "@callbay/domain/eligibility";
import type { RegisterLookup } from "../do-not-call/register-port.ts";

/** What the gate asks about contacts and their numbers, read for many at once. */
export interface ContactFacts {
  readonly points: ReadonlyMap<string, readonly PointRow[]>;
  readonly consent: ReadonlyMap<string, ConsentRow>;
  readonly doNotCall: ReadonlyMap<string, readonly DoNotCallRow[]>;
  readonly registers: ReadonlyMap<string, NonNullable<EligibilitySnapshot["doNotCall"]["register"]>>;
  /** Tries at each number; who chooses several contacts in one go adds each choice. */
  readonly attemptsAt: Map<string, readonly Date[]>;
  /** When each number was last left in silence. */
  readonly abandonedAt: ReadonlyMap<string, Date>;
}

/** The longest window of a cap, thirty days of the contact's own calendar, whatever its zone. */
const HOUR_MS = 3_600_000;
const CAPS_LOOK_BACK_MS = 32 * 24 * HOUR_MS;
const NO_REGISTERS: ContactFacts["registers"] = new Map();

/** Reads the facts of these contacts. @throws CallbayError REGISTER_UNREADABLE. */
export async function readFacts(
  tx: RawTx,
  which: {
    readonly tenantId: string;
    readonly campaignId: string;
    readonly rules: ComplianceRules;
    readonly registers: RegisterLookup | null | undefined;
    readonly now: Date;
    /** False for a reading that reserves nothing. */
    readonly locked?: boolean;
  },
  contactIds: readonly string[],
): Promise<ContactFacts> {
  const { tenantId, campaignId, rules, now } = which;
  const consent = new Map((await consentOf(tx, tenantId, contactIds)).map((row) => [row.contactId, row]));
  const points = groupBy(await pointsOf(tx, tenantId, campaignId, contactIds), (point) => point.contactId);
  const phones = [...new Set([...points.values()].flatMap((own) => own.map((point) => point.phone)))];
  const doNotCall = groupBy(await doNotCallOf(tx, tenantId, campaignId, phones), (row) => row.phone);
  // Nobody counts for a profile that asks for nothing. A call is abandoned up to an hour after it was reserved.
  const { agentOnlyHours } = rules.abandoned;
  const silence = agentOnlyHours > 0 ? (agentOnlyHours + 1) * HOUR_MS : 0;
  const lookBack = Math.max(hasCaps(rules) ? CAPS_LOOK_BACK_MS : 0, silence);
  if (lookBack > 0 && which.locked !== false) await lockTries(tx, tenantId);
  const tries = lookBack > 0 ? await triesOf(tx, tenantId, phones, new Date(now.getTime() - lookBack)) : [];
  const byPhone = groupBy(tries, (row) => row.phone);
  return {
    points,
    consent,
    doNotCall,
    registers: which.registers ? await which.registers.marksOf(tenantId, phones) : NO_REGISTERS,
    attemptsAt: new Map([...byPhone].map(([phone, rows]) => [phone, rows.map(({ at }) => at)])),
    abandonedAt: new Map(
      [...byPhone].flatMap(([phone, rows]) => {
        const times = rows.flatMap(({ abandonedAt }) => (abandonedAt ? [abandonedAt.getTime()] : []));
        return times.length > 0 ? [[phone, new Date(Math.max(...times))] as const] : [];
      }),
    ),
  };
}

function hasCaps(rules: ComplianceRules): boolean {
  const { perDay, perWeek, perThirtyDays } = rules.attempts;
  if (perDay !== null || perWeek !== null || perThirtyDays !== null) return true;
  return Object.values(rules.countries).some(({ attempts }) => attempts !== undefined);
}

function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}
