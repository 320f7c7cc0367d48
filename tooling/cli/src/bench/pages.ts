/**
 * First load of every page with an empty cache: compressed JavaScript that it asks for, and the time until it can be worked
 * with, against the page of an address that does not exist, which has the same frame and nothing in it.
 */

import { type Ask, agentPages, operatorPages, workspacePages } from "@callbay/web/shell/every-page";
import { type Browser, chromium, type Page } from "@playwright/test";
import { startCallbay } from "../callbay.ts";
import { ensureChromium } from "../chromium.ts";
import { freePorts } from "../environment.ts";
import { MOST_PAGE_KB } from "../page-weight.ts";
import { type BenchContext, median, rounded } from "./figure.ts";

const LOADS = 3;
const EMPTY = "/there-is-no-such-page";

const PEOPLE: readonly { email: string; pages: (ask: Ask) => Promise<string[]> | string[] }[] = [
  { email: "owner@mangrove.example", pages: workspacePages },
  { email: "admin@callbay.example", pages: operatorPages },
  { email: "agent6@mangrove.example", pages: agentPages },
];

interface Load {
  /** Bodies of scripts as they came over the wire. */
  readonly scriptBytes: number;
  /** From the click to the last of: painted, taken over by React, the main thread free. */
  readonly interactiveMs: number;
}

export async function run({ print, say, scratch }: BenchContext): Promise<void> {
  const executablePath = await ensureChromium();
  const callbay = await startCallbay({ dir: await scratch(), ports: await freePorts(), stackPorts: "free", say });
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    for (const { email, pages } of PEOPLE) {
      const { page, ask } = await open(browser, callbay.webUrl, email, callbay.secrets.DEMO_PASSWORD);
      for (const address of ["/sign-in", EMPTY, ...(await pages(ask))]) {
        // Unmeasured: the server reads each page's code at its first asking.
        await load(page, address);
        const [ours, empty]: [Load[], Load[]] = [[], []];
        for (let n = 0; n < LOADS; n++) {
          empty.push(await load(page, EMPTY));
          ours.push(await load(page, address));
        }
        const kilobytes = Math.max(...ours.map(({ scriptBytes }) => scriptBytes)) / 1024;
        const [time, least] = [ours, empty].map((loads) => median(loads.map(({ interactiveMs }) => interactiveMs)));
        const words = address.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "…");
        print({
          bench: "pages",
          figure: `compressed JavaScript of the first load, ${words}`,
          unit: "KB",
          ours: rounded(kilobytes),
          baseline: rounded(median(empty.map(({ scriptBytes }) => scriptBytes)) / 1024),
          baselineName: "an address that does not exist",
          ratio: null,
          goal: `<= ${MOST_PAGE_KB} KB`,
          pass: kilobytes <= MOST_PAGE_KB,
          n: LOADS,
        });
        print({
          bench: "pages",
          figure: `time to interactive, ${words}`,
          unit: "ms",
          ours: rounded(time ?? 0),
          baseline: rounded(least ?? 0),
          baselineName: "an address that does not exist",
          ratio: rounded((time ?? 0) / (least ?? 1)),
          goal: "to compare",
          pass: true,
          n: LOADS,
        });
      }
      await page.context().close();
    }
  } finally {
    await browser.close();
    await callbay.stop();
  }
}

async function open(
  browser: Browser,
  baseURL: string,
  email: string,
  password: string,
): Promise<{ page: Page; ask: Ask }> {
  const context = await browser.newContext({ baseURL, locale: "en-GB" });
  await context.addInitScript({ content: `globalThis.__name ??= (it) => it; (${watchTheLoad})();` });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.locator('input[type="email"]').fill(email);
  await page.locator('input[type="password"]').fill(password);
  await page.locator('button[type="submit"]').click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  const session = await context.newCDPSession(page);
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  const ask: Ask = async <T>(procedure: string, input: object = {}) => {
    const asked = encodeURIComponent(JSON.stringify({ json: input }));
    const response = await page.request.get(`/api/trpc/${procedure}?input=${asked}`);
    return ((await response.json()) as { result: { data: { json: T } } }).result.data.json;
  };
  return { page, ask };
}

async function load(page: Page, address: string): Promise<Load> {
  await page.goto(address, { waitUntil: "load" });
  return page.evaluate(() => window.callbayLoad());
}

declare global {
  interface Window {
    callbayLoad(): Promise<Load>;
  }
}

/** Runs in the page, before anything of the product. */
function watchTheLoad(): void {
  /** So long without a task of 50 ms the main thread counts as free. */
  const QUIET_MS = 500;
  let busyUntil = 0;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) busyUntil = Math.max(busyUntil, startTime + duration);
  }).observe({ type: "longtask", buffered: true });
  let takenOverAt = 0;
  /** React leaves its mark on an element that answers to it. */
  const isTakenOver = () =>
    Object.keys(document.querySelector("main h1, main button, h1, form") ?? {}).some((key) =>
      key.startsWith("__react"),
    );
  const look = () => {
    if (document.readyState !== "loading" && isTakenOver()) takenOverAt = performance.now();
    else requestAnimationFrame(look);
  };
  look();
  window.callbayLoad = async () => {
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      if (takenOverAt > 0 && performance.now() - Math.max(busyUntil, takenOverAt) > QUIET_MS) break;
    }
    const painted = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0;
    const interactiveMs = Math.max(painted, busyUntil, takenOverAt);
    const scripts = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
    return {
      interactiveMs,
      // What is fetched after that is fetched ahead, for pages that somebody may open next.
      scriptBytes: scripts
        .filter(({ name, startTime }) => /\.js(\?|$)/.test(name) && startTime <= interactiveMs)
        .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
    };
  };
}
