import { receiveWebhook } from "@callbay/services/payment/webhook";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import type { ApiContext } from "./context.ts";
import { asRefusal, isUnexpected, toTrpcError } from "./errors.ts";

/** Webhooks of the payment provider: nobody is signed in, the signature says who speaks. */

export interface WebhookAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Takes one message, byte by byte as it came; answers when it is kept. What a retry may mend is not answered with 2xx. */
export async function takePaymentWebhook(
  { deps, now, requestId, logger }: Pick<ApiContext, "deps" | "now" | "requestId" | "logger">,
  message: { readonly rawBody: Uint8Array; readonly signature: string },
): Promise<WebhookAnswer> {
  try {
    const { repeated } = await receiveWebhook({ deps, now, requestId }, message);
    return { status: 200, body: { received: true, repeated } };
  } catch (error) {
    if (isUnexpected(error)) logger.error({ err: error, requestId }, "Unexpected error");
    const refusal = asRefusal(error, requestId);
    return { status: getHTTPStatusCodeFromError(toTrpcError(refusal)), body: { error: { code: refusal.code } } };
  }
}
