import { expect, test } from "vitest";
import { parseScript, renderScript, scriptProblems } from "./script-pages.ts";

const SOURCE = `Hello {{displayName}}, this is {{agent.name}}.

Do you have a minute?
[Yes, {{displayName}} has](#Offer)
[ Not now ](# Later)

# Offer
It costs ten.
[No](#Later)

# Later
When may I call?`;

test("a script is pages and the ways between them", () => {
  expect(parseScript(SOURCE)).toMatchObject([
    {
      name: "",
      text: "Hello {{displayName}}, this is {{agent.name}}.\n\nDo you have a minute?",
      choices: [{ to: "Offer" }, { label: "Not now", to: "Later" }],
    },
    { name: "Offer", text: "It costs ten.", choices: [{ label: "No", to: "Later" }] },
    { name: "Later", text: "When may I call?", choices: [] },
  ]);
  expect(scriptProblems(SOURCE)).toEqual([]);
});

test.each([
  ["", [""]],
  ["Just read this.\nAnd this.", [""]],
  ["#5 is a number, [brackets] are text", [""]],
  ["# Start\nHello\n# End", ["Start", "End"]],
])("%o has the pages %o", (source, names) => {
  expect(parseScript(source).map(({ name }) => name)).toEqual(names);
});

test("what a column holds is text, whatever it looks like", () => {
  const [first, ...rest] = renderScript("{{displayName}}\n{{attributes.note}}\n[{{displayName}}](#A)\n# A\nx", {
    displayName: "# Boss",
    attributes: { note: "a\n# Page\n[go](#A)" },
    agent: { name: "Bo" },
  });
  expect(rest.map(({ name }) => name)).toEqual(["A"]);
  expect(first).toMatchObject({ text: "# Boss\na\n# Page\n[go](#A)", choices: [{ label: "# Boss", to: "A" }] });
});

test("what leads nowhere is named", () => {
  expect(scriptProblems("Hi\n[a](#X)\n# A\n# A\n[b](#A)")).toEqual([
    { problem: "page_twice", page: "A" },
    { problem: "page_unknown", page: "X" },
    { problem: "page_unreachable", page: "A" },
    { problem: "page_unreachable", page: "A" },
  ]);
});
