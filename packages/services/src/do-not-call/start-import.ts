import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { isPhoneCountry } from "@callbay/domain/phone";
import { importNumbers } from "@callbay/jobs/catalogue";
import type { VerbContext } from "../context.ts";
import { store } from "../list/start-import.ts";
import { operatorQuery, operatorVerb, tenantQuery, tenantVerb, type Unit, z } from "../verb.ts";

/** A country's register of 250 million numbers is 3.3 GB of text. */
export const MAX_NUMBERS_BYTES = 8 * 1024 * 1024 * 1024;

const target = z.object({
  fileName: z
    .string()
    .trim()
    .min(1)
    .max(255)
    .transform((name) => name.split(/[\\/]/).at(-1) ?? name),
  /** The register; null: a do-not-call list of the workspace. */
  registerId: z.uuid().nullish(),
  /** For a list: of this campaign alone. */
  campaignId: z.uuid().nullish(),
  /** Numbers without their country code are of this country; null: all have it. */
  country: z
    .string()
    .nullish()
    .refine((country) => !country || isPhoneCountry(country), "is not a known country"),
  mode: z.enum(["replace", "add", "remove"]),
  /** For a list: until when its new entries hold; null: for good. */
  expiresAt: z.date().nullish(),
});
export type NumbersTarget = z.input<typeof target>;
type Target = z.output<typeof target>;

const uploaded = target.extend({ importId: z.uuid(), storageKey: z.string(), fileBytes: z.int().min(1) });

/**
 * Takes an upload of numbers: streams it to storage, records the import and enqueues it. The answer comes when file and
 * row are durable.
 *
 * @throws CallbayError FILE_TOO_LARGE, FILE_EMPTY, NOT_FOUND, LIST_NOT_REPLACED; nothing of the upload is kept then
 */
export async function startNumbersImport(
  ctx: VerbContext,
  input: NumbersTarget,
  bytes: AsyncIterable<Uint8Array>,
  limitBytes = MAX_NUMBERS_BYTES,
): Promise<{ importId: string }> {
  const [check, register] =
    ctx.actor.kind === "operator" ? [operatorTarget, registerOperators] : [tenantTarget, registerTenants];
  // Before a byte is written: who uploads may, and what is written to is theirs.
  await check(ctx, input);
  const importId = newId();
  const storageKey = `numbers/uploads/${importId}`;
  const path = join(ctx.deps.storageDir, storageKey);
  try {
    const fileBytes = await store(bytes, path, limitBytes);
    return await register(ctx, { ...input, importId, storageKey, fileBytes });
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

const operatorTarget = operatorQuery({
  name: "registers.uploadTarget",
  permission: "platform.dnc.write",
  input: target,
  run: ({ tx }, input) => assertTarget(tx, null, input),
});

const tenantTarget = tenantQuery({
  name: "dnc.uploadTarget",
  permission: "dnc.write",
  input: target,
  run: ({ tx, tenantId }, input) => assertTarget(tx, tenantId, input),
});

/** The row and the job of an upload that lies in storage. Only startNumbersImport calls them: the key is no caller's. */
const registerOperators = operatorVerb({
  name: "registers.startImport",
  permission: "platform.dnc.write",
  input: uploaded,
  run: (unit, input) => register(unit, null, input),
});

const registerTenants = tenantVerb({
  name: "dnc.startImport",
  permission: "dnc.write",
  input: uploaded,
  run: (unit, input) => register(unit, unit.tenantId, input),
});

async function assertTarget(tx: Tx, tenantId: string | null, { registerId, campaignId, mode }: Target): Promise<void> {
  if (registerId) {
    // Row-level security shows a tenant the operator's registers too: the owner is asked for.
    if (!(await tx.dncRegister.findFirst({ where: { id: registerId, tenantId } }))) throw notFound("register");
    return;
  }
  if (tenantId === null) throw notFound("register");
  if (campaignId && !(await tx.campaign.findFirst({ where: { tenantId, id: campaignId } }))) throw notFound("campaign");
  if (mode === "replace")
    throw new CallbayError(
      "invalid",
      "LIST_NOT_REPLACED",
      "A do-not-call list is not replaced by a file: it has what customers asked for themselves. Nothing was imported; add the file's numbers or remove them.",
    );
}

async function register(
  unit: Unit,
  tenantId: string | null,
  input: z.output<typeof uploaded>,
): Promise<{ importId: string }> {
  const { tx, now } = unit;
  await assertTarget(tx, tenantId, input);
  const { importId, registerId, campaignId, mode, fileName, fileBytes, storageKey, country, expiresAt } = input;
  await tx.dncImport.createMany({
    data: {
      id: importId,
      tenantId,
      registerId: registerId ?? null,
      campaignId: registerId ? null : (campaignId ?? null),
      mode,
      fileName,
      fileBytes,
      storageKey,
      country: country || null,
      expiresAt: registerId ? null : (expiresAt ?? null),
      createdAt: now,
    },
  });
  await unit.audit({
    action: registerId ? "registers.startImport" : "dnc.startImport",
    entity: "dnc_import",
    entityId: importId,
    after: { registerId: registerId ?? null, campaignId: campaignId ?? null, mode, fileName, fileBytes },
  });
  unit.enqueue(importNumbers, { importId });
  unit.emit({ type: "dnc.changed" });
  return { importId };
}
