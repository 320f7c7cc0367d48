import { auditFile } from "@callbay/api/files";
import { bodyOf, fileHeaders, fileRoute } from "~/server/file-route.ts";

export const dynamic = "force-dynamic";

/** The audit log as CSV, with the filters of its page: ?action=…&actorId=…&entity=…&from=…&to=…, for the operator &tenantId=…. */
export async function GET(request: Request): Promise<Response> {
  const asked = Object.fromEntries(new URL(request.url).searchParams);
  return fileRoute(request, async (ctx) => {
    const lines = auditFile(ctx, asked);
    // The first piece is asked for before the answer begins, so that a refusal still has its status.
    const first = await lines.next();
    const body = bodyOf(encoded(first.value ?? "", lines));
    return new Response(body, { headers: fileHeaders("text/csv; charset=utf-8", "audit.csv") });
  });
}

async function* encoded(first: string, rest: AsyncIterable<string>): AsyncGenerator<Uint8Array, void, undefined> {
  const encoder = new TextEncoder();
  yield encoder.encode(first);
  for await (const text of rest) yield encoder.encode(text);
}
