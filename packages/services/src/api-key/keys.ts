import { newId } from "@callbay/db/ids";
import type { TenantActor } from "@callbay/domain/actor";
import { notFound } from "@callbay/domain/errors";
import type { Deps } from "../context.ts";
import { tenantQuery, tenantVerb, z } from "../verb.ts";
import { isSecret, issueSecret, readKey } from "./secret.ts";

/** When a key was last used is written at most so often. */
const TOUCH_EVERY_MS = 60_000;

/** The workspace's keys, newest first, without their secrets. */
export const listApiKeys = tenantQuery({
  name: "api_key.list",
  permission: "api_key.read",
  input: z.strictObject({}),
  run: async ({ tx, tenantId }) =>
    tx.apiKey.findMany({
      where: { tenantId },
      orderBy: { id: "desc" },
      take: 200,
      select: { id: true, name: true, role: true, createdAt: true, lastUsedAt: true, revokedAt: true },
    }),
});

/**
 * Makes a key with which the client's own system adds contacts. It does what a manager may do through the routes that take
 * keys, and nothing else.
 *
 * @returns the key, which is shown this once
 */
export const createApiKey = tenantVerb({
  name: "api_key.create",
  permission: "api_key.write",
  input: z.object({ name: z.string().trim().min(1).max(120) }),
  run: async (unit, { name }) => {
    const { tx, tenantId, actor, now } = unit;
    const apiKeyId = newId();
    const { key, hash } = issueSecret(apiKeyId);
    await tx.apiKey.createMany({
      data: {
        tenantId,
        id: apiKeyId,
        name,
        secretHash: hash,
        role: "manager",
        createdBy: actor.membershipId,
        createdAt: now,
      },
    });
    await unit.audit({ action: "api_key.create", entity: "api_key", entityId: apiKeyId, after: { name } });
    return { apiKeyId, key };
  },
});

/** Ends a key from now on. @throws CallbayError NOT_FOUND */
export const revokeApiKey = tenantVerb({
  name: "api_key.revoke",
  permission: "api_key.write",
  input: z.object({ apiKeyId: z.uuid() }),
  run: async (unit, { apiKeyId }) => {
    const { tx, tenantId, now } = unit;
    const key = await tx.apiKey.findFirst({ where: { tenantId, id: apiKeyId } });
    if (!key) throw notFound("key");
    await tx.apiKey.updateMany({ where: { tenantId, id: apiKeyId, revokedAt: null }, data: { revokedAt: now } });
    await unit.audit({
      action: "api_key.revoke",
      entity: "api_key",
      entityId: apiKeyId,
      before: { name: key.name, revokedAt: key.revokedAt?.toISOString() ?? null },
    });
    return { apiKeyId };
  },
});

/**
 * Who asks with this key, or null when it is nobody's: unknown, wrong, revoked, the workspace not active. It acts in the
 * name of whoever made it, under its own; that this person has left does not end it.
 */
export async function actorOfKey(deps: Pick<Deps, "db">, text: string, now: Date): Promise<TenantActor | null> {
  const given = readKey(text);
  if (!given) return null;
  return deps.db.asAuthenticator(async (tx) => {
    const key = await tx.apiKey.findFirst({ where: { id: given.id, revokedAt: null } });
    if (!key || !isSecret(given.secret, key.secretHash)) return null;
    const maker = await tx.membership.findFirst({
      where: { tenantId: key.tenantId, id: key.createdBy, tenant: { state: "active" } },
      select: { accountId: true },
    });
    if (!maker) return null;
    if (now.getTime() - (key.lastUsedAt?.getTime() ?? 0) >= TOUCH_EVERY_MS)
      await tx.apiKey.updateMany({ where: { tenantId: key.tenantId, id: key.id }, data: { lastUsedAt: now } });
    return {
      kind: "tenant",
      tenantId: key.tenantId,
      membershipId: key.createdBy,
      accountId: maker.accountId,
      role: key.role,
      name: `Key ${key.name}`,
      sessionId: key.id,
    };
  });
}
