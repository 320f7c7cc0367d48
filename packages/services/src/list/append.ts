import { createHash } from "node:crypto";
import { newId } from "@callbay/db/ids";
import { appendContacts, lockList, numbersOnList } from "@callbay/db/sql/list-batch";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { decideContact } from "@callbay/domain/import-row";
import { takeContacts } from "../campaign/materialise.ts";
import { timeZoneOf } from "../phone/time-zone.ts";
import { tenantVerb, type Unit, z } from "../verb.ts";
import { forbiddenNumbers, learn } from "./judge.ts";
import { type JudgedRow, type RejectReason, sortBatch } from "./sort-batch.ts";

export const MAX_APPEND = 5_000;

const text = (most: number) => z.string().trim().max(most);

export const appendedContact = z.strictObject({
  name: text(200).default(""),
  /** In the order in which they are to be dialled. */
  phones: z.array(z.string().max(60)).min(1).max(5),
  country: text(2).default(""),
  timezone: text(60).default(""),
  attributes: z
    .record(z.string().trim().min(1).max(100), z.union([text(2_000), z.number(), z.boolean()]))
    .refine((attributes) => Object.keys(attributes).length <= 100, "at most 100 attributes")
    .default({}),
  consentAt: text(40).default(""),
  consentProof: text(2_000).default(""),
});

const answer = z.object({
  accepted: z.int(),
  duplicate: z.int(),
  doNotCall: z.int(),
  rejected: z.int(),
  /** Rows that are not on the list, by their place in what was sent, from 0. */
  rejects: z.array(z.object({ index: z.int(), reason: z.string() })),
});
export type AppendAnswer = z.output<typeof answer>;

/**
 * Adds contacts to a list, a few thousand at a time, as a client's own system sends them. The judge is the import's;
 * campaigns that run on the list have the new contacts before this answers. Sent again with the same key, nothing is added
 * and the first answer comes again.
 *
 * @throws CallbayError NOT_FOUND, IDEMPOTENCY_KEY_REUSED, REGISTER_UNREADABLE
 */
export const appendToList = tenantVerb({
  name: "list.append",
  permission: "list.write",
  input: z.object({
    listId: z.uuid(),
    idempotencyKey: z.string().trim().min(1).max(200),
    contacts: z.array(appendedContact).min(1).max(MAX_APPEND),
  }),
  timeoutMs: 30_000,
  bulk: true,
  run: async (unit, { listId, idempotencyKey, contacts }): Promise<AppendAnswer> => {
    const { tx, tenantId, now } = unit;
    const list = await lockList(tx, tenantId, listId);
    if (!list) throw notFound("list");
    const contentHash = createHash("sha256").update(JSON.stringify(contacts)).digest("base64url");
    const known = await tx.contactAppend.findUnique({
      where: { tenantId_listId_idempotencyKey: { tenantId, listId, idempotencyKey } },
    });
    if (known) return answerAgain(unit, known.result, { listId, contentHash });
    const { rows, sorted } = await judged(unit, { tenantId, listId, defaultCountry: list.defaultCountry }, contacts);
    await appendContacts(tx, { tenantId, listId, now }, sorted);
    await learn(tx, { tenantId, listId, known: list.attributeTypes }, sorted.contacts);
    const { processed: _all, ...counts } = sorted.counts;
    const rejects = sorted.rejects.map(({ rowNumber, reason }): { index: number; reason: RejectReason } => ({
      index: rowNumber,
      reason,
    }));
    const result: AppendAnswer = { ...counts, rejects };
    await tx.contactAppend.createMany({
      data: { tenantId, listId, idempotencyKey, result: { ...result, contentHash }, createdAt: now },
    });
    await unit.audit({
      action: "list.append",
      entity: "list",
      entityId: listId,
      after: { rows: rows.length, ...counts },
    });
    const ids = sorted.contacts.map(({ id }) => id);
    if (ids.length > 0) await topUp(unit, { tenantId, listId, ids });
    return result;
  },
});

async function judged(
  { tx, deps, now }: Unit,
  { tenantId, listId, defaultCountry }: { tenantId: string; listId: string; defaultCountry: string },
  contacts: readonly z.output<typeof appendedContact>[],
) {
  const rows = contacts.map((contact, index): JudgedRow => {
    const { name, phones, ...others } = contact;
    const written = { ...others, displayName: name, phones: phones.map((text, column) => ({ column, text })) };
    const decision = decideContact(written, { defaultCountry });
    const row = { rowNumber: index, raw: "" };
    return decision.accepted ? { ...row, contact: decision.contact } : { ...row, refused: decision.reason };
  });
  const numbers = rows.flatMap((row) => ("contact" in row ? row.contact.phones.map(({ e164 }) => e164) : []));
  const sorted = sortBatch(rows, {
    onList: await numbersOnList(tx, { tenantId, listId, importId: null }, numbers),
    forbidden: await forbiddenNumbers(tx, deps, tenantId, numbers, now),
    newId,
    timeZoneOf,
  });
  return { rows, sorted };
}

async function topUp(unit: Unit, { tenantId, listId, ids }: { tenantId: string; listId: string; ids: string[] }) {
  const { tx, now } = unit;
  const campaigns = await tx.campaign.findMany({
    where: { tenantId, lists: { some: { listId } }, state: { in: ["running", "paused"] } },
    select: { id: true },
  });
  for (const { id: campaignId } of campaigns)
    if ((await takeContacts(tx, { tenantId, campaignId, now }, { listId, ids })) > 0)
      unit.emit({ type: "campaign.changed", campaignId });
}

async function answerAgain(
  unit: Unit,
  stored: unknown,
  { listId, contentHash }: { listId: string; contentHash: string },
): Promise<AppendAnswer> {
  const first = answer.extend({ contentHash: z.string() }).parse(stored);
  if (first.contentHash !== contentHash)
    throw new CallbayError(
      "conflict",
      "IDEMPOTENCY_KEY_REUSED",
      "Other contacts were sent under this key before. Nothing was added; send each set under a key of its own.",
      {},
    );
  await unit.audit({ action: "list.appendAgain", entity: "list", entityId: listId });
  const { contentHash: _own, ...result } = first;
  return result;
}
