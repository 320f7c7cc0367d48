import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { LOCALES } from "./locales.ts";

const root = path.join(import.meta.dirname, "../..");
const folder = (locale: string): string => path.join(root, "messages", locale);

function flatten(node: unknown, at = ""): Map<string, string> {
  if (typeof node === "string") return new Map([[at, node]]);
  if (typeof node !== "object" || node === null) return new Map();
  return new Map(Object.entries(node).flatMap(([key, value]) => [...flatten(value, at ? `${at}.${key}` : key)]));
}

function catalogue(locale: string): Map<string, string> {
  const names = readdirSync(folder(locale)).filter((name) => name.endsWith(".json"));
  return new Map(
    names.flatMap((name) => [
      ...flatten(JSON.parse(readFileSync(path.join(folder(locale), name), "utf8")), path.basename(name, ".json")),
    ]),
  );
}

/** The names of the values that a text takes: `{name}`, `{count, plural, …}`. */
function argumentsOf(text: string): string[] {
  const found: string[] = [];
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "}") depth--;
    if (text[at] !== "{") continue;
    const name = /^\{\s*(\w+)\s*[,}]/.exec(text.slice(at));
    if (depth % 2 === 0 && name?.[1]) found.push(name[1]);
    depth++;
  }
  return [...new Set(found)].sort();
}

function sources(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.includes(".test."))
    .map((entry) => path.join(entry.parentPath, entry.name));
}

/** Each `t("key")` of a file, with the namespace that its `t` was made with. */
function keysUsed(code: string): string[] {
  const makers = [...code.matchAll(/const (\w+) = (?:await )?(?:useTranslations|getTranslations)\("([\w.]+)"\)/g)].map(
    ([, name = "", namespace = ""]) => ({ name, namespace }),
  );
  return makers.flatMap(({ name, namespace }) => {
    const calls = code.matchAll(new RegExp(`\\b${name}(?:\\.rich|\\.markup|\\.raw)?\\(\\s*"([\\w.]+)"`, "g"));
    return [...calls].map(([, key = ""]) => `${namespace}.${key}`);
  });
}

const english = catalogue("en");

describe("the catalogue", () => {
  it.each(LOCALES.filter((locale) => locale !== "en"))("says in %s everything that it says in English", (locale) => {
    const other = catalogue(locale);
    expect([...other.keys()].sort()).toEqual([...english.keys()].sort());
    const differing = [...english].filter(
      ([key, text]) => argumentsOf(text).join() !== argumentsOf(other.get(key) ?? "").join(),
    );
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  it("has no empty text", () => {
    for (const locale of LOCALES)
      expect([...catalogue(locale)].filter(([, text]) => !text.trim()).map(([key]) => key)).toEqual([]);
  });

  it("has every key that the code asks for", () => {
    const missing = sources(path.join(root, "src")).flatMap((file) => {
      const wanted = keysUsed(readFileSync(file, "utf8"));
      // A file that makes several `t` of one name pairs each key with each namespace: one of the pairs must exist.
      const last = (key: string): string => key.slice(key.lastIndexOf(".") + 1);
      const found = new Set(wanted.filter((key) => english.has(key)).map(last));
      return wanted.filter((key) => !found.has(last(key))).map((key) => `${path.relative(root, file)}: ${key}`);
    });
    expect(missing).toEqual([]);
  });

  it("has a word for every value of the schema", () => {
    const schema = readFileSync(path.join(root, "../../prisma/schema.prisma"), "utf8");
    const missing = [...schema.matchAll(/^enum (\w+) \{([^}]*)\}/gm)].flatMap(([, name = "", body = ""]) => {
      const values = body
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => /^\w+$/.test(line));
      const key = `${name[0]?.toLowerCase()}${name.slice(1)}`;
      return values.map((value) => `enums.${key}.${value}`).filter((one) => !english.has(one));
    });
    expect(missing).toEqual([]);
  });

  it("has a word for every action that the audit log is told", () => {
    const services = path.join(root, "../../packages/services/src");
    const actions = sources(services).flatMap((file) => {
      const code = readFileSync(file, "utf8");
      // `action: "a.b"`, `action: x ? "a.b" : "c.d"`, `const action = "a.b"`, and what is handed on to such a line.
      return [
        ...code.matchAll(/\b(?:action(?:: | = )|control\(|askOwner\()([^;{}=]*?"[a-z]\w*\.\w+"[^;{}=]*)/gi),
      ].flatMap(([, said = ""]) => [...said.matchAll(/"([a-z]\w*\.\w+)"/gi)].map(([, action = ""]) => action));
    });
    expect(actions.length).toBeGreaterThan(100);
    const key = (action: string): string => `common.auditAction.${action.replaceAll(".", "_")}`;
    expect([...new Set(actions)].filter((action) => !english.has(key(action)))).toEqual([]);
  });

  it("has a word for every field that the audit log is told", () => {
    const services = path.join(root, "../../packages/services/src");
    const told = sources(services).flatMap((file) => {
      const code = readFileSync(file, "utf8");
      return /\baudit(?:Access)?\(/.test(code) ? fieldsTold(code) : [];
    });
    // Parts of inputs that several verbs share, and that a row repeats as they were given.
    const shared = ["campaign/fields.ts", "legal-entity/details.ts"].flatMap((file) =>
      inputFields(readFileSync(path.join(services, file), "utf8")),
    );
    expect(told.length).toBeGreaterThan(300);
    expect([...new Set([...told, ...shared])].filter((field) => !english.has(`audit.field.${field}`)).sort()).toEqual(
      [],
    );
  });
});

/** The names in each `before: {…}` and `after: {…}`; where a row repeats what was given, the names of the input too. */
function fieldsTold(code: string): string[] {
  const said = [...code.matchAll(/\b(?:before|after): (?=(\S))/g)].map((at) =>
    at[1] === "{" ? block(code, at.index + at[0].length) : "...",
  );
  const named = said.flatMap((text) =>
    [...text.matchAll(/(?:^|[,{])\s*(\w+)\s*(?=[:,}]|$)/g)].map(([, name = ""]) => name),
  );
  return said.some((text) => /\.\.\.(?!\()/.test(text)) ? [...named, ...inputFields(code)] : named;
}

/** What stands between a brace and the one that closes it. */
function block(code: string, from: number): string {
  let depth = 0;
  for (let at = from; at < code.length; at++) {
    if (code[at] === "{") depth++;
    if (code[at] === "}" && --depth === 0) return code.slice(from + 1, at);
  }
  return "";
}

/** How a page of rows is asked for: said of no row. */
const ASKED = new Set(["input", "cursor", "after", "limit"]);

/** The names of an input's fields: `name: z.string()`. */
function inputFields(code: string): string[] {
  const names = [...code.matchAll(/(?:^|[{,])\s*(\w+): z\b/gm)].map(([, name = ""]) => name);
  return names.filter((name) => !ASKED.has(name));
}
