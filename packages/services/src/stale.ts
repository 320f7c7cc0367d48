import { CallbayError } from "@callbay/domain/errors";

/**
 * The refusal of an edit that began from what is not there any more: of two people who edit one thing at once the second
 * is told, and nothing of the first's is lost. `details.revision` is the one that is there now.
 */
export function stale(what: "campaign" | "list" | "target group", revision: number): CallbayError {
  return new CallbayError(
    "conflict",
    "STALE_REVISION",
    `Somebody else has changed this ${what} meanwhile. Theirs is kept and nothing of yours was saved; look at theirs, then save yours on top or drop it.`,
    { what, revision },
  );
}
