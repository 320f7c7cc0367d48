import { createHash, timingSafeEqual } from "node:crypto";
import { inboundSms, takeSms } from "@callbay/services/do-not-call/sms";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import type { ApiContext } from "./context.ts";
import { asRefusal, isUnexpected, toTrpcError } from "./errors.ts";
import type { WebhookAnswer } from "./webhooks.ts";

/** A message as the provider's request brought it. */
export interface SmsRequest {
  /** Authorization: Bearer, or Basic with the secret as its password; or the header x-callbay-secret alone. */
  readonly authorization: string | null;
  readonly secretHeader: string | null;
  readonly contentType: string | null;
  readonly body: string;
}

type Context = Pick<ApiContext, "deps" | "now" | "requestId" | "logger" | "limiter" | "ip">;

/**
 * Takes a text message to one of our numbers: whoever sends a stop word alone is not called any more. Any provider that
 * can post JSON or a form with from, to and text may call it. Delivered again it changes nothing.
 *
 * @param secret of the environment; null: no messages are taken.
 */
export async function takeSmsWebhook(ctx: Context, secret: string | null, request: SmsRequest): Promise<WebhookAnswer> {
  const no = (status: number, code: string): WebhookAnswer => ({ status, body: { error: { code } } });
  if (secret === null) return no(404, "NOT_FOUND");
  const turn = await ctx.limiter?.take(`sms-webhook:${ctx.ip ?? "unknown"}`);
  if (turn && !turn.allowed) return no(429, "TOO_MANY_REQUESTS");
  if (!secretsOf(request).some((given) => isSame(given, secret))) return no(401, "WEBHOOK_UNVERIFIED");
  const message = inboundSms.safeParse(fieldsOf(request));
  if (!message.success) return no(400, "INVALID_INPUT");
  try {
    return { status: 200, body: { ...(await takeSms(ctx, message.data)) } };
  } catch (error) {
    if (isUnexpected(error)) ctx.logger.error({ err: error, requestId: ctx.requestId }, "Unexpected error");
    const refusal = asRefusal(error, ctx.requestId);
    return no(getHTTPStatusCodeFromError(toTrpcError(refusal)), refusal.code);
  }
}

function secretsOf({ authorization, secretHeader }: SmsRequest): string[] {
  const [scheme = "", value = ""] = (authorization ?? "").trim().split(/\s+/, 2);
  const basic = scheme.toLowerCase() === "basic" ? Buffer.from(value, "base64").toString("utf8") : "";
  return [
    ...(secretHeader ? [secretHeader] : []),
    ...(scheme.toLowerCase() === "bearer" ? [value] : []),
    ...(basic.includes(":") ? [basic.slice(basic.indexOf(":") + 1)] : []),
  ];
}

/** Takes as long whatever is given, its length included. */
function isSame(given: string, secret: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}

/** The names that providers use for the three fields, in small letters. */
const NAMES: Readonly<Record<string, "from" | "to" | "text">> = {
  from: "from",
  msisdn: "from",
  sender: "from",
  to: "to",
  recipient: "to",
  text: "text",
  body: "text",
  message: "text",
  content: "text",
};

function fieldsOf({ contentType, body }: SmsRequest): Record<string, unknown> {
  const entries = contentType?.includes("json") ? jsonEntries(body) : [...new URLSearchParams(body)];
  const fields: Record<string, unknown> = {};
  for (const [name, value] of entries) {
    const known = NAMES[name.toLowerCase()];
    if (known && fields[known] === undefined) fields[known] = typeof value === "number" ? String(value) : value;
  }
  return fields;
}

function jsonEntries(body: string): [string, unknown][] {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? Object.entries(value) : [];
  } catch {
    return [];
  }
}
