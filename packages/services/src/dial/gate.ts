import type { DoNotCallRow, DueRow, PointRow, RefusalRow } from "@callbay/db/sql/dial-reserve";
import {
  type EligibilitySnapshot,
  type EligibleRule,
  evaluateEligibility,
  type IneligibleReason,
} from "@callbay/domain/eligibility";
import type { CampaignContactState } from "@callbay/domain/values";
import type { ContactFacts } from "./facts.ts";
import type { GateFrame } from "./frame.ts";

export type { GateFrame } from "./frame.ts";

/** A contact that is asked about; one that is due is ready. */
export type Candidate = Omit<DueRow, "listId"> & { readonly state?: CampaignContactState };

/** A number that may be dialled, what it is shown, and by which decision. */
export interface Allowed {
  readonly ok: true;
  readonly point: PointRow;
  readonly callerId: string;
  readonly rule: EligibleRule;
}

export type Verdict =
  | Allowed
  | {
      readonly ok: false;
      readonly refusal: RefusalRow;
      readonly reason: IneligibleReason;
      /** Of the number refused; null without one. */
      readonly zone: string | null;
      readonly country: string | null;
    };

/**
 * Asks the gate about a contact, number by number: the one tried least first, then in the list's order. When none may
 * be dialled, the refusal that ends soonest is the contact's. Pure.
 */
export function judgeContact(
  frame: GateFrame,
  contact: Candidate,
  facts: ContactFacts,
  now: Date,
  lifted?: ReadonlySet<IneligibleReason>,
): Verdict {
  let best: Extract<Verdict, { ok: false }> | null = null;
  for (const { point, snapshot } of snapshotsOf(frame, contact, facts)) {
    const answer = evaluateEligibility(snapshot, now, lifted);
    if (answer.ok) {
      if (point && snapshot.callerId) return { ok: true, point, callerId: snapshot.callerId.e164, rule: answer.rule };
      continue;
    }
    const refused = {
      ok: false,
      reason: answer.reason,
      zone: point?.timezone ?? null,
      country: point?.country ?? null,
      refusal: refusalOf(contact.contactId, answer.reason, answer.retryAt),
    } as const;
    if (!best || endsSooner(refused.refusal, best.refusal)) best = refused;
  }
  if (best) return best;
  const refusal = refusalOf(contact.contactId, "no_phone", null);
  return { ok: false, reason: "no_phone", zone: null, country: null, refusal };
}

/** What the gate is shown of a contact: each of its numbers in the order in which they would be dialled. */
export function snapshotsOf(
  frame: GateFrame,
  contact: Candidate,
  facts: ContactFacts,
): { readonly point: PointRow | null; readonly snapshot: EligibilitySnapshot }[] {
  const points = facts.points.get(contact.contactId) ?? [];
  const ordered = [...points].sort((a, b) => a.tried - b.tried || a.position - b.position);
  const { campaign, profile, contract, attempt, lines } = frame;
  const { attempts, nextAttemptAt, agentOnlyUntil, callbackBy } = contact;
  const consent = facts.consent.get(contact.contactId);
  return (ordered.length > 0 ? ordered : [null]).map((point) => ({
    point,
    snapshot: {
      campaign,
      profile,
      contract,
      attempt,
      lines,
      contact: { state: contact.state ?? "ready", attempts, nextAttemptAt, agentOnlyUntil, callbackBy },
      point: point && {
        ...point,
        attemptsAt: facts.attemptsAt.get(point.phone) ?? [],
        abandonedAt: facts.abandonedAt.get(point.phone) ?? null,
      },
      consent: consent ?? { basis: null, at: null, proof: "" },
      callerId: point ? frame.callerIdFor(point.phone) : null,
      doNotCall: {
        ...entriesOf(point ? (facts.doNotCall.get(point.phone) ?? []) : []),
        register: (point && facts.registers.get(point.phone)) ?? null,
      },
    },
  }));
}

/**
 * Refusals that people put right elsewhere: in the list's consents, the caller ids, the hours of a new revision. Who
 * is blocked for one of them is judged anew when the campaign goes on.
 */
export const MENDABLE: readonly IneligibleReason[] = [
  "consent_missing",
  "consent_unproven",
  "consent_expired",
  "caller_id_missing",
  "caller_id_country",
  "holiday",
  "outside_window",
];

/**
 * Refusals that no passing of time ends: somebody has to act, so the contact leaves the queue. Do-not-call entries
 * give their contacts back when they are lifted; what else is mended, see MENDABLE.
 */
export const LASTING: ReadonlySet<IneligibleReason> = new Set([
  "no_phone",
  "consent_missing",
  "consent_unproven",
  "consent_expired",
  "dnc_operator",
  "dnc_register_operator",
  "dnc_tenant",
  "dnc_register_tenant",
  "dnc_campaign",
  "no_timezone",
  "caller_id_missing",
  "caller_id_country",
  "holiday",
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
export function entriesOf(rows: readonly DoNotCallRow[]): Omit<EligibilitySnapshot["doNotCall"], "register"> {
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
