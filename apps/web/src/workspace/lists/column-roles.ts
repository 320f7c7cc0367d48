import type { RouterInputs } from "@callbay/api/router";

export type Columns = NonNullable<RouterInputs["lists"]["previewImport"]["columns"]>;

/** What a column of a file is taken for. */
export const ROLES = [
  "phone",
  "name",
  "country",
  "timezone",
  "consentAt",
  "consentProof",
  "attribute",
  "none",
] as const;
export type Role = (typeof ROLES)[number];

/** Of these a file has one column at most. */
const SINGLE = ["country", "timezone", "consentAt", "consentProof"] as const;

export function roleOf(columns: Columns, column: number): Role {
  if (columns.phones.includes(column)) return "phone";
  if (columns.names.includes(column)) return "name";
  const single = SINGLE.find((role) => columns[role] === column);
  if (single) return single;
  return columns.attributes.some((one) => one.column === column) ? "attribute" : "none";
}

/** The name under which scripts know a column; empty for those that are no field. */
export function keyOf(columns: Columns, column: number): string {
  return columns.attributes.find((one) => one.column === column)?.key ?? "";
}

/** The same columns with one taken for something else; whoever had a role of which there is one becomes a field. */
export function withRole(columns: Columns, column: number, role: Role, headers: readonly string[]): Columns {
  const without = (of: readonly number[]) => of.filter((one) => one !== column);
  const next: Columns = {
    ...columns,
    phones: without(columns.phones),
    names: without(columns.names),
    attributes: columns.attributes.filter((one) => one.column !== column),
  };
  const before = SINGLE.find((one) => columns[one] === column);
  if (before) next[before] = null;
  if (role === "phone") next.phones = [...next.phones, column].sort((a, b) => a - b);
  else if (role === "name") next.names = [...next.names, column].sort((a, b) => a - b);
  else if (role === "attribute") return withField(next, column, headers);
  else if (role !== "none") {
    const displaced = next[role];
    next[role] = column;
    return displaced === null ? next : withField(next, displaced, headers);
  }
  return next;
}

/** The same with another name for a field; one that another field has gets a number. */
export function withKey(columns: Columns, column: number, key: string): Columns {
  return {
    ...columns,
    attributes: columns.attributes.map((one) => (one.column === column ? { column, key } : one)),
  };
}

function withField(columns: Columns, column: number, headers: readonly string[]): Columns {
  const taken = new Set(columns.attributes.map(({ key }) => key));
  const base = headers[column]?.replace(/[{}]/g, "").trim().slice(0, 100) || `column ${column + 1}`;
  let key = base;
  for (let n = 2; taken.has(key); n += 1) key = `${base} (${n})`;
  return { ...columns, attributes: [...columns.attributes, { column, key }].sort((a, b) => a.column - b.column) };
}
