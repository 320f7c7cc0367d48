import { reportFile } from "@callbay/api/files";
import { CallbayError } from "@callbay/domain/errors";
import { fileHeaders, fileRoute } from "~/server/file-route.ts";

export const dynamic = "force-dynamic";

/** /api/reports?format=xlsx&locale=en&query={"report":"calls",…}: what the screen asks, as a file. */
export function GET(request: Request): Promise<Response> {
  const asked = new URL(request.url).searchParams;
  return fileRoute(request, async (ctx) => {
    const { bytes, contentType, fileName } = await reportFile(ctx, {
      query: parsed(asked.get("query") ?? ""),
      format: asked.get("format") === "csv" ? "csv" : "xlsx",
      locale: asked.get("locale") === "zh-CN" ? "zh-CN" : "en",
    });
    return new Response(Buffer.from(bytes), {
      headers: { ...fileHeaders(contentType, fileName), "content-length": String(bytes.byteLength) },
    });
  });
}

/** The verb says what is wrong with its fields; this only that it is JSON. @throws CallbayError INVALID_INPUT. */
function parsed(text: string): Parameters<typeof reportFile>[1]["query"] {
  try {
    return JSON.parse(text);
  } catch {
    throw new CallbayError("invalid", "INVALID_INPUT", "The address does not name a report. Nothing was exported.", {
      issues: [{ path: "query", message: "not JSON" }],
    });
  }
}
