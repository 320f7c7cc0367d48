import { takeSmsWebhook } from "@callbay/api/sms-webhook";
import { server } from "~/server/composition.ts";
import { limitedBody } from "~/server/limited-body.ts";
import { refuse, visitorOf } from "~/server/request.ts";

export const dynamic = "force-dynamic";

/** A text message is a few hundred characters. */
const MAX_BYTES = 65_536;

/** POST by the provider of text messages: JSON or a form with from, to and text, and the secret in a header. */
export async function POST(request: Request): Promise<Response> {
  const whole = await limitedBody(request, MAX_BYTES);
  if (!whole) return refuse(413, "TOO_LARGE", "This message is too large. Nothing was kept.");
  const { deps, logger, limiter, config } = server();
  const { headers } = request;
  const { status, body } = await takeSmsWebhook(
    { ...visitorOf(headers), deps, logger, limiter },
    config.SMS_WEBHOOK_SECRET ?? null,
    {
      authorization: headers.get("authorization"),
      secretHeader: headers.get("x-callbay-secret"),
      contentType: headers.get("content-type"),
      body: await whole.text(),
    },
  );
  return Response.json(body, { status, headers: { "cache-control": "no-store" } });
}
