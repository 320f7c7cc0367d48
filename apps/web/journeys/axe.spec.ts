import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, expect, type Page, test } from "@playwright/test";
import type { AxeResults, RunOptions } from "axe-core";
import { type NavGroup, OPERATOR_NAV, WORKSPACE_NAV } from "../src/shell/nav.ts";
import { ask, signIn } from "./person.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Everything that the navigation leads to; the desk belongs to agents. */
const WORKSPACE = [
  ...hrefs(WORKSPACE_NAV).filter((href) => href !== "/desk"),
  "/w/campaigns/new",
  "/w/reports/dictionary",
];
const OPERATOR = [...hrefs(OPERATOR_NAV), "/operator/billing?part=soFar", "/operator/billing?part=invoices"];

function hrefs(groups: readonly NavGroup[]): string[] {
  return groups.flatMap(({ items }) => items.map(({ href }) => href));
}

interface Id {
  readonly id: string;
}

interface Invoice extends Id {
  readonly tenantId: string;
  readonly contractId: string;
  readonly state: string;
}

/** One of each state: what can be done with an invoice, and so its page, differs. */
function oneOfEach<T extends Invoice>(invoices: readonly T[]): T[] {
  return [...new Map(invoices.map((one) => [one.state, one])).values()];
}

/** Pages of one thing, for what is there. */
async function workspacePages(page: Page): Promise<string[]> {
  const campaigns = await ask<Id[]>(page, "campaigns.list");
  const lists = await ask<Id[]>(page, "lists.list");
  const calls = await ask<{ items: Id[] }>(page, "calls.list", { limit: 1 });
  const invoices = await ask<{ items: Invoice[] }>(page, "invoices.list");
  return [
    ...campaigns.slice(0, 1).flatMap(({ id }) => [`/w/campaigns/${id}`, `/w/campaigns/${id}/edit`]),
    ...lists.slice(0, 1).map(({ id }) => `/w/lists/${id}`),
    ...calls.items.map(({ id }) => `/w/calls/${id}`),
    ...oneOfEach(invoices.items).map(({ id }) => `/w/invoices/${id}`),
  ];
}

async function operatorPages(page: Page): Promise<string[]> {
  const { items } = await ask<{ items: Id[] }>(page, "operator.tenants.list");
  const invoices = await ask<{ items: Invoice[] }>(page, "operator.billing.invoices");
  return [
    ...items.slice(0, 1).flatMap(({ id }) => [`/operator/tenants/${id}`, `/operator/tenants/${id}/contracts/new`]),
    ...oneOfEach(invoices.items).flatMap(({ id, tenantId }) => `/operator/billing/${tenantId}/${id}`),
    ...invoices.items
      .slice(0, 1)
      .map(({ tenantId, contractId }) => `/operator/tenants/${tenantId}/contracts/${contractId}`),
  ];
}

/** What axe finds serious on the page as it is, as "address, theme, rule: element". */
async function findings(page: Page, where: string, rules?: readonly string[]): Promise<string[]> {
  const options: RunOptions = { resultTypes: ["violations"], ...(rules ? { runOnly: [...rules] } : {}) };
  const { violations } = await page.evaluate(
    async (given) => (await Reflect.get(window, "axe").run(document, given)) as AxeResults,
    options,
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map((node) => `${where}, ${id}: ${node.target.join(" ")}`));
}

/** A theme changes colours and nothing else: the page is asked for everything once, and for its contrast again. */
async function visit(page: Page, address: string): Promise<string[]> {
  await page.goto(address);
  await expect(page.locator("h1, [data-testid=desk]").first()).toBeVisible();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
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
  return [...light, ...(await findings(page, `${address}, dark`, ["color-contrast"]))];
}

async function walk(
  browser: Browser,
  email: string,
  locale: string,
  pages: (page: Page) => Promise<string[]>,
): Promise<string[]> {
  const page = await signIn(browser, email);
  const url = new URL(page.url()).origin;
  await page.context().addCookies([
    { name: "callbay_locale", value: locale, url },
    { name: "callbay_theme", value: "light", url },
  ]);
  const found: string[] = [];
  for (const address of await pages(page)) found.push(...(await visit(page, address)));
  await page.context().close();
  return found;
}

for (const locale of ["en", "zh-CN"]) {
  test(`no serious finding on any page in either theme, ${locale}`, async ({ browser }) => {
    test.setTimeout(420_000);
    // Three people at once: pages wait for the server more than they compute.
    const found = await Promise.all([
      walk(browser, "owner@mangrove.example", locale, async (page) => [...WORKSPACE, ...(await workspacePages(page))]),
      walk(browser, "admin@callbay.example", locale, async (page) => [...OPERATOR, ...(await operatorPages(page))]),
      walk(browser, "agent6@mangrove.example", locale, async () => ["/desk"]),
    ]);
    expect(found.flat()).toEqual([]);
  });
}
