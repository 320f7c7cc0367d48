import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, expect, type Page, test } from "@playwright/test";
import type { AxeResults, RunOptions } from "axe-core";
import { type Ask, agentPages, operatorPages, workspacePages } from "../src/shell/every-page.ts";
import { ask, signIn } from "./person.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const MESSAGES = new URL("../messages/en/", import.meta.url);

const SETTLES_MS = 15_000;

// A hundred pages and a player that streams: the trace would be gigabytes, and its findings say where they are.
test.use({ trace: "off" });

/** Every key of the catalogue, as it is shown where its text was not sent along. */
const KEYS = new Set(
  readdirSync(MESSAGES).flatMap((file) =>
    keysOf(JSON.parse(readFileSync(new URL(file, MESSAGES), "utf8")), file.replace(".json", "")),
  ),
);

function keysOf(node: unknown, at: string): string[] {
  if (typeof node !== "object" || node === null) return [at];
  return Object.entries(node).flatMap(([key, value]) => keysOf(value, `${at}.${key}`));
}

/** Keys that stand on the page in place of their texts. */
async function untold(page: Page, address: string): Promise<string[]> {
  const said = await page.evaluate(() => {
    const texts: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) texts.push(walker.currentNode.nodeValue ?? "");
    for (const element of document.querySelectorAll("[aria-label], [placeholder]"))
      texts.push(element.getAttribute("aria-label") ?? "", element.getAttribute("placeholder") ?? "");
    return texts.map((text) => text.trim());
  });
  return said.filter((text) => KEYS.has(text)).map((text) => `${address}, no text: ${text}`);
}

/** What axe finds serious on the page as it is, as "address, theme, rule: element". */
async function findings(page: Page, where: string, rules?: readonly string[]): Promise<string[]> {
  const options: RunOptions = {
    resultTypes: ["violations"],
    preload: false,
    ...(rules ? { runOnly: [...rules] } : {}),
  };
  const { violations } = await page.evaluate(
    async (given) => (await Reflect.get(window, "axe").run(document, given)) as AxeResults,
    options,
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map((node) => `${where}, ${id}: ${node.target.join(" ")}`));
}

/** The page's heading is there, and nothing is being fetched. */
function isSettled(): boolean {
  const heading = document.querySelector("h1, [data-testid=desk]");
  return heading?.checkVisibility() === true && document.querySelector('[aria-busy="true"]') === null;
}

/** A theme changes colours and nothing else: the page is asked for everything once, and for its contrast again. */
async function visit(page: Page, address: string): Promise<string[]> {
  await page.goto(address);
  // Asked with every frame: an expectation looks again after half a second, a hundred and fifty times.
  await page.waitForFunction(isSettled, undefined, { timeout: SETTLES_MS }).catch((cause: unknown) => {
    throw new Error(`${address} does not come to rest`, { cause });
  });
  // Colours on their way from one theme to the other are nobody's to judge.
  await page.addStyleTag({
    content: "*, ::before, ::after { transition: none !important; animation: none !important }",
  });
  await page.evaluate(AXE);
  const light = await findings(page, `${address}, light`);
  await page.evaluate(async () => {
    document.documentElement.dataset.theme = "dark";
    // Painted once in the new colours.
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  });
  return [
    ...light,
    ...(await untold(page, address)),
    ...(await findings(page, `${address}, dark`, ["color-contrast"])),
  ];
}

async function walk(
  browser: Browser,
  email: string,
  locale: string,
  pages: (ask: Ask) => Promise<string[]> | string[],
): Promise<string[]> {
  const page = await signIn(browser, email);
  const url = new URL(page.url()).origin;
  await page.context().addCookies([
    { name: "callbay_locale", value: locale, url },
    { name: "callbay_theme", value: "light", url },
  ]);
  const found: string[] = [];
  for (const address of await pages((procedure, input) => ask(page, procedure, input)))
    found.push(...(await visit(page, address)));
  await page.context().close();
  return found;
}

for (const locale of ["en", "zh-CN"]) {
  test(`no serious finding and no missing text on any page in either theme, ${locale}`, async ({ browser }) => {
    test.setTimeout(420_000);
    // Three people at once: pages wait for the server more than they compute.
    const found = await Promise.all([
      walk(browser, "owner@mangrove.example", locale, workspacePages),
      walk(browser, "admin@callbay.example", locale, operatorPages),
      walk(browser, "agent6@mangrove.example", locale, agentPages),
    ]);
    expect(found.flat()).toEqual([]);
  });
}
