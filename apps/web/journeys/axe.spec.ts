import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, expect, type Page, test } from "@playwright/test";
import type { AxeResults } from "axe-core";
import { ask, signIn } from "./person.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const LOCALES = ["en", "zh-CN"] as const;
const THEMES = ["light", "dark"] as const;

const WORKSPACE = [
  "/w",
  "/w/floor",
  "/w/campaigns",
  "/w/campaigns/new",
  "/w/lists",
  "/w/do-not-call",
  "/w/calls",
  "/w/people",
  "/w/seats",
  "/w/contracts",
  "/w/invoices",
  "/w/audit",
];
const OPERATOR = [
  "/operator",
  "/operator/approvals",
  "/operator/pool",
  "/operator/seats",
  "/operator/billing",
  "/operator/audit",
];

interface Id {
  readonly id: string;
}

/** Pages of one thing, for what is there. */
async function workspacePages(page: Page): Promise<string[]> {
  const campaigns = await ask<Id[]>(page, "campaigns.list");
  const lists = await ask<Id[]>(page, "lists.list");
  const calls = await ask<{ items: Id[] }>(page, "calls.list", { limit: 1 });
  const invoices = await ask<{ items: Id[] }>(page, "invoices.list");
  return [
    ...campaigns.slice(0, 1).flatMap(({ id }) => [`/w/campaigns/${id}`, `/w/campaigns/${id}/edit`]),
    ...lists.slice(0, 1).map(({ id }) => `/w/lists/${id}`),
    ...calls.items.map(({ id }) => `/w/calls/${id}`),
    ...invoices.items.slice(0, 1).map(({ id }) => `/w/invoices/${id}`),
  ];
}

async function operatorPages(page: Page): Promise<string[]> {
  const { items } = await ask<{ items: Id[] }>(page, "operator.tenants.list");
  return items.slice(0, 1).map(({ id }) => `/operator/tenants/${id}`);
}

/** Everything serious that axe finds on a page, as "address rule: element". */
async function findings(page: Page, address: string): Promise<string[]> {
  await page.goto(address);
  await expect(page.locator("h1, [data-testid=desk]").first()).toBeVisible();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(
    async () => (await Reflect.get(window, "axe").run(document, { resultTypes: ["violations"] })) as AxeResults,
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map((node) => `${address} ${id}: ${node.target.join(" ")}`));
}

async function walk(browser: Browser, email: string, look: Look, pages: (page: Page) => Promise<string[]>) {
  const page = await signIn(browser, email);
  const url = new URL(page.url()).origin;
  await page.context().addCookies([
    { name: "callbay_locale", value: look.locale, url },
    { name: "callbay_theme", value: look.theme, url },
  ]);
  const found: string[] = [];
  for (const address of await pages(page)) found.push(...(await findings(page, address)));
  await page.context().close();
  return found;
}

interface Look {
  readonly locale: (typeof LOCALES)[number];
  readonly theme: (typeof THEMES)[number];
}

for (const locale of LOCALES) {
  for (const theme of THEMES) {
    test(`no serious finding on any page, ${locale}, ${theme}`, async ({ browser }) => {
      test.setTimeout(240_000);
      const look = { locale, theme };
      const found = [
        ...(await walk(browser, "owner@mangrove.example", look, async (page) => [
          ...WORKSPACE,
          ...(await workspacePages(page)),
        ])),
        ...(await walk(browser, "admin@callbay.example", look, async (page) => [
          ...OPERATOR,
          ...(await operatorPages(page)),
        ])),
        ...(await walk(browser, "agent6@mangrove.example", look, async () => ["/desk"])),
      ];
      expect(found).toEqual([]);
    });
  }
}
