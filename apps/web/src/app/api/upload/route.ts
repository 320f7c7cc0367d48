import { uploadList } from "@callbay/api/files";
import { fileRoute } from "~/server/file-route.ts";
import { isSameOrigin, refuse, refuseForeignOrigin } from "~/server/request.ts";

export const dynamic = "force-dynamic";

/** POST ?listId=…, the file as the body, its name in `x-file-name` (percent-encoded). Nothing is held in memory. */
export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request)) return refuseForeignOrigin();
  const listId = new URL(request.url).searchParams.get("listId") ?? "";
  const fileName = nameOf(request.headers.get("x-file-name"));
  const { body } = request;
  if (!body || !fileName) return refuse(400, "FILE_EMPTY", "No file was sent. Nothing was imported.");
  return fileRoute(request, async (ctx) => Response.json(await uploadList(ctx, { listId, fileName }, chunks(body))));
}

function nameOf(header: string | null): string | null {
  try {
    return header ? decodeURIComponent(header) : null;
  } catch {
    return null;
  }
}

async function* chunks(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
