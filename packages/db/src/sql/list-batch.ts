import type { BulkTx, CopyValue, Statements } from "../copy.ts";

export interface LockedImport {
  readonly state: string;
  readonly processedRows: number;
  readonly listId: string;
  /** domain StoredAttributes of the list. */
  readonly attributeTypes: unknown;
}

/**
 * The import's row, locked for this batch, and with it the list's: two imports into one list write in turns, so that
 * a number is found on the list by the second. Null when the import is not there.
 */
export async function lockImport(tx: Statements, tenantId: string, importId: string): Promise<LockedImport | null> {
  const rows = await tx.$queryRaw<LockedImport[]>`
    SELECT i.state::text AS state, i.processed_rows AS "processedRows", i.list_id AS "listId",
           l.attribute_types AS "attributeTypes"
    FROM contact_import i
    JOIN contact_list l ON l.tenant_id = i.tenant_id AND l.id = i.list_id
    WHERE i.tenant_id = ${tenantId}::uuid AND i.id = ${importId}::uuid
    FOR NO KEY UPDATE OF i, l`;
  return rows[0] ?? null;
}

/** The list, locked as an import locks it: whoever adds contacts takes its turn. Null: no such list, or archived. */
export async function lockList(
  tx: Statements,
  tenantId: string,
  listId: string,
): Promise<{ defaultCountry: string; attributeTypes: unknown } | null> {
  const rows = await tx.$queryRaw<{ defaultCountry: string; attributeTypes: unknown }[]>`
    SELECT default_country AS "defaultCountry", attribute_types AS "attributeTypes" FROM contact_list
    WHERE tenant_id = ${tenantId}::uuid AND id = ${listId}::uuid AND archived_at IS NULL FOR NO KEY UPDATE`;
  return rows[0] ?? null;
}

/**
 * Of these numbers, those that are on the list already; true: this same import brought them. Each number is a look into the
 * index: joined in one, the planner reads a list that was new a minute ago from end to end for each batch.
 */
export async function numbersOnList(
  tx: Statements,
  { tenantId, listId, importId }: { tenantId: string; listId: string; importId: string | null },
  phones: readonly string[],
): Promise<Map<string, boolean>> {
  const rows = await tx.$queryRaw<{ phone: string; own: boolean }[]>`
    SELECT n.phone, COALESCE(c.import_id = ${importId}::uuid, false) AS own
    FROM unnest(${phones}::text[]) AS n(phone)
    CROSS JOIN LATERAL (
      SELECT p.contact_id FROM contact_point p
      WHERE p.tenant_id = ${tenantId}::uuid AND p.list_id = ${listId}::uuid AND p.phone = n.phone LIMIT 1) AS p
    CROSS JOIN LATERAL (
      SELECT k.import_id FROM contact k WHERE k.tenant_id = ${tenantId}::uuid AND k.id = p.contact_id LIMIT 1) AS c`;
  return new Map(rows.map((row) => [row.phone, row.own]));
}

/** Of these numbers, those that nobody may dial, or that the tenant may not dial in any campaign. */
export async function numbersForbidden(
  tx: Statements,
  tenantId: string,
  phones: readonly string[],
  now: Date,
): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ phone: string }[]>`
    SELECT n.phone FROM unnest(${phones}::text[]) AS n(phone)
    CROSS JOIN LATERAL (
      SELECT 1 FROM operator_do_not_call o
      WHERE o.phone = n.phone AND (o.expires_at IS NULL OR o.expires_at > ${now}::timestamptz) LIMIT 1) AS hit
    UNION ALL
    SELECT n.phone FROM unnest(${phones}::text[]) AS n(phone)
    CROSS JOIN LATERAL (
      SELECT 1 FROM do_not_call d
      WHERE d.tenant_id = ${tenantId}::uuid AND d.phone = n.phone AND d.campaign_id IS NULL
        AND (d.expires_at IS NULL OR d.expires_at > ${now}::timestamptz) LIMIT 1) AS hit`;
  return new Set(rows.map((row) => row.phone));
}

export interface NewContact {
  readonly id: string;
  readonly displayName: string;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  readonly vip: boolean;
  readonly consentAt: Date | null;
  readonly consentProof: string;
}

export interface NewContactPoint {
  readonly id: string;
  readonly contactId: string;
  readonly position: number;
  readonly phone: string;
  readonly country: string;
  readonly timezone: string;
}

export interface NewRows {
  readonly contacts: readonly NewContact[];
  /** Those of a contact follow one another, in the order of the contacts. */
  readonly points: readonly NewContactPoint[];
}

/**
 * Adds contacts with their points.
 *
 * Row-level security forbids COPY into the tables themselves. Of the ways around it (measured, rows a second beside a
 * plain COPY at 1.0): arrays of parameters through unnest 0.5; COPY into a temporary table of the connection and
 * INSERT … SELECT from there 0.9, policies, foreign keys and all. So it is the second.
 */
