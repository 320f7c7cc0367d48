import type { Actor } from "@callbay/domain/actor";
import type { EventSubscriber, SignInLimiter } from "@callbay/services/access/ports";
import type { Deps } from "@callbay/services/context";

/** What the edge (apps/web) hands over with each request. The actor comes from a checked session, never from input. */
export interface ApiContext {
  readonly deps: Deps;
  readonly actor: Actor | null;
  readonly now: Date;
  readonly requestId: string;
  readonly ip?: string | undefined;
  readonly userAgent?: string | undefined;
  readonly subscriber: EventSubscriber;
  readonly logger: ApiLogger;
  /** Calls per minute of one account or, signed out, of one address. Absent: not limited (tests). */
  readonly limiter?: CallLimiter | undefined;
  /** The brake on passwords and invitation tokens. */
  readonly signInLimiter: SignInLimiter;
}

/** The part of pino that the api uses. */
export interface ApiLogger {
  error(details: object, message: string): void;
}

/** Counts one call; answers how long to wait when there were too many. */
export interface CallLimiter {
  take(key: string): Promise<{ readonly allowed: true } | { readonly allowed: false; readonly retryAfterMs: number }>;
}
