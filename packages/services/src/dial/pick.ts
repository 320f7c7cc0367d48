import type { RawTx } from "@callbay/db/client";
import {
  type DueRow,
  dueFresh,
  dueRetries,
  postponeZone,
  type RefusalRow,
  storeRefusals,
} from "@callbay/db/sql/dial-reserve";
import { drawByWeight, spreadOf } from "@callbay/domain/weighted-draw";
import type { RegisterLookup } from "../do-not-call/register-port.ts";
import { type ContactFacts, readFacts } from "./facts.ts";
import { type Allowed, type GateFrame, judgeContact } from "./gate.ts";

/** Contacts looked at in one go, and how often in one reservation: a bound on the time that it holds its locks. */
const ROUND = 200;
const ROUNDS = 5;
const POSTPONE_AT_ONCE = 5_000;

export interface Pick {
  readonly tenantId: string;
  readonly campaignId: string;
  readonly now: Date;
  readonly frame: GateFrame;
  readonly lists: readonly { readonly id: string; readonly weight: number }[];
  readonly registers: RegisterLookup | null | undefined;
  readonly wanted: number;
}

export interface Chosen extends Allowed {
  readonly contact: DueRow;
}

/**
 * Takes contacts that are due through the gate until as many as wanted are chosen, nobody due is left (`dry`) or the
 * bound is reached. Each that is refused has its reason written down. A register that cannot be read and lets nobody of
 * a round through ends the search: the rest would hear the same, a million of them every minute.
 */
export async function pickContacts(
  tx: RawTx,
  pick: Pick,
): Promise<{ chosen: Chosen[]; dry: boolean; unreadable: boolean }> {
  const { tenantId, campaignId, now, frame, wanted } = pick;
  const chosen: Chosen[] = [];
  const seen: string[] = [];
  let dry = false;
  let unreadable = false;
  for (let round = 0; round < ROUNDS && chosen.length < wanted && !dry && !unreadable; round++) {
    const missing = wanted - chosen.length;
    const limit = round === 0 ? missing : Math.max(ROUND, missing);
    const due = await dueContacts(tx, pick, seen, limit);
    dry = due.length < limit;
    if (due.length === 0) break;
    seen.push(...due.map((row) => row.contactId));
    const which = { tenantId, campaignId, rules: frame.profile.rules, registers: pick.registers, now };
    const facts = await readFacts(
      tx,
      which,
      due.map((row) => row.contactId),
    );
    // The same number may stand on two lists: what was chosen counts for what is judged next.
    for (const { point } of chosen) addTry(facts, point.phone, now);
    const refusals: RefusalRow[] = [];
    const closed = new Map<string, { zone: string; country: string; reason: string; opensAt: Date }>();
    for (const contact of due) {
      if (chosen.length >= wanted) break;
      const verdict = judgeContact(frame, contact, facts, now);
      if (verdict.ok) {
        chosen.push({ ...verdict, contact });
        addTry(facts, verdict.point.phone, now);
        continue;
      }
      refusals.push(verdict.refusal);
      const { reason, zone, country, refusal } = verdict;
      if ((reason === "outside_window" || reason === "holiday") && zone && country && refusal.nextAttemptAt)
        closed.set(`${zone} ${country}`, { zone, country, reason, opensAt: refusal.nextAttemptAt });
    }
    unreadable = chosen.length === 0 && refusals.some(({ reason }) => reason === "register_unreadable");
    await storeRefusals(tx, { tenantId, campaignId, now }, refusals);
    for (const one of closed.values())
      await postponeZone(tx, { tenantId, campaignId, now, ...one, limit: POSTPONE_AT_ONCE });
  }
  return { chosen, dry, unreadable };
}

function addTry(facts: ContactFacts, phone: string, at: Date): void {
  facts.attemptsAt.set(phone, [...(facts.attemptsAt.get(phone) ?? []), at]);
}

/** Retries first, then fresh contacts by the weights of the lists; what one list lacks the others give. */
async function dueContacts(tx: RawTx, pick: Pick, except: readonly string[], limit: number): Promise<DueRow[]> {
  const { tenantId, campaignId, now } = pick;
  const due = await dueRetries(tx, { tenantId, campaignId, now, except, limit });
  let lists = pick.lists;
  while (due.length < limit && lists.length > 0) {
    const at = spreadOf(`${campaignId}:${now.getTime()}:${due.length}`);
    const counts = drawByWeight(lists, limit - due.length, at);
    const wanted = lists.flatMap(({ id }, i) => ((counts[i] ?? 0) > 0 ? [{ listId: id, count: counts[i] ?? 0 }] : []));
    const known = due.length === 0 ? except : [...except, ...due.map((row) => row.contactId)];
    const fresh = await dueFresh(tx, { tenantId, campaignId, now, except: known, wanted });
    due.push(...fresh);
    // A list that gave less than it was asked has nobody left; one that was not asked may still have.
    const short = new Set(
      wanted
        .filter(({ listId, count }) => fresh.filter((row) => row.listId === listId).length < count)
        .map(({ listId }) => listId),
    );
    lists = lists.filter(({ id }) => !short.has(id));
  }
  return due;
}
