import type { RawTx, Tx } from "../client.ts";

/** Which do-not-call list: the tenant's (campaignId null) or a campaign's. */
export interface DncList {
  readonly tenantId: string;
  readonly campaignId: string | null;
}

/** Reasons by which the customer's own word is known; only a person lifts such an entry, one by one. */
const BY_CUSTOMER = "^(disposition|call|key_press|sms):";

/**
 * Puts a number on a list, or makes its entry last longer: one for good stays as it is, but for the customer's own word,
 * which is kept instead of anybody else's. @returns the entry's id and whether anything changed by it.
 */
export async function putNumber(
  tx: Tx,
  { tenantId, campaignId }: DncList,
  entry: { id: string; phone: string; reason: string; expiresAt: Date | null; now: Date },
): Promise<{ id: string; changed: boolean }> {
  const { id, phone, reason, expiresAt, now } = entry;
  const written = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO do_not_call AS d (tenant_id, id, phone, campaign_id, reason, created_at, expires_at)
    VALUES (${tenantId}::uuid, ${id}::uuid, ${phone}, ${campaignId}::uuid, ${reason}, ${now}, ${expiresAt}::timestamptz)
    ON CONFLICT (tenant_id, phone, campaign_id) DO UPDATE SET reason = excluded.reason, expires_at = excluded.expires_at
    WHERE (d.expires_at IS NOT NULL AND (excluded.expires_at IS NULL OR excluded.expires_at > d.expires_at))
      OR (excluded.expires_at IS NULL AND excluded.reason ~ ${BY_CUSTOMER} AND d.reason !~ ${BY_CUSTOMER})
    RETURNING d.id`;
  if (written[0]) return { id: written[0].id, changed: true };
  const known = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM do_not_call WHERE tenant_id = ${tenantId}::uuid AND phone = ${phone}
      AND campaign_id IS NOT DISTINCT FROM ${campaignId}::uuid`;
  return { id: known[0]?.id ?? id, changed: false };
}

/** Puts many numbers on a list, as `putNumber` does, in one statement; each number once. @returns how many changed. */
export async function putNumbers(
  tx: Tx,
  { tenantId, campaignId }: DncList,
  numbers: readonly { readonly id: string; readonly phone: string }[],
  entry: { reason: string; expiresAt: Date | null; now: Date },
): Promise<number> {
  const { reason, expiresAt, now } = entry;
  return tx.$executeRaw`
    INSERT INTO do_not_call AS d (tenant_id, id, phone, campaign_id, reason, created_at, expires_at)
    SELECT ${tenantId}::uuid, r.id, r.phone, ${campaignId}::uuid, ${reason}, ${now}, ${expiresAt}::timestamptz
    FROM unnest(${numbers.map(({ id }) => id)}::uuid[], ${numbers.map(({ phone }) => phone)}::text[]) AS r(id, phone)
    ON CONFLICT (tenant_id, phone, campaign_id) DO UPDATE SET reason = excluded.reason, expires_at = excluded.expires_at
    WHERE d.expires_at IS NOT NULL AND (excluded.expires_at IS NULL OR excluded.expires_at > d.expires_at)`;
}

/** Takes numbers off a list, but for those whom the customer put there. @returns those that stayed for that. */
export async function takeNumbers(
  tx: Tx,
  { tenantId, campaignId }: DncList,
  phones: readonly string[],
): Promise<string[]> {
  const kept = await tx.$queryRaw<{ phone: string }[]>`
    SELECT phone FROM do_not_call WHERE tenant_id = ${tenantId}::uuid AND phone = ANY(${[...phones]}::text[])
      AND campaign_id IS NOT DISTINCT FROM ${campaignId}::uuid AND reason ~ ${BY_CUSTOMER}`;
  await tx.$executeRaw`
    DELETE FROM do_not_call WHERE tenant_id = ${tenantId}::uuid AND phone = ANY(${[...phones]}::text[])
      AND campaign_id IS NOT DISTINCT FROM ${campaignId}::uuid AND reason !~ ${BY_CUSTOMER}`;
  return kept.map(({ phone }) => phone);
}

/**
 * Brings contacts into line with the do-not-call lists after entries of these numbers came, went or changed: whoever has
 * no number left that may be dialled waits for the first expiry, or is blocked when there is none; whom these lists alone
 * held back is due again. Contacts in an attempt are judged when it ends. Registers are the gate's business.
 * @returns how many contacts changed.
 */
