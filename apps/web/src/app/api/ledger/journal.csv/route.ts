import { journalFile } from "@callbay/api/files";
import { bodyOf, fileHeaders, fileRoute } from "~/server/file-route.ts";

export const dynamic = "force-dynamic";

/** The ledger's journal: ?from=2026-03-01&through=2026-03-31, of one client with &tenantId=…. The operator's alone. */
export async function GET(request: Request): Promise<Response> {
  const asked = new URL(request.url).searchParams;
  const from = asked.get("from") ?? "";
  const through = asked.get("through") ?? "";
  const tenantId = asked.get("tenantId") ?? undefined;
  return fileRoute(request, async (ctx) => {
    const lines = journalFile(ctx, { from, through, tenantId });
    // The first piece is asked for before the answer begins, so that a refusal still has its status.
    const first = await lines.next();
    const body = bodyOf(encoded(first.value ?? "", lines));
    return new Response(body, { headers: fileHeaders("text/csv; charset=utf-8", `journal-${from}-${through}.csv`) });
  });
}

async function* encoded(first: string, rest: AsyncIterable<string>): AsyncGenerator<Uint8Array, void, undefined> {
  const encoder = new TextEncoder();
  yield encoder.encode(first);
  for await (const text of rest) yield encoder.encode(text);
}
