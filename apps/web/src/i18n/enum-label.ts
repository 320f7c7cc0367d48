"use client";
import { useMessages } from "next-intl";
import { useCallback } from "react";

function lookUp(messages: object, path: readonly string[]): string | null {
  let node: unknown = messages;
  for (const step of path) {
    if (typeof node !== "object" || node === null || !(step in node)) return null;
    node = Reflect.get(node, step);
  }
  return typeof node === "string" ? node : null;
}

/** The word for a value of the data, e.g. `label("outcome", "no_answer")`; an unknown value is shown as it is. */
export function useEnumLabel(): (name: string, value: string) => string {
  const messages = useMessages();
  return useCallback((name, value) => lookUp(messages, ["enums", name, value]) ?? value, [messages]);
}

/** A plain text of the catalogue whose key is only known while running, or null. It takes no values. */
export function useTextOf(): (path: string) => string | null {
  const messages = useMessages();
  return useCallback((path) => lookUp(messages, path.split(".")), [messages]);
}
