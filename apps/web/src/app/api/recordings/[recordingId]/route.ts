import { recordingDownload, recordingFile } from "@callbay/api/files";
import { byteRange } from "~/lib/byte-range.ts";
import { bodyOf, fileHeaders, fileRoute } from "~/server/file-route.ts";
import { refuse } from "~/server/request.ts";

export const dynamic = "force-dynamic";

interface Context {
  readonly params: Promise<{ readonly recordingId: string }>;
}

/**
 * A recording to listen to, whole or by `Range`; the operator: ?tenantId=… Each opening is a line of the audit log: a
 * player names its own by ?opening=…, without one each request is an opening. ?download=1: as a file to keep.
 */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { recordingId } = await params;
  return fileRoute(request, async (ctx) => {
    const asked = new URL(request.url).searchParams;
    const toKeep = asked.get("download") === "1";
    const recording = toKeep
      ? await recordingDownload(ctx, recordingId)
      : await recordingFile(ctx, { recordingId, tenantId: asked.get("tenantId"), opening: asked.get("opening") });
    const size = await recording.size();
    if (size === null)
      return refuse(410, "RECORDING_LOST", "The file of this recording is not in storage any more. The call stays.");
    const range = byteRange(request.headers.get("range"), size);
    if (range === "unsatisfiable")
      return new Response(null, { status: 416, headers: { "content-range": `bytes */${size}` } });
    const { start, end } = range ?? { start: 0, end: size - 1 };
    const headers = {
      ...fileHeaders(recording.contentType, recording.fileName, toKeep ? "attachment" : "inline"),
      "accept-ranges": "bytes",
      "content-length": String(end - start + 1),
      ...(range ? { "content-range": `bytes ${start}-${end}/${size}` } : {}),
    };
    if (size === 0) return new Response(null, { headers });
    const body = bodyOf(recording.read(range ?? undefined));
    return new Response(body, { status: range ? 206 : 200, headers });
  });
}
