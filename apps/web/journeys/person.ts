import type { Browser, Page } from "@playwright/test";

const PASSWORD = process.env.DEMO_PASSWORD ?? "";

/** Opens a browser of a person's own and signs them in, as they would. */
export async function signIn(browser: Browser, email: string): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.locator('input[type="email"]').fill(email);
  await page.locator('input[type="password"]').fill(PASSWORD);
  await page.locator('button[type="submit"]').click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  return page;
}

/** Asks a procedure as the person whose page it is; for ids that an address needs. */
export async function ask<T>(page: Page, procedure: string, input: object = {}): Promise<T> {
  const asked = encodeURIComponent(JSON.stringify({ json: input }));
  const response = await page.request.get(`/api/trpc/${procedure}?input=${asked}`);
  const body = (await response.json()) as { result: { data: { json: T } } };
  return body.result.data.json;
}

/** Has a procedure change something, as the person whose page it is; for what a journey stands on and is not about. */
export async function tell<T>(page: Page, procedure: string, input: object): Promise<T> {
  const response = await page.request.post(`/api/trpc/${procedure}`, {
    data: { json: input },
    headers: { origin: new URL(page.url()).origin },
  });
  const body = (await response.json()) as { result: { data: { json: T } } };
  if (!response.ok()) throw new Error(`${procedure}: ${JSON.stringify(body)}`);
  return body.result.data.json;
}
