import type { RawTx } from "../client.ts";
import type { CampaignState, ContractState, DialMode } from "../generated/enums.ts";

/** What a reservation asks of its campaign. */
export interface FrameRow {
  readonly state: CampaignState;
  readonly dialMode: DialMode;
  readonly callingWindow: unknown;
  /** Null: it dials whenever it runs. */
  readonly schedule: unknown;
  readonly retryRules: unknown;
  readonly maxChannels: number | null;
  /** E.164; the campaign's own, when no rule names another. */
  readonly callerId: string | null;
  readonly compliance: { readonly id: string; readonly revision: number; readonly rules: unknown } | null;
  readonly contractState: ContractState;
  readonly startsOn: Date;
  readonly endsOn: Date | null;
  /** The tenant's. */
  readonly timezone: string;
  /** In their order. */
  readonly lists: readonly { readonly id: string; readonly weight: number }[];
  readonly callerIdRules: readonly { readonly ofCampaign: boolean; readonly prefix: string; readonly e164: string }[];
}

/** The frame of a campaign, in one statement: every tick of every loop reads it. Null: the tenant has none of this id. */
export async function frameOf(tx: RawTx, tenantId: string, campaignId: string): Promise<FrameRow | null> {
  const rows = await tx.$queryRaw<FrameRow[]>`
    SELECT c.state::text AS state, c.dial_mode::text AS "dialMode", c.calling_window AS "callingWindow",
           c.schedule,
           c.retry_rules AS "retryRules", c.max_channels AS "maxChannels", n.e164 AS "callerId",
           CASE WHEN p.id IS NULL THEN NULL
                ELSE jsonb_build_object('id', p.id, 'revision', p.revision, 'rules', p.rules) END AS compliance,
           k.state::text AS "contractState", k.starts_on AS "startsOn", k.ends_on AS "endsOn", t.timezone,
           COALESCE((SELECT jsonb_agg(jsonb_build_object('id', l.list_id, 'weight', l.weight) ORDER BY l.position)
                     FROM campaign_list l WHERE l.tenant_id = c.tenant_id AND l.campaign_id = c.id), '[]') AS lists,
           COALESCE((SELECT jsonb_agg(jsonb_build_object('ofCampaign', r.campaign_id IS NOT NULL, 'prefix', r.prefix,
                                                         'e164', o.e164))
                     FROM caller_id_rule r JOIN phone_number o ON o.tenant_id = r.tenant_id AND o.id = r.phone_number_id
                     WHERE r.tenant_id = c.tenant_id AND (r.campaign_id = c.id OR r.campaign_id IS NULL)
                       AND o.released_at IS NULL), '[]') AS "callerIdRules"
    FROM campaign c
    JOIN contract k ON k.tenant_id = c.tenant_id AND k.id = c.contract_id
    JOIN tenant t ON t.id = c.tenant_id
    LEFT JOIN phone_number n ON n.tenant_id = c.tenant_id AND n.id = c.caller_id_id
    LEFT JOIN compliance_profile p ON p.tenant_id = c.tenant_id AND p.id = c.compliance_id
    WHERE c.tenant_id = ${tenantId}::uuid AND c.id = ${campaignId}::uuid`;
  return rows[0] ?? null;
}

/** What pacing asks of its campaign. */
export interface PacedCampaign {
  readonly state: CampaignState;
  readonly dialMode: DialMode;
  readonly maxChannels: number | null;
  readonly maxAbandonedPpm: number;
  readonly joinDeadlineMs: number;
  readonly ringTimeoutMs: number;
  readonly machine: unknown;
  readonly compliance: { readonly id: string; readonly revision: number; readonly rules: unknown } | null;
  /** The tenant's. */
  readonly timezone: string;
  /** Running campaigns of the tenant that have one. */
  readonly schedules: readonly { readonly id: string; readonly schedule: unknown }[];
}

/** Null: the tenant has none of this id. */
export async function pacedCampaign(tx: RawTx, tenantId: string, campaignId: string): Promise<PacedCampaign | null> {
  const rows = await tx.$queryRaw<PacedCampaign[]>`
    SELECT c.state::text AS state, c.dial_mode::text AS "dialMode", c.max_channels AS "maxChannels",
           c.max_abandoned_ppm AS "maxAbandonedPpm", c.join_deadline_ms AS "joinDeadlineMs",
           c.ring_timeout_ms AS "ringTimeoutMs", c.machine, t.timezone,
           COALESCE((SELECT jsonb_agg(jsonb_build_object('id', o.id, 'schedule', o.schedule)) FROM campaign o
                     WHERE o.tenant_id = c.tenant_id AND o.state = 'running' AND o.schedule IS NOT NULL), '[]') AS schedules,
           CASE WHEN p.id IS NULL THEN NULL
                ELSE jsonb_build_object('id', p.id, 'revision', p.revision, 'rules', p.rules) END AS compliance
    FROM campaign c JOIN tenant t ON t.id = c.tenant_id
    LEFT JOIN compliance_profile p ON p.tenant_id = c.tenant_id AND p.id = c.compliance_id
    WHERE c.tenant_id = ${tenantId}::uuid AND c.id = ${campaignId}::uuid`;
  return rows[0] ?? null;
}

/** Calls per second that these trunks take. */
export async function trunkRates(
  tx: RawTx,
  trunkIds: readonly string[],
): Promise<{ id: string; callsPerSecond: number }[]> {
  return tx.$queryRaw<{ id: string; callsPerSecond: number }[]>`
    SELECT id, calls_per_second AS "callsPerSecond" FROM trunk WHERE id = ANY(${[...trunkIds]}::uuid[])`;
}
