import "server-only";
import type { ApiContext } from "@callbay/api/context";
import { fileRefusal } from "@callbay/api/files";
import { anonymousContextOf, apiContextOf } from "./request.ts";

const PRIVATE = { "cache-control": "private, no-store" } as const;

/** Runs a route that hands out or takes a file; what is refused is answered in the form of the api's refusals. */
export async function fileRoute(request: Request, run: (ctx: ApiContext) => Promise<Response>): Promise<Response> {
  let known: Pick<ApiContext, "logger" | "requestId"> = anonymousContextOf(request.headers);
  try {
    const ctx = await apiContextOf(request.headers);
    known = ctx;
    return await run(ctx);
  } catch (error) {
    const refusal = fileRefusal(known, error);
    return Response.json({ error: refusal.error }, { status: refusal.status, headers: PRIVATE });
  }
}

/** Headers of a file for one person's eyes. */
export function fileHeaders(contentType: string, fileName: string, as: "attachment" | "inline" = "attachment") {
  const plain = fileName.replace(/[^\w.\- ]/g, "_");
  return {
    ...PRIVATE,
    "content-type": contentType,
    "content-disposition": `${as}; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(fileName)}`,
  };
}

/** Hands bytes on as they come, no faster than the browser takes them; closes their source when it goes away. */
export function bodyOf(bytes: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const chunks = bytes[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const next = await chunks.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
    cancel: async () => {
      await chunks.return?.();
    },
  });
}
