/** The exchange forgets a browser that was closed without a word after this. */
export const REGISTER_SECONDS = 120;
/** The timers of a page that nobody sees may fire only so often: browsers spare the battery. */
export const HIDDEN_TIMER_MS = 60_000;
/**
 * The registration is renewed by a timer of ours, early enough that a whole minute late is in time. JsSIP's own may be due
 * as late as 32 s before the end, which a hidden page would miss; the exchange would take the agent for gone.
 */
export const RENEW_MS = 45_000;
