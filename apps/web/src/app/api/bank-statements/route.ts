import { uploadStatement } from "@callbay/api/files";
import { bodyPieces, fileNameOf } from "~/server/body.ts";
import { fileRoute } from "~/server/file-route.ts";
import { isSameOrigin, refuse, refuseForeignOrigin } from "~/server/request.ts";

export const dynamic = "force-dynamic";

/**
 * POST ?legalEntityId=…, the file as the body, its name in `x-file-name` (percent-encoded). What the file does not say
 * itself: `&options=` with JSON, {columns?, currency?, decimal?, dateOrder?}.
 */
export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request)) return refuseForeignOrigin();
  const asked = new URL(request.url).searchParams;
  const fileName = fileNameOf(request.headers.get("x-file-name"));
  const { body } = request;
  if (!body || !fileName) return refuse(400, "FILE_EMPTY", "No file was sent. Nothing was imported.");
  const options = optionsOf(asked.get("options"));
  if (options === null) return refuse(400, "INVALID_INPUT", "The options are no JSON. Nothing was imported.");
  const input = { legalEntityId: asked.get("legalEntityId") ?? "", fileName, options };
  return fileRoute(request, async (ctx) => Response.json(await uploadStatement(ctx, input, bodyPieces(body))));
}

/** Whatever was sent: the verb parses it. */
function optionsOf(json: string | null): object | null {
  try {
    const value: unknown = json ? JSON.parse(json) : {};
    return typeof value === "object" && value !== null ? value : null;
  } catch {
    return null;
  }
}
