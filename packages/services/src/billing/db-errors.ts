import { Prisma } from "@callbay/db/client";

/**
 * Runs a write; when it breaks the named constraint, throws what `refusal` makes of it instead. Postgres has aborted
 * the transaction by then, so the refusal must leave the verb.
 */
export async function onConflict<T>(constraint: string, refusal: () => Error, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw breaks(error, constraint) ? refusal() : error;
  }
}

/** Prisma names a broken constraint in different places for unique, exclusion and raw statements. */
function breaks(error: unknown, constraint: string): boolean {
  if (
    !(error instanceof Prisma.PrismaClientKnownRequestError || error instanceof Prisma.PrismaClientUnknownRequestError)
  )
    return false;
  const meta = "meta" in error ? JSON.stringify(error.meta ?? {}) : "";
  return `${error.message} ${meta}`.includes(constraint);
}
