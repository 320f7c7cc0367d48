import type { SegmentNode } from "@callbay/domain/segment/compile";
import { Prisma } from "../client.ts";
import type { Statements } from "../copy.ts";
import { segmentCondition } from "./segment.ts";

/** A piece of a list, in the order of the contacts' ids. */
export interface ListPiece {
  readonly tenantId: string;
  readonly listId: string;
  readonly piece: PieceBounds | { readonly ids: readonly string[] };
}

export interface PieceBounds {
  /** The last contact of the piece before; null: from the beginning. */
  readonly after: string | null;
  readonly limit: number;
}

function pieceOf({ tenantId, listId, piece }: ListPiece): Prisma.Sql {
  const bounds =
    "ids" in piece
      ? Prisma.sql`AND k.id = ANY(${[...piece.ids]}::uuid[])`
      : Prisma.sql`AND (${piece.after}::uuid IS NULL OR k.id > ${piece.after}::uuid) ORDER BY k.id LIMIT ${piece.limit}`;
  return Prisma.sql`
    SELECT k.tenant_id, k.id, k.attributes FROM contact k
    WHERE k.tenant_id = ${tenantId}::uuid AND k.list_id = ${listId}::uuid ${bounds}`;
}

/** A look into the index for each contact: joined in one, the planner may read all numbers for each piece. */
const FIRST_NUMBER = Prisma.sql`
  SELECT f.phone, f.timezone FROM contact_point f
  WHERE f.tenant_id = k.tenant_id AND f.contact_id = k.id AND f.position = 0 LIMIT 1`;

/** The contacts of the next piece of a list, and the time zones that they live in. */
export async function nextPiece(
  tx: Statements,
  piece: ListPiece,
): Promise<{ read: number; last: string | null; zones: string[] }> {
  const rows = await tx.$queryRaw<{ read: number; last: string | null; zones: string[] }[]>`
    WITH piece AS (${pieceOf(piece)})
    SELECT (SELECT count(*)::int FROM piece) AS read,
           (SELECT id FROM piece ORDER BY id DESC LIMIT 1) AS last,
           ARRAY(SELECT DISTINCT p.timezone FROM piece k CROSS JOIN LATERAL (${FIRST_NUMBER}) AS p) AS zones`;
  return rows[0] ?? { read: 0, last: null, zones: [] };
}

export interface TopUp extends ListPiece {
  readonly campaignId: string;
  readonly now: Date;
  /** Zones where the calling window is closed now, and when it opens. */
  readonly closed: readonly { readonly zone: string; readonly opensAt: Date }[];
  /** Only those whom it describes; null: all. */
  readonly segment: SegmentNode | null;
  /** Has the campaign other lists? Then nobody is taken whose first number it has already. */
  readonly oneOfSeveral: boolean;
}

/**
 * Contacts of a piece of a list that the campaign does not know yet become its own, each once however often this runs.
 * Returns how many.
 */
export async function topUpPiece(tx: Statements, of: TopUp): Promise<number> {
  const { campaignId, listId, now, closed, segment } = of;
  return tx.$executeRaw`
    WITH piece AS (${pieceOf(of)})
    INSERT INTO campaign_contact (tenant_id, campaign_id, contact_id, list_id, state, reason, next_attempt_at)
    SELECT k.tenant_id, ${campaignId}::uuid, k.id, ${listId}::uuid, 'ready',
           CASE WHEN z.opens_at IS NULL THEN 'new' ELSE 'outside_window' END, COALESCE(z.opens_at, ${now}::timestamptz)
    FROM piece k
    LEFT JOIN LATERAL (${FIRST_NUMBER}) AS q ON true
    LEFT JOIN unnest(
      ${closed.map((each) => each.zone)}::text[],
      ${closed.map((each) => each.opensAt)}::timestamptz[]
    ) AS z(zone, opens_at) ON z.zone = q.timezone
    WHERE ${segment === null ? Prisma.sql`true` : segmentCondition(segment)}
      AND ${of.oneOfSeveral ? notTakenElsewhere(campaignId) : Prisma.sql`true`}
    ON CONFLICT DO NOTHING`;
}

function notTakenElsewhere(campaignId: string): Prisma.Sql {
  return Prisma.sql`NOT EXISTS (
    SELECT 1 FROM contact_point o
    JOIN campaign_contact other ON other.tenant_id = o.tenant_id AND other.campaign_id = ${campaignId}::uuid
      AND other.contact_id = o.contact_id
    WHERE o.tenant_id = k.tenant_id AND o.phone = q.phone AND o.contact_id <> k.id OFFSET 0)`;
}
