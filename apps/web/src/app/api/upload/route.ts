import { uploadList } from "@callbay/api/files";
import { bodyPieces, fileNameOf } from "~/server/body.ts";
import { fileRoute } from "~/server/file-route.ts";
import { isSameOrigin, refuse, refuseForeignOrigin } from "~/server/request.ts";

export const dynamic = "force-dynamic";

/** POST ?listId=…[&hold=1], the file as the body, its name in `x-file-name` (percent-encoded). Nothing is held in memory. */
export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request)) return refuseForeignOrigin();
  const { searchParams } = new URL(request.url);
  const listId = searchParams.get("listId") ?? "";
  const hold = searchParams.get("hold") === "1";
  const declared = Number(request.headers.get("content-length") ?? 0);
  const fileName = fileNameOf(request.headers.get("x-file-name"));
  const { body } = request;
  if (!body || !fileName) return refuse(400, "FILE_EMPTY", "No file was sent. Nothing was imported.");
  return fileRoute(request, async (ctx) =>
    Response.json(await uploadList(ctx, { listId, fileName, hold }, bodyPieces(body), declared)),
  );
}
