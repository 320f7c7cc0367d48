import type { Statements } from "@callbay/db/copy";
import { type NewContact, numbersForbidden, storeAttributes } from "@callbay/db/sql/list-batch";
import { learnAttributes, parseStoredAttributes } from "@callbay/domain/segment/attributes";
import type { Deps } from "../context.ts";

/**
 * Of these numbers, those that may not come onto a list: of the operator's and the client's do-not-call entries, and of
 * the registers that bind the client.
 *
 * @throws CallbayError REGISTER_UNREADABLE
 */
export async function forbiddenNumbers(
  tx: Statements,
  deps: Pick<Deps, "registers">,
  tenantId: string,
  phones: readonly string[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const entries = await numbersForbidden(tx, tenantId, phones, now);
  const registered = await deps.registers?.onRegisters(tenantId, phones);
  for (const phone of registered?.keys() ?? []) entries.add(phone);
  return entries;
}

/** Writes down which attributes the list's contacts have, when these contacts show new ones. */
export async function learn(
  tx: Statements,
  { tenantId, listId, known }: { tenantId: string; listId: string; known: unknown },
  contacts: readonly NewContact[],
): Promise<void> {
  const before = parseStoredAttributes(known);
  const after = learnAttributes(
    before,
    contacts.map(({ attributes }) => attributes),
  );
  if (after !== before) await storeAttributes(tx, tenantId, listId, after);
}
