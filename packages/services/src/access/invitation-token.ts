import { createHash, randomBytes } from "node:crypto";
import { newId } from "@callbay/db/ids";
import type { TenantRole } from "@callbay/domain/permissions";
import { type PersonMailing, writePersonMail } from "./person-mail.ts";
import { personTexts } from "./person-mail-texts.ts";

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
 * Writes an invitation, mails its link and returns it. Only the token's hash is kept: the link is shown once. An earlier open
 * invitation of the same person into this workspace ends. Whether the address has an account is not asked, so the
 * inviter's answer cannot tell.
 */
export async function issueInvitation(
  unit: PersonMailing,
  order: InvitationOrder,
): Promise<{ invitationId: string; inviteUrl: string; expiresAt: Date }> {
  const { tx, now, deps } = unit;
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
  const inviteUrl = `${deps.appUrl}/invite/${token}`;
  const tenant = await tx.tenant.findUniqueOrThrow({
    where: { id: order.tenantId },
    select: { name: true, locale: true },
  });
  const text = personTexts(tenant.locale).invitation({
    name: order.name,
    tenant: tenant.name,
    until: expiresAt.toISOString().slice(0, 16).replace("T", " "),
  });
  await writePersonMail(unit, { kind: "invitation", recipient: order.email, ...text, link: inviteUrl, expiresAt });
  return { invitationId: id, inviteUrl, expiresAt };
}

export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
