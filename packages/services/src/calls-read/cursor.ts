import { CallbayError } from "@callbay/domain/errors";
import { z } from "zod";

/** "time~id" of the last row of the page before. @throws CallbayError INVALID_INPUT. */
export function parseCursor(cursor: string): { at: Date; id: string } {
  const [time = "", id = ""] = cursor.split("~");
  const at = new Date(time);
  if (Number.isNaN(at.getTime()) || !z.uuid().safeParse(id).success) {
    throw new CallbayError("invalid", "INVALID_INPUT", "This is no cursor of a page. Nothing was changed.", {
      issues: [{ path: "cursor", message: "not a cursor" }],
    });
  }
  return { at, id };
}
