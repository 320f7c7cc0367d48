import { recordingWave } from "@callbay/api/files";
import { fileRoute } from "~/server/file-route.ts";

export const dynamic = "force-dynamic";

interface Context {
  readonly params: Promise<{ readonly recordingId: string }>;
}

/** How loud a recording is from its beginning to its end; null: it cannot be drawn. The operator: ?tenantId=… */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { recordingId } = await params;
  return fileRoute(request, async (ctx) => {
    const tenantId = new URL(request.url).searchParams.get("tenantId");
    const wave = await recordingWave(ctx, { recordingId, tenantId });
    return Response.json(wave, { headers: { "cache-control": "private, max-age=300" } });
  });
}