export async function settleNumbers(
  tx: RawTx,
  { tenantId, campaignId }: DncList,
  phones: readonly string[],
  now: Date,
): Promise<number> {
  const reason = campaignId === null ? "dnc_tenant" : "dnc_campaign";
  return tx.$executeRaw`
    WITH touched AS (
      SELECT DISTINCT k.campaign_id, k.contact_id FROM contact_point p
      JOIN campaign_contact k ON k.tenant_id = p.tenant_id AND k.contact_id = p.contact_id
      WHERE p.tenant_id = ${tenantId}::uuid AND p.phone = ANY(${[...phones]}::text[])
        AND (${campaignId}::uuid IS NULL OR k.campaign_id = ${campaignId}::uuid)
        AND (k.state = 'ready' OR (k.state = 'blocked' AND k.reason IN ('dnc_tenant', 'dnc_campaign')))
    ), held AS (
      SELECT t.campaign_id, t.contact_id, min(COALESCE((
        SELECT max(COALESCE(e.expires_at, 'infinity')) FROM (
          SELECT d.expires_at FROM do_not_call d
          WHERE d.tenant_id = p.tenant_id AND d.phone = p.phone
            AND (d.campaign_id IS NULL OR d.campaign_id = t.campaign_id)
          UNION ALL
          SELECT o.expires_at FROM operator_do_not_call o WHERE o.phone = p.phone
        ) e WHERE e.expires_at IS NULL OR e.expires_at > ${now}
      ), '-infinity')) AS until
      FROM touched t
      JOIN contact_point p ON p.tenant_id = ${tenantId}::uuid AND p.contact_id = t.contact_id
      GROUP BY t.campaign_id, t.contact_id
    )
    UPDATE campaign_contact k SET
      state = CASE WHEN h.until = 'infinity' THEN 'blocked' ELSE 'ready' END::campaign_contact_state,
      reason = CASE WHEN h.until = '-infinity' THEN 'dnc_lifted' ELSE ${reason} END,
      next_attempt_at = CASE WHEN h.until = '-infinity' THEN ${now} WHEN h.until = 'infinity' THEN k.next_attempt_at
                             ELSE GREATEST(k.next_attempt_at, h.until) END,
      done_at = CASE WHEN h.until = 'infinity' THEN ${now}::timestamptz END
    FROM held h
    WHERE k.tenant_id = ${tenantId}::uuid AND k.campaign_id = h.campaign_id AND k.contact_id = h.contact_id
      AND (h.until > ${now} OR k.reason IN ('dnc_tenant', 'dnc_campaign'))`;
}

/**
 * Contacts of a campaign that a register held back before a moment are asked about anew: it has another version, or is
 * not in force. @returns how many, at most `limit`.
 */
export async function rejudgeRegister(
  tx: Tx,
  which: { tenantId: string; campaignId: string; reason: string; heldBefore: Date; dueAt: Date; limit: number },
): Promise<number> {
  const { tenantId, campaignId } = which;
  return tx.$executeRaw`
    UPDATE campaign_contact SET state = 'ready', reason = 'dnc_lifted', next_attempt_at = ${which.dueAt}, done_at = NULL
    WHERE tenant_id = ${tenantId}::uuid AND campaign_id = ${campaignId}::uuid AND contact_id = ANY(ARRAY(
      SELECT contact_id FROM campaign_contact
      WHERE tenant_id = ${tenantId}::uuid AND campaign_id = ${campaignId}::uuid AND state = 'blocked'
        AND reason = ${which.reason} AND done_at < ${which.heldBefore}
      LIMIT ${which.limit} FOR UPDATE))`;
}

/** An entry of any list that binds the tenant and has this number, expired or not. */
export interface DncEntryRow {
  readonly list: "operator" | "tenant" | "campaign";
  readonly id: string | null;
  readonly campaignId: string | null;
  readonly campaignName: string | null;
  readonly reason: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
}

export async function entriesOfNumber(tx: Tx, tenantId: string, phone: string): Promise<DncEntryRow[]> {
  return tx.$queryRaw<DncEntryRow[]>`
    SELECT 'operator' AS list, NULL::uuid AS id, NULL::uuid AS "campaignId", NULL AS "campaignName", '' AS reason,
           created_at AS "createdAt", expires_at AS "expiresAt"
    FROM operator_do_not_call WHERE phone = ${phone}
    UNION ALL
    SELECT CASE WHEN d.campaign_id IS NULL THEN 'tenant' ELSE 'campaign' END, d.id, d.campaign_id, c.name, d.reason,
           d.created_at, d.expires_at
    FROM do_not_call d LEFT JOIN campaign c ON c.tenant_id = d.tenant_id AND c.id = d.campaign_id
    WHERE d.tenant_id = ${tenantId}::uuid AND d.phone = ${phone}`;
}
