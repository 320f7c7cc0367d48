/**
 * Every refusal of Callbay has a stable code; the api package alone knows which HTTP status that is.
 * `kind` says what sort of refusal it is, `code` which one, `message` tells a person what happened, what was
 * kept and what to do (English; screens translate by code and `details`).
 */
export type ErrorKind =
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "invalid"
  | "conflict"
  | "precondition"
  | "rate_limited"
  | "unavailable";

export class CallbayError extends Error {
  override readonly name = "CallbayError";

  constructor(
    readonly kind: ErrorKind,
    readonly code: string,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** The one answer for a row that does not exist and for a row of somebody else. */
export function notFound(entity: string): CallbayError {
  return new CallbayError("not_found", "NOT_FOUND", `This ${entity} does not exist. Nothing was changed.`, { entity });
}

/** A refusal of the caller's rights. */
export function forbidden(permission: string): CallbayError {
  return new CallbayError(
    "forbidden",
    "FORBIDDEN",
    "Your role does not allow this. Nothing was changed; ask an owner of your workspace.",
    { permission },
  );
}
