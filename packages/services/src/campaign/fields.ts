import type { Prisma, Tx } from "@callbay/db/client";
import { parseCallingWindow } from "@callbay/domain/calling-window";
import { notFound } from "@callbay/domain/errors";
import { parseRetryRules } from "@callbay/domain/retry";
import { CAMPAIGN_PURPOSES } from "@callbay/domain/values";
import { z } from "../verb.ts";

/** What the operator approves; it changes in a draft or a returned campaign only. */
export const approvedFields = {
  name: z.string().trim().min(1).max(120),
  purpose: z.enum(CAMPAIGN_PURPOSES),
  contractId: z.uuid(),
  listId: z.uuid().nullable(),
  callerIdId: z.uuid().nullable(),
  dialMode: z.enum(["progressive", "predictive"]),
  script: z.string().max(20_000),
  callingWindow: z.unknown().transform(parseCallingWindow),
  joinDeadlineMs: z.int().min(500).max(10_000),
  maxAbandonedPpm: z.int().min(0).max(100_000),
  abandonedMedia: z.string().regex(/^sound:[\w\-/]{1,100}$/, "must be sound:NAME"),
};

/** What may be tuned while it runs. */
export const tunedFields = {
  retryRules: z.unknown().transform(parseRetryRules),
  ringTimeoutMs: z.int().min(5_000).max(120_000),
  maxChannels: z.int().min(1).max(10_000).nullable(),
  recordingForced: z.boolean(),
};

interface References {
  readonly contractId?: string | undefined;
  readonly listId?: string | null | undefined;
  readonly callerIdId?: string | null | undefined;
}

/**
 * What a campaign points to must be the tenant's own; a foreign id answers as a missing one.
 * @throws CallbayError NOT_FOUND
 */
export async function checkReferences(tx: Tx, tenantId: string, refs: References): Promise<void> {
  if (refs.contractId && !(await tx.contract.findFirst({ where: { tenantId, id: refs.contractId } })))
    throw notFound("contract");
  if (refs.listId && !(await tx.contactList.findFirst({ where: { tenantId, id: refs.listId, archivedAt: null } })))
    throw notFound("list");
  if (refs.callerIdId && !(await tx.phoneNumber.findFirst({ where: { tenantId, id: refs.callerIdId } })))
    throw notFound("caller id");
}

const jsonObject = z.record(z.string(), z.json());

/** An object as plain JSON, for a column or the audit log. */
export function asJson(value: object): Prisma.InputJsonObject {
  return jsonObject.parse(JSON.parse(JSON.stringify(value)));
}
