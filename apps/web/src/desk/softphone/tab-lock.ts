import type { TabHold } from "./types.ts";

/** The part of the browser's LockManager that is used, so that a test can stand in. */
export interface Locks {
  request(
    name: string,
    options: { ifAvailable?: boolean; steal?: boolean; signal?: AbortSignal },
    hold: (lock: unknown) => Promise<void> | undefined,
  ): Promise<unknown>;
}

export interface TabLock {
  /** Takes the telephone if no other tab has it; else waits in line for it. */
  ask(): void;
  /** Takes it from whichever tab has it. */
  takeOver(): void;
  release(): void;
}

/** One asking, from `ask` or `takeOver` until it is released: what comes of an earlier one is no longer heard. */
interface Turn {
  readonly waiting: AbortController;
  letGo: (() => void) | null;
}

/**
 * One tab holds the telephone. A Web Lock, since the browser itself frees it when a tab crashes, and lets another take
 * it by force while telling the first.
 */
export function createTabLock(name: string, locks: Locks, onChange: (hold: TabHold) => void): TabLock {
  let current: Turn | null = null;

  /** The lock is held until the promise resolves. */
  const hold = (turn: Turn): Promise<void> | undefined => {
    if (turn !== current) return undefined;
    onChange("mine");
    return new Promise<void>((resolve) => {
      turn.letGo = resolve;
    });
  };
  /** The request of a lock that was stolen is rejected; so is that of a waiting that was given up. */
  const onRejected = (turn: Turn) => (): void => {
    if (turn === current && turn.letGo) onChange("taken");
  };
  const newTurn = (): Turn => {
    release();
    current = { waiting: new AbortController(), letGo: null };
    return current;
  };
  const release = (): void => {
    const turn = current;
    current = null;
    turn?.waiting.abort();
    turn?.letGo?.();
  };
  return {
    ask: () => {
      const turn = newTurn();
      onChange("asking");
      const first = locks.request(name, { ifAvailable: true }, (lock) => {
        if (lock) return hold(turn);
        if (turn !== current) return undefined;
        onChange("elsewhere");
        locks.request(name, { signal: turn.waiting.signal }, () => hold(turn)).catch(onRejected(turn));
        return undefined;
      });
      first.catch(onRejected(turn));
    },
    takeOver: () => {
      const turn = newTurn();
      locks.request(name, { steal: true }, () => hold(turn)).catch(onRejected(turn));
    },
    release,
  };
}
