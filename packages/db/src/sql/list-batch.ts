import type { Tx } from "../client.ts";

/**
 * The import's row, locked for this batch, and with it the list's: two imports into one list write in turns, so that
 * a number is found on the list by the second. Null when the import is not there.
 */
export async function lockImport(
  tx: Tx,
  tenantId: string,
  importId: string,
): Promise<{ state: string; processedRows: number; listId: string } | null> {
  const rows = await tx.$queryRaw<{ state: string; processedRows: number; listId: string }[]>`
    SELECT i.state::text AS state, i.processed_rows AS "processedRows", i.list_id AS "listId"
    FROM contact_import i
    JOIN contact_list l ON l.tenant_id = i.tenant_id AND l.id = i.list_id
    WHERE i.tenant_id = ${tenantId}::uuid AND i.id = ${importId}::uuid
    FOR NO KEY UPDATE OF i, l`;
  return rows[0] ?? null;
}

/** Of these numbers, those that are on the list already; true: this same import brought them. */
export async function numbersOnList(
  tx: Tx,
  { tenantId, listId, importId }: { tenantId: string; listId: string; importId: string },
  phones: readonly string[],
): Promise<Map<string, boolean>> {
  const rows = await tx.$queryRaw<{ phone: string; own: boolean }[]>`
    SELECT p.phone, c.import_id IS NOT DISTINCT FROM ${importId}::uuid AS own
    FROM contact_point p JOIN contact c ON c.tenant_id = p.tenant_id AND c.id = p.contact_id
    WHERE p.tenant_id = ${tenantId}::uuid AND p.list_id = ${listId}::uuid AND p.phone = ANY(${phones}::text[])`;
  return new Map(rows.map((row) => [row.phone, row.own]));
}

/** Of these numbers, those that nobody may dial, or that the tenant may not dial in any campaign. */
export async function numbersForbidden(
  tx: Tx,
  tenantId: string,
  phones: readonly string[],
  now: Date,
): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ phone: string }[]>`
    SELECT phone FROM operator_do_not_call
    WHERE phone = ANY(${phones}::text[]) AND (expires_at IS NULL OR expires_at > ${now})
    UNION
    SELECT phone FROM do_not_call
    WHERE tenant_id = ${tenantId}::uuid AND campaign_id IS NULL AND phone = ANY(${phones}::text[])
      AND (expires_at IS NULL OR expires_at > ${now})`;
  return new Set(rows.map((row) => row.phone));
}

export interface NewContact {
  readonly id: string;
  readonly displayName: string;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
}

export interface NewContactPoint {
  readonly id: string;
  readonly contactId: string;
  readonly position: number;
  readonly phone: string;
  readonly country: string;
  readonly timezone: string;
}

/** Adds contacts with their points: two statements, however many rows. */
export async function insertContacts(
  tx: Tx,
  owner: { tenantId: string; listId: string; importId: string; now: Date },
  contacts: readonly NewContact[],
  points: readonly NewContactPoint[],
): Promise<void> {
  if (contacts.length === 0) return;
  const { tenantId, listId, importId, now } = owner;
  await tx.$executeRaw`
    INSERT INTO contact (tenant_id, id, list_id, import_id, display_name, attributes, created_at)
    SELECT ${tenantId}::uuid, r.id, ${listId}::uuid, ${importId}::uuid, r.name, r.attributes::jsonb, ${now}
    FROM unnest(
      ${contacts.map((row) => row.id)}::uuid[],
      ${contacts.map((row) => row.displayName)}::text[],
      ${contacts.map((row) => JSON.stringify(row.attributes))}::text[]
    ) AS r(id, name, attributes)`;
  await tx.$executeRaw`
    INSERT INTO contact_point (tenant_id, id, contact_id, list_id, position, phone, country, timezone)
    SELECT ${tenantId}::uuid, r.id, r.contact_id, ${listId}::uuid, r.position, r.phone, r.country, r.timezone
    FROM unnest(
      ${points.map((row) => row.id)}::uuid[],
      ${points.map((row) => row.contactId)}::uuid[],
      ${points.map((row) => row.position)}::int[],
      ${points.map((row) => row.phone)}::text[],
      ${points.map((row) => row.country)}::text[],
      ${points.map((row) => row.timezone)}::text[]
    ) AS r(id, contact_id, position, phone, country, timezone)`;
}

export interface NewReject {
  readonly rowNumber: number;
  readonly reason: string;
  readonly raw: string;
}

/** Keeps the rows that did not come onto the list. */
export async function insertRejects(
  tx: Tx,
  tenantId: string,
  importId: string,
  rejects: readonly NewReject[],
): Promise<void> {
  if (rejects.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO contact_import_reject (tenant_id, import_id, row_number, reason, raw)
    SELECT ${tenantId}::uuid, ${importId}::uuid, r.row_number, r.reason, r.raw
    FROM unnest(
      ${rejects.map((row) => row.rowNumber)}::int[],
      ${rejects.map((row) => row.reason)}::text[],
      ${rejects.map((row) => row.raw)}::text[]
    ) AS r(row_number, reason, raw)`;
}
