import type { Clock } from "../clock.ts";

/** A clock whose pending calls can all be called off at once: what an owner planned dies with its lease. */
export function scopedClock(clock: Clock): Clock & { cancelAll(): void } {
  const pending = new Set<() => void>();
  let isOver = false;
  return {
    now: () => clock.now(),
    after: (ms, fn) => {
      if (isOver) return () => {};
      const cancel = clock.after(ms, () => {
        pending.delete(forget);
        fn();
      });
      const forget = () => {
        pending.delete(forget);
        cancel();
      };
      pending.add(forget);
      return forget;
    },
    cancelAll: () => {
      isOver = true;
      for (const forget of [...pending]) forget();
    },
  };
}
