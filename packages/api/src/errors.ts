import { CallbayError, type ErrorKind } from "@callbay/domain/errors";
import { TRPCError } from "@trpc/server";
import { ZodError } from "zod";

/** The one place where a refusal of ours becomes a status of HTTP. */
const CODE_OF_KIND = {
  unauthenticated: "UNAUTHORIZED",
  forbidden: "FORBIDDEN",
  not_found: "NOT_FOUND",
  invalid: "BAD_REQUEST",
  conflict: "CONFLICT",
  precondition: "PRECONDITION_FAILED",
  rate_limited: "TOO_MANY_REQUESTS",
  unavailable: "SERVICE_UNAVAILABLE",
} as const satisfies Record<ErrorKind, TRPCError["code"]>;

/** What a screen reads: `error.data.callbay`. */
export interface ErrorData {
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export function toTrpcError(error: CallbayError): TRPCError {
  const code = error.code === UNEXPECTED ? "INTERNAL_SERVER_ERROR" : CODE_OF_KIND[error.kind];
  return new TRPCError({ code, message: error.message, cause: error });
}

/** A fault of ours, not a refusal: 500, so that nobody takes it for something that waiting mends. */
const UNEXPECTED = "UNEXPECTED";

/**
 * Names what a caller may know of an error: our own refusals as they are, what tRPC refused by itself in our form,
 * and nothing of anything else but the id under which it was logged.
 */
export function asRefusal(error: unknown, requestId: string): CallbayError {
  if (error instanceof CallbayError) return error;
  if (error instanceof TRPCError) {
    if (error.cause instanceof CallbayError) return error.cause;
    if (error.code === "BAD_REQUEST") return invalidInput(error.cause);
    if (error.code === "PARSE_ERROR") return invalidInput(undefined);
    if (error.code === "NOT_FOUND" || error.code === "METHOD_NOT_SUPPORTED")
      return new CallbayError("not_found", "NO_SUCH_PROCEDURE", "Callbay has no such procedure. Reload the page.");
    if (error.cause) return asRefusal(error.cause, requestId);
  }
  if (isDatabaseAway(error))
    return new CallbayError(
      "unavailable",
      "DATABASE_UNAVAILABLE",
      "The database does not answer just now. What you sent was not saved; try again in a moment.",
      { requestId },
    );
  return new CallbayError(
    "unavailable",
    UNEXPECTED,
    `Something went wrong on our side, and it was logged as ${requestId}. Try again; if it stays, name that id to support.`,
    { requestId },
  );
}

/** Is this error nobody's refusal, so that it must be logged? */
export function isUnexpected(error: unknown): boolean {
  if (error instanceof CallbayError) return false;
  if (!(error instanceof TRPCError)) return true;
  if (error.cause instanceof CallbayError) return false;
  return error.code === "INTERNAL_SERVER_ERROR";
}

function invalidInput(cause: unknown): CallbayError {
  const issues =
    cause instanceof ZodError
      ? cause.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }))
      : [];
  const where = issues[0]?.path ? ` (${issues[0].path}: ${issues[0].message})` : "";
  return new CallbayError(
    "invalid",
    "INVALID_INPUT",
    `Some of what was sent is not valid${where}. Nothing was changed.`,
    { issues },
  );
}

/** Connection refused or lost, pool exhausted, transaction not started: Prisma's and the socket's codes. */
const DATABASE_AWAY = new Set(["P1001", "P1002", "P1008", "P1017", "P2024", "P2028", "ECONNREFUSED", "ECONNRESET"]);

function isDatabaseAway(error: unknown): boolean {
  return (
    typeof error === "object" &&
    error !== null &&
    "code" in error &&
    typeof error.code === "string" &&
    DATABASE_AWAY.has(error.code)
  );
}
