import { type MergeValues, renderMergeFields } from "./merge-fields.ts";

/** A way on from a page: what the customer said, and where the script goes then. */
export interface ScriptChoice {
  readonly label: string;
  /** The name of a page. */
  readonly to: string;
}

/** One page of a script. The first has no name, unless the script begins with a heading. */
export interface ScriptPage {
  readonly name: string;
  readonly text: string;
  readonly choices: readonly ScriptChoice[];
}

export interface ScriptProblem {
  readonly problem: "page_unknown" | "page_twice" | "page_unreachable";
  /** The page's name. */
  readonly page: string;
}

const HEADING = /^#\s+(.+?)\s*$/;
const CHOICE = /^\[([^\][]+)\]\(#\s*([^)]+?)\s*\)\s*$/;

/**
 * A script with branches, as it is written: `# Name` begins a page, `[What the customer says](#Name)` on a line of its
 * own leads to one. A script without either is one page.
 */
export function parseScript(source: string): ScriptPage[] {
  const pages: { name: string; lines: string[]; choices: ScriptChoice[] }[] = [{ name: "", lines: [], choices: [] }];
  for (const line of source.split(/\r?\n/)) {
    const heading = HEADING.exec(line)?.[1];
    const page = pages.at(-1);
    const [, label, to] = CHOICE.exec(line) ?? [];
    if (heading !== undefined) pages.push({ name: heading, lines: [], choices: [] });
    else if (label !== undefined && to !== undefined) page?.choices.push({ label: label.trim(), to });
    else page?.lines.push(line);
  }
  const made = pages.map(({ name, lines, choices }) => ({ name, text: lines.join("\n").trim(), choices }));
  const [first] = made;
  // Nothing stands before the first heading: the script begins there.
  const isEmpty = first !== undefined && first.text === "" && first.choices.length === 0;
  return isEmpty && made.length > 1 ? made.slice(1) : made;
}

/** Fills the merge fields page by page: what a contact's column holds is text, and never a page or a choice. */
export function renderScript(source: string, values: MergeValues): ScriptPage[] {
  const fill = (text: string): string => renderMergeFields(text, values).text;
  return parseScript(source).map(({ name, text, choices }) => ({
    name,
    text: fill(text),
    choices: choices.map(({ label, to }) => ({ label: fill(label), to })),
  }));
}

/** What would lead an agent nowhere. */
export function scriptProblems(source: string): ScriptProblem[] {
  const pages = parseScript(source);
  const names = pages.map(({ name }) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const targets = pages.flatMap(({ choices }) => choices.map(({ to }) => to));
  const unknown = [...new Set(targets)].filter((to) => !names.includes(to));
  const reached = new Set<string>();
  const visit = (name: string): void => {
    if (reached.has(name)) return;
    reached.add(name);
    for (const { to } of pages.find((page) => page.name === name)?.choices ?? []) visit(to);
  };
  visit(names[0] ?? "");
  return [
    ...twice.map((page): ScriptProblem => ({ problem: "page_twice", page })),
    ...unknown.map((page): ScriptProblem => ({ problem: "page_unknown", page })),
    ...names.filter((name) => !reached.has(name)).map((page): ScriptProblem => ({ problem: "page_unreachable", page })),
  ];
}
