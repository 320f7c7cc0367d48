import { rejectsFile } from "@callbay/api/files";
import { bodyOf, fileHeaders, fileRoute } from "~/server/file-route.ts";

export const dynamic = "force-dynamic";

interface Context {
  readonly params: Promise<{ readonly importId: string }>;
}

/** The rows of an import that are not on the list, each with its reason. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { importId } = await params;
  return fileRoute(request, async (ctx) => {
    const lines = rejectsFile(ctx, importId);
    // The first page is asked for before the answer begins, so that a refusal still has its status.
    const first = await lines.next();
    const body = bodyOf(encoded(first.value ?? "", lines));
    return new Response(body, { headers: fileHeaders("text/csv; charset=utf-8", `rejects-${importId.slice(-8)}.csv`) });
  });
}

async function* encoded(first: string, rest: AsyncIterable<string>): AsyncGenerator<Uint8Array, void, undefined> {
  const encoder = new TextEncoder();
  yield encoder.encode(first);
  for await (const text of rest) yield encoder.encode(text);
}
