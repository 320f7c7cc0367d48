import { newId } from "@callbay/db/ids";

/** A new id, for processes that may not reach into the database's package. */
export function newEntityId(): string {
  return newId();
}
