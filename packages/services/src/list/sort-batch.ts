import type { NewContact, NewContactPoint, NewReject } from "@callbay/db/sql/list-batch";
import type { ImportedContact, RowRefusal } from "@callbay/domain/import-row";
import { saysVip } from "@callbay/domain/vip";

/** A row of the file after its own cells were judged. */
export type JudgedRow = {
  readonly rowNumber: number;
  readonly raw: string;
} & ({ readonly contact: ImportedContact } | { readonly refused: RowRefusal | "broken_quotes" | "broken_encoding" });

/** Why a row of a file is not on the list. The first three are no fault of the row. */
export type RejectReason =
  | "duplicate_in_file"
  | "duplicate_in_list"
  | "do_not_call"
  | "timezone_unknown"
  | "broken_quotes"
  | "broken_encoding"
  | RowRefusal;

export interface SortedBatch {
  readonly contacts: readonly NewContact[];
  readonly points: readonly NewContactPoint[];
  readonly rejects: readonly (NewReject & { readonly reason: RejectReason })[];
  readonly counts: {
    readonly processed: number;
    readonly accepted: number;
    readonly duplicate: number;
    readonly doNotCall: number;
    readonly rejected: number;
  };
}

export interface BatchKnowledge {
  /** Numbers on the list, and whether this import brought them. */
  readonly onList: ReadonlyMap<string, boolean>;
  readonly forbidden: ReadonlySet<string>;
  readonly newId: () => string;
  readonly timeZoneOf: (e164: string, country: string) => string | null;
}

/**
 * Sorts judged rows into contacts and rejects. A contact keeps those of its numbers that are new and allowed; a row
 * none of whose numbers is new is a duplicate, one none of whose new numbers is allowed is a do-not-call hit. What a
 * row is depends on the rows before it and the database alone, never on where batches are cut, so an import that was
 * resumed counts as one that was not. Pure.
 */
export function sortBatch(rows: readonly JudgedRow[], known: BatchKnowledge): SortedBatch {
  const taken = new Set<string>();
  const contacts: NewContact[] = [];
  const points: NewContactPoint[] = [];
  const rejects: (NewReject & { reason: RejectReason })[] = [];
  const counts = { processed: rows.length, accepted: 0, duplicate: 0, doNotCall: 0, rejected: 0 };

  for (const row of rows) {
    const reject = (kind: "duplicate" | "doNotCall" | "rejected", reason: RejectReason): void => {
      counts[kind] += 1;
      rejects.push({ rowNumber: row.rowNumber, reason, raw: storable(row.raw) });
    };
    if ("refused" in row) {
      reject("rejected", row.refused);
      continue;
    }
    const { contact } = row;
    const fresh = contact.phones.filter(({ e164 }) => !taken.has(e164) && !known.onList.has(e164));
    if (fresh.length === 0) {
      const inFile = contact.phones.some(({ e164 }) => taken.has(e164) || known.onList.get(e164) === true);
      reject("duplicate", inFile ? "duplicate_in_file" : "duplicate_in_list");
      continue;
    }
    const allowed = fresh.filter(({ e164 }) => !known.forbidden.has(e164));
    if (allowed.length === 0) {
      reject("doNotCall", "do_not_call");
      continue;
    }
    const placed = allowed.flatMap(({ e164, country }) => {
      const timezone = contact.timezone ?? known.timeZoneOf(e164, country);
      return timezone === null ? [] : [{ e164, country, timezone }];
    });
    if (placed.length === 0) {
      reject("rejected", "timezone_unknown");
      continue;
    }
    counts.accepted += 1;
    const contactId = known.newId();
    const { displayName, attributes, consentAt, consentProof } = contact;
    contacts.push({ id: contactId, displayName, attributes, vip: saysVip(attributes), consentAt, consentProof });
    for (const [position, { e164, country, timezone }] of placed.entries()) {
      taken.add(e164);
      points.push({ id: known.newId(), contactId, position, phone: e164, country, timezone });
    }
  }
  return { contacts, points, rejects, counts };
}

/** Text of a broken row as Postgres can keep it, and not more of it than anybody reads. */
function storable(raw: string): string {
  return raw
    .replaceAll("\u0000", "\uFFFD")
    .slice(0, 4_000)
    .replace(/\p{Cs}/gu, "");
}
