import { uploadNumbers } from "@callbay/api/files";
import { bodyPieces, fileNameOf } from "~/server/body.ts";
import { fileRoute } from "~/server/file-route.ts";
import { isSameOrigin, refuse, refuseForeignOrigin } from "~/server/request.ts";

export const dynamic = "force-dynamic";

/**
 * POST ?mode=replace|add|remove&registerId=…&campaignId=…&country=…&expiresAt=…, the file as the body, its name in
 * `x-file-name` (percent-encoded). Nothing is held in memory.
 */
export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request)) return refuseForeignOrigin();
  const asked = new URL(request.url).searchParams;
  const fileName = fileNameOf(request.headers.get("x-file-name"));
  const { body } = request;
  if (!body || !fileName) return refuse(400, "FILE_EMPTY", "No file was sent. Nothing was imported.");
  const expiresAt = asked.get("expiresAt");
  const input = {
    fileName,
    // Whatever was sent: the verb parses it.
    mode: asked.get("mode") as "add",
    registerId: asked.get("registerId") || null,
    campaignId: asked.get("campaignId") || null,
    country: asked.get("country") || null,
    expiresAt: expiresAt ? new Date(expiresAt) : null,
  };
  return fileRoute(request, async (ctx) => Response.json(await uploadNumbers(ctx, input, bodyPieces(body))));
}
