import type { Tx } from "@callbay/db/client";
import { lineUsagePage, type UsageBehindLine } from "@callbay/db/sql/billing-invoice";
import { notFound } from "@callbay/domain/errors";
import { isVisible, type Visibility } from "./load.ts";

/** Where the reading of an invoice's usage has come to: after this record of this line. */
export interface UsageCursor {
  readonly position: number;
  readonly after: string;
}

/** A record behind a line of an invoice. */
export interface LineUsage {
  /** Of the line, from 0. */
  readonly position: number;
  readonly record: UsageBehindLine;
}

/** An invoice as its usage needs it: without the counts that a screen shows. */
export interface UsageHead {
  readonly tenantId: string;
  readonly invoiceId: string;
  readonly number: string | null;
  readonly periodFrom: Date;
  /** Those of its lines that usage stands behind, in order. */
  readonly lines: readonly { readonly id: string; readonly position: number; readonly componentId: string }[];
}

/** @throws CallbayError NOT_FOUND, also for a draft that the reader may not see. */
export async function loadUsageHead(
  tx: Tx,
  { tenantId, invoiceId }: { readonly tenantId: string; readonly invoiceId: string },
  visible: Visibility,
): Promise<UsageHead> {
  const row = await tx.invoice.findUnique({
    where: { tenantId_id: { tenantId, id: invoiceId } },
    select: {
      state: true,
      number: true,
      periodFrom: true,
      charges: { orderBy: { position: "asc" }, select: { id: true, position: true, componentId: true } },
    },
  });
  if (!row || !isVisible(visible, row.state)) throw notFound("invoice");
  const lines = row.charges.flatMap(({ componentId, ...line }) => (componentId ? [{ ...line, componentId }] : []));
  return { tenantId, invoiceId, number: row.number, periodFrom: row.periodFrom, lines };
}

/**
 * The next records behind an invoice's lines, in the order of lines, at most `limit`.
 *
 * @returns the records, and where to go on; null after the last.
 */
export async function usageRows(
  tx: Tx,
  head: UsageHead,
  cursor: UsageCursor | null,
  limit: number,
): Promise<{ readonly rows: LineUsage[]; readonly next: UsageCursor | null }> {
  const { tenantId } = head;
  const rows: LineUsage[] = [];
  for (const { id: chargeId, componentId, position } of head.lines) {
    if (cursor && position < cursor.position) continue;
    const after = cursor?.position === position ? cursor.after : undefined;
    const left = limit - rows.length;
    const page = await lineUsagePage(tx, { tenantId, chargeId, componentId, limit: left, after });
    rows.push(...page.map((record) => ({ position, record })));
    const last = page.at(-1);
    if (rows.length === limit && last) return { rows, next: { position, after: last.id } };
  }
  return { rows, next: null };
}
