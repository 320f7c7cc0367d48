import type { Prisma, RawTx } from "../client.ts";
import type { Direction, Outcome } from "../generated/enums.ts";

/** What usage is made of, of a call. */
export interface UsedCall {
  readonly direction: Direction;
  readonly isInternal: boolean;
  readonly campaignId: string | null;
  readonly contactId: string | null;
  readonly phone: string;
  readonly startedAt: Date;
  readonly answeredAt: Date | null;
  readonly joinedAt: Date | null;
  readonly endedAt: Date | null;
  readonly talkMs: number;
  readonly holdMs: number;
  readonly outcome: Outcome | null;
  readonly membershipId: string | null;
  readonly seatLeaseId: string | null;
}

/** Null: the tenant has none of this id. */
export async function usedCall(tx: RawTx, tenantId: string, callId: string): Promise<UsedCall | null> {
  const rows = await tx.$queryRaw<UsedCall[]>`
    SELECT direction::text AS direction, is_internal AS "isInternal", campaign_id AS "campaignId",
           contact_id AS "contactId", phone, started_at AS "startedAt", answered_at AS "answeredAt",
           joined_at AS "joinedAt", ended_at AS "endedAt", talk_ms AS "talkMs", hold_ms AS "holdMs",
           outcome::text AS outcome, membership_id AS "membershipId", seat_lease_id AS "seatLeaseId"
    FROM call WHERE tenant_id = ${tenantId}::uuid AND id = ${callId}::uuid`;
  return rows[0] ?? null;
}

/** The contract of a campaign, and the tenant's zone, by whose calendar its days are counted. */
export async function contractOfCampaign(
  tx: RawTx,
  tenantId: string,
  campaignId: string,
): Promise<{ contractId: string; currency: string; timezone: string } | null> {
  const rows = await tx.$queryRaw<{ contractId: string; currency: string; timezone: string }[]>`
    SELECT k.id AS "contractId", k.currency, t.timezone FROM campaign c
    JOIN contract k ON k.tenant_id = c.tenant_id AND k.id = c.contract_id
    JOIN tenant t ON t.id = c.tenant_id
    WHERE c.tenant_id = ${tenantId}::uuid AND c.id = ${campaignId}::uuid`;
  return rows[0] ?? null;
}

export interface NewUsage {
  readonly tenantId: string;
  readonly id: string;
  readonly kind: string;
  readonly sourceKey: string;
  readonly contractId: string;
  readonly contractVersionId: string;
  readonly direction: Direction;
  readonly occurredAt: Date;
  readonly localDate: Date;
  readonly callId: string;
  readonly seatLeaseId?: string | null;
  readonly quantity: bigint;
  readonly data: Prisma.InputJsonObject;
  readonly createdAt: Date;
}

/** Writes usage that is not there yet; a fact is one record, whoever tells it how often. */
export async function insertUsage(tx: RawTx, rows: readonly NewUsage[]): Promise<void> {
  for (const row of rows)
    await tx.$executeRaw`
      INSERT INTO usage_record (tenant_id, id, kind, source_key, contract_id, contract_version_id, direction, occurred_at,
                                local_date, call_id, seat_lease_id, quantity, data, created_at)
      VALUES (${row.tenantId}::uuid, ${row.id}::uuid, ${row.kind}, ${row.sourceKey}, ${row.contractId}::uuid,
              ${row.contractVersionId}::uuid, ${row.direction}::direction, ${row.occurredAt}::timestamptz,
              ${row.localDate.toISOString().slice(0, 10)}::date, ${row.callId}::uuid, ${row.seatLeaseId ?? null}::uuid,
              ${row.quantity}::bigint, ${JSON.stringify(row.data)}::jsonb, ${row.createdAt}::timestamptz)
      ON CONFLICT DO NOTHING`;
}
