import { rejectsFile } from "@callbay/api/files";
import { fileHeaders, fileRoute } from "~/server/file-route.ts";

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
    const encoder = new TextEncoder();
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        if (first.value) controller.enqueue(encoder.encode(first.value));
        if (first.done) controller.close();
      },
      pull: async (controller) => {
        const { done, value } = await lines.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      cancel: async () => {
        await lines.return();
      },
    });
    return new Response(body, { headers: fileHeaders("text/csv; charset=utf-8", `rejects-${importId.slice(-8)}.csv`) });
  });
}
