import { callsAgain } from "@callbay/domain/disposition-fields";
import { instantOfWallClock } from "@callbay/domain/wall-clock";

/** When a contact is to be called back, as it is typed: on the workspace's clock, in which the desk shows every time. */
export interface PromiseDraft {
  /** "2026-03-11T15:00", or "" for none. */
  readonly at: string;
  readonly by: "me" | "anybody";
}

export const NO_PROMISE: PromiseDraft = { at: "", by: "me" };

/** The promise as it is sent; null for none, or for what is no time. */
export function promiseOf({ at, by }: PromiseDraft, zone: string): { at: Date; by: "me" | "anybody" } | null {
  const time = instantOfWallClock(at, zone);
  return time && { at: time, by };
}

/** May a promise go with this disposition? Only one after which the contact is called again. */
export function mayPromise(disposition: Parameters<typeof callsAgain>[0] | undefined): boolean {
  return disposition !== undefined && callsAgain(disposition);
}
