import { takePaymentWebhook } from "@callbay/api/webhooks";
import { server } from "~/server/composition.ts";
import { limitedBody } from "~/server/limited-body.ts";
import { refuse, visitorOf } from "~/server/request.ts";

export const dynamic = "force-dynamic";

/** Events of Stripe's are a few kilobytes. */
const MAX_BYTES = 1_048_576;

/** POST by Stripe. The signature is over the bytes as they came, so nothing may read them as anything else before. */
export async function POST(request: Request): Promise<Response> {
  const whole = await limitedBody(request, MAX_BYTES);
  if (!whole) return refuse(413, "TOO_LARGE", "This message is too large. Nothing was kept.");
  const { now, requestId } = visitorOf(request.headers);
  const { deps, logger } = server();
  const { status, body } = await takePaymentWebhook(
    { deps, logger, now, requestId },
    {
      rawBody: new Uint8Array(await whole.arrayBuffer()),
      signature: request.headers.get("stripe-signature") ?? "",
    },
  );
  return Response.json(body, { status, headers: { "cache-control": "no-store" } });
}
