import { createHash, randomBytes } from "node:crypto";
import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import type { TenantRole } from "@callbay/domain/permissions";

const VALID_MS = 7 * 24 * 3_600_000;

export interface InvitationOrder {
  readonly tenantId: string;
  readonly email: string;
  readonly name: string;
  readonly role: TenantRole;
  readonly employer: "client" | "operator";
  readonly orgUnitId?: string | undefined;
}

/**
 * Writes an invitation and returns its link. Only the token's hash is kept: the link is shown once. An earlier open
 * invitation of the same person into this workspace ends. Whether the address has an account is not asked, so the
 * inviter's answer cannot tell.
 */
export async function issueInvitation(
  tx: Tx,
  order: InvitationOrder,
  { now, appUrl }: { now: Date; appUrl: string },
): Promise<{ invitationId: string; inviteUrl: string; expiresAt: Date }> {
  await tx.invitation.updateMany({
    where: { tenantId: order.tenantId, email: order.email, acceptedAt: null, revokedAt: null },
    data: { revokedAt: now },
  });
  const id = newId();
  const token = randomBytes(32).toString("base64url");
  const expiresAt = new Date(now.getTime() + VALID_MS);
  await tx.invitation.createMany({
    data: {
      tenantId: order.tenantId,
      id,
      email: order.email,
      name: order.name,
      role: order.role,
      employer: order.employer,
      orgUnitId: order.orgUnitId ?? null,
      tokenHash: hashToken(token),
      createdAt: now,
      expiresAt,
    },
  });
  return { invitationId: id, inviteUrl: `${appUrl}/invite/${token}`, expiresAt };
}

export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
