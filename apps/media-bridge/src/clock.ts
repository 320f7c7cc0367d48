/** Time as the floor knows it: a real one in production, a hand-turned one in tests. */
export interface Clock {
  now(): Date;
  /** Calls `fn` once after `ms`; returns how to call it off. */
  after(ms: number, fn: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => new Date(),
  after: (ms, fn) => {
    const timer = setTimeout(fn, ms);
    return () => clearTimeout(timer);
  },
};
