/** What the SDK sends: `a[b][0]=c`, as nested objects. Lists come as objects with numbered keys. */
export interface Form {
  readonly [key: string]: string | Form | undefined;
}

export function parseForm(encoded: string): Form {
  const root: Record<string, unknown> = {};
  for (const [name, value] of new URLSearchParams(encoded)) {
    const path = name.replaceAll("]", "").split("[");
    let at = root;
    for (const key of path.slice(0, -1)) {
      at[key] ??= {};
      at = at[key] as Record<string, unknown>;
    }
    at[path.at(-1) ?? ""] = value;
  }
  return root as Form;
}

export function text(form: Form, key: string): string | null {
  const value = form[key];
  return typeof value === "string" ? value : null;
}

export function part(form: Form, key: string): Form {
  const value = form[key];
  return typeof value === "object" ? value : {};
}

export function strings(form: Form): Record<string, string> {
  return Object.fromEntries(
    Object.entries(form).flatMap(([key, value]) => (typeof value === "string" ? [[key, value]] : [])),
  );
}
