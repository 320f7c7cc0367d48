import type { Prisma, Tx } from "@callbay/db/client";
import { storeOverride } from "@callbay/db/sql/dial-why";
import { type AttemptKind, INELIGIBLE_REASONS, type IneligibleReason } from "@callbay/domain/eligibility";
import { notFound } from "@callbay/domain/errors";
import type { CampaignContactState } from "@callbay/domain/values";
import { overrideInForce } from "../compliance/override.ts";
import type { RegisterLookup } from "../do-not-call/register-port.ts";
import { readFacts } from "./facts.ts";
import { loadFrame } from "./frame.ts";
import { type Allowed, type Candidate, judgeContact } from "./gate.ts";
import { decisionOf } from "./reserve.ts";

/** A call with an agent who waits for it. */
export interface JudgeNow {
  readonly tenantId: string;
  readonly campaignId: string;
  readonly contactId: string;
  /** One of the contact's numbers; without it the gate takes the best that may be dialled. */
  readonly contactPointId?: string | undefined;
  readonly kind: Exclude<AttemptKind, "dialer" | "agentless">;
  /** Membership of the agent who is reserved. */
  readonly membershipId: string;
  /** The caller has reserved the contact for this agent already: that it is in an attempt is not asked. */
  readonly held?: boolean;
  readonly registers: RegisterLookup | null | undefined;
  readonly now: Date;
}

export type Judged =
  | (Omit<Allowed, "rule"> & {
      /** For `attempt.decision`, with why the call was wanted in place of the dialer's reasons. */
      readonly decision: Prisma.InputJsonObject;
      /** For `attempt.ordinal`. */
      readonly ordinal: number;
      /** For `attempt.override`; null when nothing had to be lifted. Use it up with `consumeOverride`. */
      readonly override: Prisma.InputJsonObject | null;
    })
  | {
      readonly ok: false;
      readonly reason: IneligibleReason;
      readonly retryAt: Date | null;
      /** May a permitted person lift it for this campaign? */
      readonly liftable: boolean;
    };

const GATE_REASONS: ReadonlySet<string> = new Set(INELIGIBLE_REASONS);

/**
 * The one gate for calls that a person wants: preview, callback, by hand. Judges one contact now, with everything that
 * the dialer is judged by; what a permitted person lifted for this contact is passed over and named. Reads only, and
 * holds the tenant's count of tries until the transaction ends: lock the nodes' lines (lockNodeLines) after it.
 *
 * @throws CallbayError NOT_FOUND, COMPLIANCE_INVALID, REGISTER_UNREADABLE.
 */
export async function judgeNow(tx: Tx, ask: JudgeNow): Promise<Judged> {
  const { tenantId, campaignId, contactId, kind, membershipId, now } = ask;
  const loaded = await loadFrame(tx, { tenantId, campaignId }, { kind, agent: membershipId }, now);
  const row = await tx.campaignContact.findUnique({
    where: { tenantId_campaignId_contactId: { tenantId, campaignId, contactId } },
  });
  if (!row) throw notFound("contact");
  const { rules } = loaded.frame.profile;
  const facts = await readFacts(tx, { tenantId, campaignId, rules, registers: ask.registers, now }, [contactId]);
  const points = facts.points.get(contactId) ?? [];
  const asked = points.filter(({ id }) => ask.contactPointId === undefined || id === ask.contactPointId);
  if (ask.contactPointId !== undefined && asked.length === 0) throw notFound("contact point");
  const given = overrideInForce(row.override, now);
  const verdict = judgeContact(
    loaded.frame,
    { ...candidateOf(row), state: ask.held && row.state === "reserved" ? "ready" : judgedState(row) },
    { ...facts, points: new Map([[contactId, asked]]) },
    now,
    new Set<IneligibleReason>(given?.reasons.filter((reason) => rules.overridable.includes(reason)) ?? []),
  );
  if (!verdict.ok) {
    const { reason, refusal } = verdict;
    return { ok: false, reason, retryAt: refusal.nextAttemptAt, liftable: isLiftable(rules.overridable, reason) };
  }
  const { rule, ...allowed } = verdict;
  return {
    ...allowed,
    decision: decisionOf(rule, { reason: kind, membershipId }),
    ordinal: rule.ordinal,
    override: given && rule.lifted.length > 0 ? { ...given, reasons: [...rule.lifted] } : null,
  };
}

/** An override holds for one call: whoever writes the attempt that used it calls this in the same transaction. */
export async function consumeOverride(
  tx: Tx,
  key: { readonly tenantId: string; readonly campaignId: string; readonly contactId: string },
): Promise<void> {
  await storeOverride(tx, key, null);
}

/**
 * The state in which a contact is judged. One that left the queue because of the gate's own answer is asked about
 * again: the reason itself, and whether it still holds, is what somebody wants to know or has lifted.
 */
export function judgedState(row: { readonly state: CampaignContactState; readonly reason: string }) {
  const byGate = (row.state === "blocked" || row.state === "done") && GATE_REASONS.has(row.reason);
  return byGate ? "ready" : row.state;
}

export function candidateOf(row: {
  readonly contactId: string;
  readonly attempts: number;
  readonly nextAttemptAt: Date;
  readonly agentOnlyUntil: Date | null;
  readonly callbackBy: string | null;
}): Candidate {
  const { contactId, attempts, nextAttemptAt, agentOnlyUntil, callbackBy } = row;
  return { contactId, attempts, nextAttemptAt, agentOnlyUntil, callbackBy };
}

export function isLiftable(overridable: readonly string[], reason: IneligibleReason): boolean {
  return overridable.includes(reason);
}
