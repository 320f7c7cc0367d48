import { workspaceFile } from "@callbay/api/files";
import { bodyOf, fileHeaders, fileRoute } from "~/server/file-route.ts";

export const dynamic = "force-dynamic";

/** All data of a client as a ZIP: an owner's own, or any client's for the operator with ?tenantId=…. */
export async function GET(request: Request): Promise<Response> {
  const tenantId = new URL(request.url).searchParams.get("tenantId");
  return fileRoute(request, async (ctx) => {
    const { fileName, bytes } = await workspaceFile(ctx, { tenantId });
    return new Response(bodyOf(bytes), { headers: fileHeaders("application/zip", fileName) });
  });
}
