/** What access asks of the process around it. Built in the composition file of apps/web. */
export type { Audience, EventSubscriber, LiveEvent } from "@callbay/jobs/events";

/** Slows down whoever guesses passwords or tokens. */
export interface SignInLimiter {
  /**
   * Counts one try against the address, the pair of address and subject, and of a password the account, before it is
   * made: a burst of parallel tries is counted too. @returns milliseconds to wait, 0 when it may be made now
   */
  take(attempt: SignInAttempt): Promise<number>;
  /** Gives the try back and forgets the pair's failures: this person knows the password. */
  succeeded(attempt: SignInAttempt): Promise<void>;
}

export interface SignInAttempt {
  readonly ip: string;
  /** Normalised e-mail address, or a name of what is being guessed. */
  readonly subject: string;
  /** It is the password of an account: counted over all addresses too. */
  readonly password?: boolean;
}
