import { type Browser, type BrowserContextOptions, expect, type Page } from "@playwright/test";

const PASSWORD = process.env.DEMO_PASSWORD ?? "";
/** Against a kept installation a journey makes new people each time. */
const MARK = Date.now().toString(36);

/** Opens a browser of a person's own and signs them in, as they would. */
export async function signIn(browser: Browser, email: string): Promise<Page> {
  const page = await typeCredentials(browser, email);
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  return page;
}

/**
 * Opens a browser of a person's own and sends their address and password; what comes of it is for the caller to see.
 *
 * @param options of the browser: what it calls itself
 */
export async function typeCredentials(
  browser: Browser,
  email: string,
  password = PASSWORD,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.locator('input[type="email"]').fill(email);
  await page.locator('input[type="password"]').fill(password);
  await page.locator('button[type="submit"]').click();
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

export interface Newcomer {
  readonly name: string;
  readonly email: string;
}

/**
 * Somebody whom no other journey knows: invited by the owner whose page it is, and come. Their password is everybody's.
 *
 * @param rest of the invitation: a role, a unit
 */
export async function newcomer(owner: Page, name: string, rest: { role: string; orgUnitId?: string }) {
  const { email, inviteUrl } = await invite(owner, name, rest);
  const token = inviteUrl.split("/").at(-1) ?? "";
  // Not as the owner, whose browser this is.
  const { origin } = new URL(owner.url());
  const accepted = await fetch(`${origin}/api/trpc/invitation.accept`, {
    method: "POST",
    headers: { origin, "content-type": "application/json" },
    body: JSON.stringify({ json: { token, password: PASSWORD } }),
  });
  expect(accepted.status).toBe(200);
  return { name, email } satisfies Newcomer;
}

/** Invites somebody whom no other journey knows. */
export async function invite(owner: Page, name: string, rest: { role: string; orgUnitId?: string }) {
  const email = `${name.toLowerCase().replaceAll(" ", ".")}.${MARK}@mangrove.example`;
  const { inviteUrl } = await tell<{ inviteUrl: string }>(owner, "people.invite", { name, email, ...rest });
  return { email, inviteUrl };
}

/** A list with one contact, as the person whose page it is; the import is the worker's. */
export async function listOfOne(page: Page, name: string, contact: { name: string; phone: string }) {
  const { listId } = await tell<{ listId: string }>(page, "lists.create", {
    ...{ name, source: "A journey", consentBasis: "consent", defaultCountry: "HK" },
  });
  const headers = { origin: new URL(page.url()).origin, "x-file-name": "one.csv" };
  const data = Buffer.from(`name,phone\n${contact.name},${contact.phone}\n`);
  expect((await page.request.post(`/api/upload?listId=${listId}`, { data, headers })).status()).toBe(200);
  const state = async () => (await ask<{ state: string }[]>(page, "lists.imports", { listId }))[0]?.state;
  await expect.poll(state, { timeout: 30_000 }).toBe("completed");
  return listId;
}
