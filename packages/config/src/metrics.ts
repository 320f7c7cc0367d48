import { createHash, timingSafeEqual } from "node:crypto";
import { z } from "zod";

/** Who may read /metrics. */
export const metricsEnvironment = {
  /** Prometheus shows it as a bearer token; without it, /metrics answers this machine alone. */
  METRICS_TOKEN: z
    .string()
    .regex(/^\S{16,}$/, "needs at least 16 characters and no spaces; `openssl rand -base64 24` makes one")
    .optional(),
} as const;

export interface Scraper {
  readonly address: string | undefined;
  readonly authorization: string | null | undefined;
}

/** May whoever asks read the figures? With a token: who shows it. Without: who is on this machine. */
export function mayScrape({ address, authorization }: Scraper, token: string | undefined): boolean {
  if (token === undefined) return address !== undefined && /^(::ffff:)?127\.|^::1$/.test(address);
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(authorization ?? ""), digest(`Bearer ${token}`));
}
