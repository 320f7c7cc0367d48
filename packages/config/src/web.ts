import { z } from "zod";
import { metricsEnvironment } from "./metrics.ts";
import { commonEnvironment, parseEnvironment, paymentEnvironment, port } from "./parse.ts";
import { hasRecordingKeys, RECORDING_KEYS_MISSING, recordingEnvironment } from "./recordings.ts";

const schema = z
  .object({
    ...commonEnvironment,
    ...metricsEnvironment,
    ...paymentEnvironment,
    ...recordingEnvironment,
    /** Of the webhook's endpoint at Stripe: whsec_… */
    STRIPE_WEBHOOK_SECRET: z.string().min(1).optional(),
    /** What the provider of text messages shows to /api/webhooks/sms; without it no message is taken. */
    SMS_WEBHOOK_SECRET: z
      .string()
      .regex(/^\S{24,}$/, "needs at least 24 characters and no spaces; `openssl rand -base64 24` makes one")
      .optional(),
    AUTH_SECRET: z.string().min(32, "needs at least 32 characters; `openssl rand -base64 48` makes one"),
    /** A page that shows every mail with its links, for who develops without a mail server. Only on this machine. */
    MAILBOX: z.enum(["on", "off"]).default("off"),
    /**
     * Origins of identity providers in the operator's own network, with commas between: clients' settings reach public
     * addresses over TLS alone, and these.
     */
    IDENTITY_PROVIDERS_INSIDE: z
      .string()
      .default("")
      .transform((text) => text.split(",").flatMap((one) => one.trim() || []))
      .pipe(z.array(z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin))),
    PORT: port.default(3000),
    /** Where /api/health asks the other processes how they are. */
    WORKER_HEALTH_URL: z.url().default("http://127.0.0.1:3020/health"),
    MEDIA_BRIDGE_HEALTH_URL: z.url().default("http://127.0.0.1:3010/health"),
    DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(200).default(10),
  })
  .refine(hasRecordingKeys, RECORDING_KEYS_MISSING)
  .refine((env) => env.STRIPE_SECRET_KEY === undefined || env.STRIPE_WEBHOOK_SECRET !== undefined, {
    path: ["STRIPE_WEBHOOK_SECRET"],
    message: "is needed with STRIPE_SECRET_KEY",
  })
  .refine((env) => env.MAILBOX === "off" || isLoopback(new URL(env.APP_URL).hostname), {
    path: ["MAILBOX"],
    message: "shows links that open accounts: it is only for an APP_URL on 127.0.0.1 or localhost",
  });

/** Does this name mean the machine itself? */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || host === "::1" || /^(::ffff:)?127\./.test(host);
}

/** What the web process reads from its environment. */
export type WebConfig = z.output<typeof schema>;

/** @throws ConfigError naming each variable that is missing or wrong */
export function webConfig(env: Readonly<Record<string, string | undefined>>): WebConfig {
  return parseEnvironment("web", schema, env);
}