export async function insertContacts(
  tx: BulkTx,
  owner: { tenantId: string; listId: string; importId: string | null; now: Date },
  { contacts, points }: NewRows,
): Promise<void> {
  if (contacts.length === 0) return;
  const { tenantId, listId, importId, now } = owner;
  // One table for both: the first number of each contact carries the contact.
  await tx.$executeRaw`
    CREATE TEMPORARY TABLE IF NOT EXISTS coming_contact (
      id uuid, contact_id uuid, position int, phone text, country text, timezone text,
      name text, attributes jsonb, vip boolean, consent_at timestamptz, consent_proof text) ON COMMIT DELETE ROWS`;
  await tx.copy("COPY coming_contact FROM STDIN", comingRows(contacts, points));
  await tx.$executeRaw`
    INSERT INTO contact (tenant_id, id, list_id, import_id, display_name, attributes, vip, consent_at, consent_proof,
                         created_at)
    SELECT ${tenantId}::uuid, contact_id, ${listId}::uuid, ${importId}::uuid, name, attributes, vip, consent_at,
           consent_proof, ${now}::timestamptz
    FROM coming_contact WHERE name IS NOT NULL`;
  await tx.$executeRaw`
    INSERT INTO contact_point (tenant_id, id, contact_id, list_id, position, phone, country, timezone)
    SELECT ${tenantId}::uuid, id, contact_id, ${listId}::uuid, position, phone, country, timezone FROM coming_contact`;
}

/** The same for some thousands at most, in any transaction. */
export async function appendContacts(
  tx: Statements,
  owner: { tenantId: string; listId: string; now: Date },
  { contacts, points }: NewRows,
): Promise<void> {
  if (contacts.length === 0) return;
  const { tenantId, listId, now } = owner;
  await tx.$executeRaw`
    INSERT INTO contact (tenant_id, id, list_id, display_name, attributes, vip, consent_at, consent_proof, created_at)
    SELECT ${tenantId}::uuid, r.id, ${listId}::uuid, r."displayName", r.attributes, r.vip, r."consentAt",
           r."consentProof", ${now}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(contacts)}::jsonb)
      AS r(id uuid, "displayName" text, attributes jsonb, vip boolean, "consentAt" timestamptz, "consentProof" text)`;
  await tx.$executeRaw`
    INSERT INTO contact_point (tenant_id, id, contact_id, list_id, position, phone, country, timezone)
    SELECT ${tenantId}::uuid, r.id, r."contactId", ${listId}::uuid, r.position, r.phone, r.country, r.timezone
    FROM jsonb_to_recordset(${JSON.stringify(points)}::jsonb)
      AS r(id uuid, "contactId" uuid, position int, phone text, country text, timezone text)`;
}

function* comingRows(
  contacts: readonly NewContact[],
  points: readonly NewContactPoint[],
): Generator<readonly CopyValue[]> {
  let next = 0;
  for (const contact of contacts) {
    let isFirst = true;
    for (let point = points[next]; point?.contactId === contact.id; point = points[++next]) {
      const { id, contactId, position, phone, country, timezone } = point;
      const { displayName, attributes, vip, consentAt, consentProof } = contact;
      yield isFirst
        ? [
            ...[id, contactId, position, phone, country, timezone],
            ...[displayName, JSON.stringify(attributes), vip, consentAt?.toISOString() ?? null, consentProof],
          ]
        : [id, contactId, position, phone, country, timezone, null, null, null, null, null];
      isFirst = false;
    }
    if (isFirst) throw new RangeError(`contact ${contact.id} has no number, or not in its turn`);
  }
  if (next < points.length) throw new RangeError("a number without its contact");
}

/** Writes down where a batch has brought an import: its counters always add up. */
export async function advanceImport(
  tx: Statements,
  { tenantId, importId }: { tenantId: string; importId: string },
  at: {
    readonly bytesRead: number;
    readonly processed: number;
    readonly accepted: number;
    readonly duplicate: number;
    readonly doNotCall: number;
    readonly rejected: number;
  },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE contact_import SET bytes_read = ${at.bytesRead}, processed_rows = processed_rows + ${at.processed},
      accepted_rows = accepted_rows + ${at.accepted}, duplicate_rows = duplicate_rows + ${at.duplicate},
      do_not_call_rows = do_not_call_rows + ${at.doNotCall}, rejected_rows = rejected_rows + ${at.rejected}
    WHERE tenant_id = ${tenantId}::uuid AND id = ${importId}::uuid`;
}

/** Which attributes a list has now. */
export async function storeAttributes(
  tx: Statements,
  tenantId: string,
  listId: string,
  attributes: object,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE contact_list SET attribute_types = ${JSON.stringify(attributes)}::jsonb
    WHERE tenant_id = ${tenantId}::uuid AND id = ${listId}::uuid`;
}

export interface NewReject {
  readonly rowNumber: number;
  readonly reason: string;
  readonly raw: string;
}

/** Keeps the rows that did not come onto the list. */
export async function insertRejects(
  tx: Statements,
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
