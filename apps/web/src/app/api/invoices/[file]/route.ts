import { type InvoiceFileKind, invoiceFile } from "@callbay/api/files";
import { fileHeaders, fileRoute } from "~/server/file-route.ts";
import { refuse } from "~/server/request.ts";

export const dynamic = "force-dynamic";

interface Context {
  readonly params: Promise<{ readonly file: string }>;
}

/**
 * /api/invoices/{id}.pdf, /api/invoices/{id}.csv (its lines) and ?of=usage (the calls and seat-days behind them).
 * The operator names the client: ?tenantId=…
 */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { file } = await params;
  const match = /^([0-9a-f-]{36})\.(pdf|csv)$/.exec(file);
  const [, invoiceId, ending] = match ?? [];
  if (!invoiceId) return refuse(404, "NOT_FOUND", "This does not exist, or not any more. Nothing was changed.");
  const asked = new URL(request.url).searchParams;
  const kind: InvoiceFileKind = ending === "pdf" ? "pdf" : asked.get("of") === "usage" ? "usage" : "lines";
  return fileRoute(request, async (ctx) => {
    const { bytes, contentType, fileName } = await invoiceFile(ctx, {
      invoiceId,
      kind,
      tenantId: asked.get("tenantId"),
    });
    return new Response(Buffer.from(bytes), {
      headers: { ...fileHeaders(contentType, fileName), "content-length": String(bytes.byteLength) },
    });
  });
}
