import { csvLine } from "@callbay/domain/csv";
import { notFound } from "@callbay/domain/errors";
import { tenantMay } from "@callbay/domain/permissions";
import type { VerbContext } from "../context.ts";
import { tenantQuery, z } from "../verb.ts";

const PAGE = 200;

/**
 * Rows of an import that are not on the list, in the file's order, each with its reason and its own text. Whoever may
 * not see numbers sees the text with its digits masked.
 */
export const listRejects = tenantQuery({
  name: "list.rejects",
  permission: "list.read",
  input: z.object({
    importId: z.uuid(),
    limit: z.int().min(1).max(PAGE).default(50),
    cursor: z
      .string()
      .regex(/^\d{1,9}$/)
      .nullish(),
  }),
  run: async ({ tx, tenantId, actor }, { importId, limit, cursor }) => {
    const owner = await tx.contactImport.findFirst({ where: { tenantId, id: importId }, select: { id: true } });
    if (!owner) throw notFound("import");
    const rows = await tx.contactImportReject.findMany({
      where: { tenantId, importId, ...(cursor ? { rowNumber: { gt: Number(cursor) } } : {}) },
      orderBy: { rowNumber: "asc" },
      take: limit + 1,
    });
    const unmasked = tenantMay(actor.role, "contact.unmask");
    const items = rows
      .slice(0, limit)
      .map(({ rowNumber, reason, raw }) => ({ rowNumber, reason, raw: unmasked ? raw : maskDigits(raw) }));
    return { items, nextCursor: rows.length > limit ? String(items.at(-1)?.rowNumber ?? "") : null };
  },
});

/** The same as a CSV file, page by page, so that a long one needs little memory. Begins with a byte order mark. */
export async function* rejectsCsv(ctx: VerbContext, importId: string): AsyncGenerator<string, void, undefined> {
  let cursor: string | null = null;
  let first = true;
  do {
    const page: Awaited<ReturnType<typeof listRejects>> = await listRejects(ctx, { importId, limit: PAGE, cursor });
    if (first) yield `\uFEFF${csvLine(["row", "reason", "text"])}`;
    first = false;
    yield page.items.map(({ rowNumber, reason, raw }) => csvLine([rowNumber, reason, raw])).join("");
    cursor = page.nextCursor;
  } while (cursor !== null);
}

/** Every run of digits that could be part of a number, however it is spaced. */
export function maskDigits(raw: string): string {
  return raw.replace(/\p{Nd}(?:[\p{Nd}\s().\-/]*\p{Nd}){3,}/gu, (run) => run.replace(/\p{Nd}/gu, "•"));
}
