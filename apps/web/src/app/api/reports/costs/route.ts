import { costsFile } from "@callbay/api/files";
import { fileHeaders, fileRoute } from "~/server/file-route.ts";

export const dynamic = "force-dynamic";

/** /api/reports/costs?format=csv&locale=en&from=2026-01&through=2026-03: what contracts cost by month, as a file. */
export function GET(request: Request): Promise<Response> {
  const asked = new URL(request.url).searchParams;
  return fileRoute(request, async (ctx) => {
    const { bytes, contentType, fileName } = await costsFile(ctx, {
      months: { from: asked.get("from") ?? "", through: asked.get("through") ?? "" },
      format: asked.get("format") === "xlsx" ? "xlsx" : "csv",
      locale: asked.get("locale") === "zh-CN" ? "zh-CN" : "en",
    });
    return new Response(Buffer.from(bytes), {
      headers: { ...fileHeaders(contentType, fileName), "content-length": String(bytes.byteLength) },
    });
  });
}
