import { randomUUID } from "node:crypto";
import { asRefusal } from "@callbay/api/errors";

/** What a call came to, in a form that two calls can be compared by. */
export type Outcome =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly kind: string; readonly code: string; readonly text: string };

export async function outcomeOf(call: () => Promise<unknown>): Promise<Outcome> {
  try {
    return { ok: true, text: stable(await call()) };
  } catch (error) {
    const { kind, code, message, details } = asRefusal(error, "request");
    return { ok: false, kind, code, text: stable({ kind, code, message, details }) };
  }
}

function stable(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) => (typeof one === "bigint" ? `${one}n` : one)) ?? "undefined";
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/gi;

export function uuidsIn(value: unknown): string[] {
  return [...new Set(stable(value).match(UUID) ?? [])];
}

/** The same input with each of these ids replaced by one that nothing has; `undo` maps an answer back. */
export function withRandomIds<T>(input: T, ids: readonly string[]): { input: T; undo: (text: string) => string } {
  const twin = new Map(ids.map((id) => [id, randomUUID()]));
  const replace = (value: unknown): unknown => {
    if (typeof value === "string") return twin.get(value) ?? value;
    if (Array.isArray(value)) return value.map(replace);
    if (value !== null && typeof value === "object" && !(value instanceof Date))
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, replace(one)]));
    return value;
  };
  return {
    input: replace(input) as T,
    undo: (text) => [...twin].reduce((all, [id, random]) => all.replaceAll(random, id), text),
  };
}
