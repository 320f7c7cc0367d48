import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { putNumber, settleNumbers } from "@callbay/db/sql/dnc-entries";

/** Whose word an entry stands on. What the customer said is for good, and only a person takes it back, one by one. */
export type NumberSource =
  | { readonly by: "person"; readonly reason: string }
  | { readonly by: "import"; readonly fileName: string }
  /** The customer, to an agent who chose this disposition, or pressed the button in the call. */
  | { readonly by: "disposition"; readonly code: string }
  | { readonly by: "call"; readonly callId: string }
  /** The customer, with a key in a call without an agent. */
  | { readonly by: "key_press"; readonly callId: string }
  /** The customer, by a word in a text message. */
  | { readonly by: "sms"; readonly word: string };

export interface NumberToAdd {
  readonly tenantId: string;
  /** E.164. */
  readonly phone: string;
  /** Absent or null: no campaign of the tenant's may dial it. */
  readonly campaignId?: string | null;
  readonly source: NumberSource;
  /** Absent or null: for good. */
  readonly expiresAt?: Date | null;
  readonly now: Date;
}

/** As it is kept with the entry; "disposition:dnc" is shown in the reader's language. */
export function reasonOf(source: NumberSource): string {
  switch (source.by) {
    case "person":
      return source.reason;
    case "import":
      return `import:${source.fileName}`;
    case "disposition":
      return `disposition:${source.code}`;
    case "sms":
      return `sms:${source.word}`;
    default:
      return `${source.by}:${source.callId}`;
  }
}

/** Did the customer say it? */
export function isByCustomer(reason: string): boolean {
  return /^(?:disposition|call|key_press|sms):/.test(reason);
}

/**
 * Forbids a number from this transaction on, on whoever's word, and holds back the contacts that have it alone. An entry
 * that lasts longer stays as it is. The caller writes the audit row.
 */
export async function addNumber(tx: Tx, add: NumberToAdd): Promise<{ readonly id: string; readonly added: boolean }> {
  const { tenantId, phone, campaignId = null, source, expiresAt = null, now } = add;
  const list = { tenantId, campaignId };
  const entry = { id: newId(), phone, reason: reasonOf(source), expiresAt, now };
  const { id, changed } = await putNumber(tx, list, entry);
  if (changed) await settleNumbers(tx, list, [phone], now);
  return { id, added: changed };
}
