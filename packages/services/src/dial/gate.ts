import type { ConsentBasis, DoNotCallRow, DueRow, PointRow, RefusalRow } from "@callbay/db/sql/dial-reserve";
import {
  type EligibilitySnapshot,
  type EligibleRule,
  evaluateEligibility,
  type IneligibleReason,
} from "@callbay/domain/eligibility";

/** What is the same for all contacts of one reservation. */
export type GateFrame = Pick<EligibilitySnapshot, "campaign" | "contract" | "lines">;

/** A contact that is due, with the basis of its list. */
export type Candidate = DueRow & { readonly consentBasis: ConsentBasis | null };

export type Verdict =
  | { readonly ok: true; readonly point: PointRow; readonly rule: EligibleRule }
  | {
      readonly ok: false;
      readonly refusal: RefusalRow;
      readonly reason: IneligibleReason;
      readonly zone: string | null;
    };

/**
 * Asks the gate about a contact, number by number: the one tried least first, then in the list's order. When none may
 * be dialled, the refusal that ends soonest is the contact's. Pure.
 */
export function judgeContact(
  frame: GateFrame,
  contact: Candidate,
  points: readonly PointRow[],
  doNotCall: ReadonlyMap<string, readonly DoNotCallRow[]>,
  now: Date,
): Verdict {
  const ordered = [...points].sort((a, b) => a.tried - b.tried || a.position - b.position);
  let best: Extract<Verdict, { ok: false }> | null = null;
  for (const point of ordered.length > 0 ? ordered : [null]) {
    const answer = evaluateEligibility(
      {
        ...frame,
        contact: { state: "ready", attempts: contact.attempts, nextAttemptAt: contact.nextAttemptAt },
        point,
        consentBasis: contact.consentBasis,
        doNotCall: entriesOf(point ? (doNotCall.get(point.phone) ?? []) : []),
      },
      now,
    );
    if (answer.ok) {
      if (point) return { ok: true, point, rule: answer.rule };
      continue;
    }
    const refused = {
      ok: false,
      reason: answer.reason,
      zone: point?.timezone ?? null,
      refusal: refusalOf(contact.contactId, answer.reason, answer.retryAt),
    } as const;
    if (!best || endsSooner(refused.refusal, best.refusal)) best = refused;
  }
  return (
    best ?? {
      ok: false,
      reason: "no_phone",
      zone: null,
      refusal: refusalOf(contact.contactId, "no_phone", null),
    }
  );
}

/** Refusals that no passing of time ends: somebody has to act, so the contact leaves the queue. */
const LASTING: ReadonlySet<IneligibleReason> = new Set([
  "no_phone",
  "no_consent",
  "dnc_operator",
  "dnc_tenant",
  "dnc_campaign",
  "no_timezone",
  "outside_window",
]);

function refusalOf(contactId: string, reason: IneligibleReason, retryAt: Date | null): RefusalRow {
  if (reason === "attempt_cap") return { contactId, state: "done", reason, nextAttemptAt: null };
  if (retryAt === null && LASTING.has(reason)) return { contactId, state: "blocked", reason, nextAttemptAt: null };
  return { contactId, state: "ready", reason, nextAttemptAt: retryAt };
}

function endsSooner(a: RefusalRow, b: RefusalRow): boolean {
  if (a.state !== b.state) return a.state === "ready";
  return (
    (a.nextAttemptAt?.getTime() ?? Number.POSITIVE_INFINITY) < (b.nextAttemptAt?.getTime() ?? Number.POSITIVE_INFINITY)
  );
}

/** The entry of each list that binds longest. */
function entriesOf(rows: readonly DoNotCallRow[]): EligibilitySnapshot["doNotCall"] {
  const longest = (list: DoNotCallRow["list"]) =>
    rows
      .filter((row) => row.list === list)
      .map(({ expiresAt }) => ({ expiresAt }))
      .reduce<{ expiresAt: Date | null } | null>(
        (kept, entry) =>
          kept === null || (kept.expiresAt !== null && (entry.expiresAt === null || entry.expiresAt > kept.expiresAt))
            ? entry
            : kept,
        null,
      );
  return { operator: longest("operator"), tenant: longest("tenant"), campaign: longest("campaign") };
}
