import { statementFile } from "@callbay/api/files";
import { fileHeaders, fileRoute } from "~/server/file-route.ts";

export const dynamic = "force-dynamic";

/** /api/statement.pdf?from=2026-01-01&through=2026-03-31. The operator names the client: &tenantId=… */
export function GET(request: Request): Promise<Response> {
  const asked = new URL(request.url).searchParams;
  return fileRoute(request, async (ctx) => {
    const { bytes, contentType, fileName } = await statementFile(ctx, {
      from: asked.get("from") ?? "",
      through: asked.get("through") ?? "",
      kind: "pdf",
      tenantId: asked.get("tenantId"),
    });
    return new Response(Buffer.from(bytes), {
      headers: { ...fileHeaders(contentType, fileName), "content-length": String(bytes.byteLength) },
    });
  });
}
