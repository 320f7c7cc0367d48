/** A refusal as the api and the routes of files send it: packages/api/src/errors.ts. */
export interface Refusal {
  readonly code: string;
  /** In English. */
  readonly message: string;
  /** What the sentence of the code names. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** Nobody answered, or not as we do. */
export const OFFLINE: Refusal = { code: "OFFLINE", message: "", details: {} };

/** The refusal in an answer of a route of files; null when it did what was asked. */
export function refusalIn(body: unknown): Refusal | null {
  if (typeof body !== "object" || body === null || !("error" in body)) return null;
  const { error } = body;
  if (typeof error !== "object" || error === null || !("code" in error) || !("message" in error)) return OFFLINE;
  const details = "details" in error && typeof error.details === "object" ? error.details : null;
  return { code: String(error.code), message: String(error.message), details: { ...details } };
}
