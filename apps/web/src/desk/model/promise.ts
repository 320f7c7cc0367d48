/** When a contact is to be called back, as it is typed: the agent's own wall clock. */
export interface PromiseDraft {
  /** "2026-03-11T15:00", or "" for none. */
  readonly at: string;
  readonly by: "me" | "anybody";
}

export const NO_PROMISE: PromiseDraft = { at: "", by: "me" };

/** The promise as it is sent; null for none, or for what is no time. */
export function promiseOf({ at, by }: PromiseDraft): { at: Date; by: "me" | "anybody" } | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(at)) return null;
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? null : { at: time, by };
}

/** A time for the field, on the agent's wall clock. */
export function fieldTime(at: Date): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** May a promise go with this disposition? Only one after which the contact is called again. */
export function mayPromise(
  disposition: { success: boolean; doNotCall: boolean; retryAfterMinutes: number | null } | undefined,
): boolean {
  return (
    disposition !== undefined &&
    !disposition.success &&
    !disposition.doNotCall &&
    disposition.retryAfterMinutes !== null
  );
}
