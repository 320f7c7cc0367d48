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

/**
 * Connection refused, lost or not made in time, pool exhausted, transaction not started or not ended in time, server
 * starting or stopping: codes of Prisma, of the socket and of Postgres.
 */
const DATABASE_AWAY = new Set([
  ...["P1001", "P1002", "P1008", "P1017", "P2024", "P2028"],
  ...["ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EPIPE"],
  ...["57P01", "57P02", "57P03", "08000", "08001", "08003", "08004", "08006", "53300"],
]);
/** Where the driver gives no code: its connection pool, a connection that ended, a statement that nobody answered. */
const AWAY_IN_WORDS = new Set([
  "timeout exceeded when trying to connect",
  "Connection terminated",
  "Connection terminated unexpectedly",
  "Connection terminated due to connection timeout",
  "Query read timeout",
]);

/** How deep one looks for what an error was caused by. */
const DEEPEST = 5;

function isDatabaseAway(error: unknown, depth = 0): boolean {
  if (typeof error !== "object" || error === null || depth > DEEPEST) return false;
  const { code, message, cause } = error as { code?: unknown; message?: unknown; cause?: unknown };
  if (typeof code === "string" && DATABASE_AWAY.has(code)) return true;
  if (typeof message === "string" && AWAY_IN_WORDS.has(message)) return true;
  return isDatabaseAway(cause, depth + 1);
}
