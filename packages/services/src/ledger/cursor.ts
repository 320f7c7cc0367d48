import type { EntryCursor, EntryLine } from "@callbay/db/sql/ledger-read";
import { isLocalDate } from "@callbay/domain/calendar";
import { CallbayError } from "@callbay/domain/errors";
import { z } from "zod";

/** Where a page of entries ends: "day~transaction~entry". */
export function cursorOf({ bookedOn, transactionId, id }: EntryLine): string {
  return `${bookedOn}~${transactionId}~${id}`;
}

/** The reverse of `cursorOf`. @throws CallbayError INVALID_INPUT. */
export function parseEntryCursor(cursor: string): EntryCursor {
  const [bookedOn = "", transactionId = "", entryId = ""] = cursor.split("~");
  const isId = (text: string) => z.uuid().safeParse(text).success;
  if (!isLocalDate(bookedOn) || !isId(transactionId) || !isId(entryId)) {
    throw new CallbayError("invalid", "INVALID_INPUT", "This is no cursor of a page. Nothing was changed.", {
      issues: [{ path: "cursor", message: "not a cursor" }],
    });
  }
  return { bookedOn, transactionId, entryId };
}
