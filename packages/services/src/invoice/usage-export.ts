import type { Tx } from "@callbay/db/client";
import { fromDbDate } from "@callbay/domain/calendar";
import { csvLine } from "@callbay/domain/csv";
import type { VerbContext } from "../context.ts";
import { type AuditEntry, operatorQuery, tenantQuery, z } from "../verb.ts";
import { fileNameOf } from "./export.ts";
import type { Visibility } from "./load.ts";
import { type LineUsage, loadUsageHead, type UsageCursor, usageRows } from "./usage-rows.ts";

const PAGE = 5_000;

const cursorSchema = z.strictObject({ position: z.int().min(0), after: z.uuid() }).nullish();

/** One page of the usage behind an invoice's lines as CSV; the first is audited. */
export const exportUsagePage = tenantQuery({
  name: "invoice.usageExport",
  permission: "invoice.read",
  input: z.strictObject({ invoiceId: z.uuid(), cursor: cursorSchema }),
  timeoutMs: 60_000,
  run: (unit, { invoiceId, cursor }) => page(unit, { tenantId: unit.tenantId, invoiceId, cursor }, "shared"),
});

/** The same of any client's invoice, drafts included. */
export const exportAnyUsagePage = operatorQuery({
  name: "billing.usageExport",
  permission: "platform.billing.read",
  input: z.strictObject({ tenantId: z.uuid(), invoiceId: z.uuid(), cursor: cursorSchema }),
  timeoutMs: 60_000,
  run: (unit, input) => page(unit, input, "all"),
});

interface UsagePage {
  readonly name: string;
  readonly csv: string;
  readonly next: UsageCursor | null;
}

/** A CSV file that is made while it is read. */
export interface StreamedCsv {
  readonly fileName: string;
  readonly pieces: AsyncGenerator<string, void, undefined>;
}

/**
 * The usage behind every line of an invoice as CSV, page by page, so that a million records need little memory. Begins
 * with a byte order mark; numbers are masked.
 *
 * @param of `tenantId` is named by the operator alone.
 * @throws CallbayError NOT_FOUND, before the first piece.
 */
export async function usageCsv(
  ctx: VerbContext,
  of: { readonly invoiceId: string; readonly tenantId: string | null },
): Promise<StreamedCsv> {
  const read = (cursor: UsageCursor | null): Promise<UsagePage> =>
    ctx.actor.kind === "operator"
      ? exportAnyUsagePage(ctx, { tenantId: of.tenantId ?? "", invoiceId: of.invoiceId, cursor })
      : exportUsagePage(ctx, { invoiceId: of.invoiceId, cursor });
  const first = await read(null);
  return { fileName: `${first.name}-usage.csv`, pieces: piecesFrom(first, read) };
}

async function* piecesFrom(
  first: UsagePage,
  read: (cursor: UsageCursor) => Promise<UsagePage>,
): AsyncGenerator<string, void, undefined> {
  yield `\uFEFF${csvLine(USAGE_COLUMNS)}${first.csv}`;
  let { next } = first;
  while (next) {
    const page: UsagePage = await read(next);
    yield page.csv;
    next = page.next;
  }
}

interface PageOf {
  readonly tenantId: string;
  readonly invoiceId: string;
  readonly cursor?: UsageCursor | null | undefined;
}

async function page(
  { tx, audit }: { readonly tx: Tx; audit(entry: AuditEntry): Promise<void> },
  { tenantId, invoiceId, cursor = null }: PageOf,
  visible: Visibility,
): Promise<UsagePage> {
  const head = await loadUsageHead(tx, { tenantId, invoiceId }, visible);
  if (!cursor) {
    const after = { kind: "usage" };
    await audit({ action: "invoice.export", entity: "invoice", entityId: invoiceId, tenantId, after });
  }
  const { rows, next } = await usageRows(tx, head, cursor, PAGE);
  const csv = rows.map((row) => usageLine(head.number, row)).join("");
  return { name: fileNameOf({ number: head.number, periodFrom: fromDbDate(head.periodFrom) }), csv, next };
}

const USAGE_COLUMNS = [
  "invoice_number",
  "line",
  "kind",
  "day",
  "occurred_at",
  "quantity",
  "call_id",
  "phone",
  "talk_ms",
  "outcome",
  "campaign",
  "agent",
  "seat",
  "usage_id",
] as const;

function usageLine(number: string | null, { position, record }: LineUsage): string {
  return csvLine([
    number,
    position + 1,
    record.kind,
    record.day,
    record.occurredAt,
    record.quantity,
    record.callId,
    record.maskedPhone,
    record.talkMs,
    record.outcome,
    record.campaignName,
    record.agentName,
    record.seatLabel,
    record.id,
  ]);
}
