import { appRouter } from "@callbay/api/router";
import { MAX_BATCH_SIZE } from "@callbay/api/trpc";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { limitedBody } from "~/server/limited-body.ts";
import { apiContextOf, isSameOrigin, refuse, refuseForeignOrigin } from "~/server/request.ts";

export const dynamic = "force-dynamic";

/** Files travel by /api/upload; what a form can hold is far smaller. */
const MAX_BODY_BYTES = 1_000_000;
/** A price list of 40,000 prefixes is a form too. */
const MAX_PRICE_LIST_BYTES = 6_000_000;

async function handle(request: Request): Promise<Response> {
  if (!isSameOrigin(request)) return refuseForeignOrigin();
  const isPriceList = new URL(request.url).pathname.endsWith("/operator.rateTables.upload");
  const req = await limitedBody(request, isPriceList ? MAX_PRICE_LIST_BYTES : MAX_BODY_BYTES);
  if (!req) return refuse(413, "BODY_TOO_LARGE", "What was sent is too large. Nothing was changed.");
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req,
    router: appRouter,
    createContext: () => apiContextOf(request.headers),
    maxBatchSize: MAX_BATCH_SIZE,
    responseMeta: ({ type }) => (type === "subscription" ? {} : { headers: { "cache-control": "no-store" } }),
  });
}

export { handle as GET, handle as POST };
