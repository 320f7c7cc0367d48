import { describe, expect, it } from "vitest";
import { createTabLock, type Locks } from "./tab-lock.ts";
import type { TabHold } from "./types.ts";

/** Web Locks of one name, as the browser keeps them for all its tabs. */
function fakeLocks(): Locks {
  interface Request {
    readonly hold: (lock: unknown) => Promise<void> | undefined;
    readonly resolve: () => void;
    readonly reject: (error: Error) => void;
  }
  let holder: Request | null = null;
  let queue: Request[] = [];
  const grant = (request: Request): void => {
    holder = request;
    void Promise.resolve(request.hold({})).then(() => {
      request.resolve();
      if (holder !== request) return;
      holder = null;
      const next = queue.shift();
      if (next) grant(next);
    });
  };
  return {
    request: async (_name, { ifAvailable, steal, signal }, hold) => {
      await Promise.resolve();
      return new Promise<void>((resolve, reject) => {
        const request = { hold, resolve, reject };
        if (steal) {
          holder?.reject(new Error("stolen"));
          holder = null;
          return grant(request);
        }
        if (!holder) return grant(request);
        if (ifAvailable) return resolve(Promise.resolve(hold(null)));
        signal?.addEventListener("abort", () => {
          queue = queue.filter((one) => one !== request);
          reject(new Error("aborted"));
        });
        queue.push(request);
      });
    },
  };
}

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

function tab(locks: Locks) {
  const seen: TabHold[] = [];
  return { seen, lock: createTabLock("phone", locks, (hold) => seen.push(hold)) };
}

describe("the lock of the telephone", () => {
  it("is the first tab's, and the second learns that it is elsewhere", async () => {
    const locks = fakeLocks();
    const [first, second] = [tab(locks), tab(locks)];
    first.lock.ask();
    await settle();
    second.lock.ask();
    await settle();
    expect(first.seen).toEqual(["asking", "mine"]);
    expect(second.seen).toEqual(["asking", "elsewhere"]);
  });

  it("goes to the tab in line when the holder closes", async () => {
    const locks = fakeLocks();
    const [first, second] = [tab(locks), tab(locks)];
    first.lock.ask();
    await settle();
    second.lock.ask();
    await settle();
    first.lock.release();
    await settle();
    expect(second.seen.at(-1)).toBe("mine");
    expect(first.seen).toEqual(["asking", "mine"]);
  });

  it("can be taken, and taken back", async () => {
    const locks = fakeLocks();
    const [first, second] = [tab(locks), tab(locks)];
    first.lock.ask();
    await settle();
    second.lock.ask();
    await settle();
    second.lock.takeOver();
    await settle();
    expect([first.seen.at(-1), second.seen.at(-1)]).toEqual(["taken", "mine"]);
    first.lock.takeOver();
    await settle();
    expect([first.seen.at(-1), second.seen.at(-1)]).toEqual(["mine", "taken"]);
  });

  it("survives a page that mounts twice", async () => {
    const locks = fakeLocks();
    const one = tab(locks);
    one.lock.ask();
    one.lock.release();
    one.lock.ask();
    await settle();
    expect(one.seen.at(-1)).toBe("mine");
  });
});
