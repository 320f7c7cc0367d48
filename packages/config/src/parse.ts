import { z } from "zod";

/** What every process reads; each app's schema adds its own. */
export const commonEnvironment = {
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }),
  SECRET_KEY: z.string().min(32, "needs at least 32 characters; `openssl rand -base64 48` makes one"),
  APP_URL: z
    .url()
    .default("http://127.0.0.1:3000")
    .transform((url) => url.replace(/\/+$/, "")),
  RELAY_URL: z
    .url({ protocol: /^wss?$/ })
    .default("ws://127.0.0.1:3010")
    .transform((url) => url.replace(/\/+$/, "")),
  STORAGE_DIR: z.string().min(1),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  /** Names this process in leases and logs; two processes never share one. */
  INSTANCE_ID: z.string().min(1).optional(),
} as const;

/** The payment provider, for those who reach it; without its key, clients pay by bank transfer. */
export const paymentEnvironment = {
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^[rs]k_/, "is a secret or restricted key: sk_… or rk_…")
    .optional(),
  /** Where Stripe is; absent for Stripe itself. */
  STRIPE_API_BASE: z.url({ protocol: /^https?$/ }).optional(),
} as const;

/** A TCP port of this machine. */
export const port = z.coerce.number().int().min(1).max(65_535);

export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/**
 * Parses the environment of one process, once, at its start. An empty variable counts as absent.
 * @throws ConfigError with one sentence per wrong variable; it never repeats a value, which may be a secret
 */
export function parseEnvironment<S extends z.ZodType>(
  app: string,
  schema: S,
  env: Readonly<Record<string, string | undefined>>,
): z.output<S> {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = schema.safeParse(present);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0] ?? "environment");
    return name in present ? `  ${name}: ${issue.message}` : `  ${name} is not set.`;
  });
  throw new ConfigError(
    `${app} cannot start, because its environment is not complete:\n${[...new Set(lines)].join("\n")}\nSet these variables and start it again; docs/operations.md explains each.`,
  );
}
