/** What access asks of the process around it. Built in the composition file of apps/web. */
export type { Audience, EventSubscriber, LiveEvent } from "@callbay/jobs/events";

/** Slows down whoever guesses passwords or tokens. */
export interface SignInLimiter {
  /** How long to wait, in milliseconds, before this may be tried; 0 when it may be tried now. */
  waitMs(attempt: SignInAttempt): Promise<number>;
  /** Counts a failure against the address and against the pair of address and account. */
  failed(attempt: SignInAttempt): Promise<void>;
  /** Forgets the failures of the pair: this person knows the password. */
  succeeded(attempt: SignInAttempt): Promise<void>;
}

export interface SignInAttempt {
  readonly ip: string;
  /** Normalised e-mail address, or what is being guessed. */
  readonly subject: string;
}
