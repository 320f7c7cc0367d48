import { type InvoiceFileKind, invoiceFile, invoiceUsageFile } from "@callbay/api/files";
import { bodyOf, fileHeaders, fileRoute } from "~/server/file-route.ts";
import { refuse } from "~/server/request.ts";

export const dynamic = "force-dynamic";

interface Context {
  readonly params: Promise<{ readonly file: string }>;
}

/** What an address ends with, and of which kind it is; an ending may have several. */
const KINDS: Readonly<Record<string, Readonly<Record<string, InvoiceFileKind>>>> = {
  pdf: { "": "pdf", facturx: "facturx" },
  csv: { "": "lines" },
  xlsx: { "": "xlsx" },
  xml: { "": "ubl" },
};

/**
 * /api/invoices/{id}.pdf and ?of=facturx (with the e-invoice inside), .csv (its lines) and ?of=usage (the calls and
 * seat-days behind them), .xlsx, .xml (UBL). The operator names the client: ?tenantId=…
 */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { file } = await params;
  const match = /^([0-9a-f-]{36})\.(pdf|csv|xlsx|xml)$/.exec(file);
  const [, invoiceId = "", ending = ""] = match ?? [];
  const asked = new URL(request.url).searchParams;
  const of = asked.get("of") ?? "";
  const tenantId = asked.get("tenantId");
  if (invoiceId && ending === "csv" && of === "usage") {
    return fileRoute(request, async (ctx) => {
      const { fileName, pieces } = await invoiceUsageFile(ctx, { invoiceId, tenantId });
      return new Response(bodyOf(encoded(pieces)), { headers: fileHeaders("text/csv; charset=utf-8", fileName) });
    });
  }
  const kind = KINDS[ending]?.[of] ?? KINDS[ending]?.[""];
  if (!invoiceId || !kind)
    return refuse(404, "NOT_FOUND", "This does not exist, or not any more. Nothing was changed.");
  return fileRoute(request, async (ctx) => {
    const { bytes, contentType, fileName } = await invoiceFile(ctx, { invoiceId, kind, tenantId });
    return new Response(Buffer.from(bytes), {
      headers: { ...fileHeaders(contentType, fileName), "content-length": String(bytes.byteLength) },
    });
  });
}

async function* encoded(pieces: AsyncIterable<string>): AsyncGenerator<Uint8Array, void, undefined> {
  const encoder = new TextEncoder();
  for await (const piece of pieces) yield encoder.encode(piece);
}
