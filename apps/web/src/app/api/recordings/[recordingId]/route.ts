import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { recordingFile } from "@callbay/api/files";
import { byteRange } from "~/lib/byte-range.ts";
import { bodyOf, fileHeaders, fileRoute } from "~/server/file-route.ts";
import { refuse } from "~/server/request.ts";

export const dynamic = "force-dynamic";

interface Context {
  readonly params: Promise<{ readonly recordingId: string }>;
}

/** A recording to listen to, whole or by `Range`. Each request is a line of the audit log. The operator: ?tenantId=… */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { recordingId } = await params;
  return fileRoute(request, async (ctx) => {
    const recording = await recordingFile(ctx, recordingId, new URL(request.url).searchParams.get("tenantId"));
    const size = await stat(recording.path).then(
      (found) => found.size,
      () => null,
    );
    if (size === null)
      return refuse(410, "RECORDING_LOST", "The file of this recording is not in storage any more. The call stays.");
    const range = byteRange(request.headers.get("range"), size);
    if (range === "unsatisfiable")
      return new Response(null, { status: 416, headers: { "content-range": `bytes */${size}` } });
    const { start, end } = range ?? { start: 0, end: size - 1 };
    const headers = {
      ...fileHeaders(recording.contentType, recording.fileName, "inline"),
      "accept-ranges": "bytes",
      "content-length": String(end - start + 1),
      ...(range ? { "content-range": `bytes ${start}-${end}/${size}` } : {}),
    };
    if (size === 0) return new Response(null, { headers });
    const body = bodyOf(createReadStream(recording.path, { start, end }));
    return new Response(body, { status: range ? 206 : 200, headers });
  });
}
