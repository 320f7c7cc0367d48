import { createHmac } from "node:crypto";
import { type Browser, devices, expect, type Locator, type Page, test } from "@playwright/test";
import { expectAccessible } from "./axe.ts";
import { invite, listOfOne, newcomer, signIn, tell, typeCredentials } from "./person.ts";

const ISSUER = process.env.IDENTITY_ISSUER ?? "";
const PASSWORD = process.env.DEMO_PASSWORD ?? "";
const NEW_PASSWORD = "another long enough password";
/** Of Hong Kong, and nobody's of the demo. */
const PHONE = "+85223456742";
/** The number unmasked, however its digits are set apart. */
const WHOLE = new RegExp([...PHONE.slice(-8)].join("\\s?"));
const STEP_MS = 30_000;

test.describe.configure({ timeout: 240_000 });

const dialog = (page: Page): Locator => page.getByRole("dialog");
const refusal = (page: Page): Locator => page.locator('form [role="alert"]');

test("somebody guards their account: second factor, recovery code, sessions, a new password by mail", async ({
  browser,
}) => {
  const owner = await signIn(browser, "owner@mangrove.example");
  const { email } = await newcomer(owner, "Nadia Poon", { role: "viewer" });
  await owner.context().close();

  const desk = await signIn(browser, email);
  const { key, codes } = await enrol(desk);

  // A wrong code is refused in words; the app's next one opens.
  const laptop = await typeCredentials(browser, email);
  await giveCode(laptop, "000000");
  await expect(refusal(laptop)).toContainText("This code is not right, or was used already.");
  await giveCode(laptop, totp(key, Date.now() + STEP_MS));
  await laptop.waitForURL("**/w");

  const { userAgent } = devices["iPhone 15"];
  const phone = await typeCredentials(browser, email, PASSWORD, { userAgent });
  await giveCode(phone, codes[0] ?? "");
  await phone.waitForURL("**/w");

  // Whoever is signed out there sees it there, without a click.
  await desk.goto("/account/sessions");
  const others = desk.getByRole("button", { name: "End", exact: true });
  await expect(others).toHaveCount(2);
  await expectAccessible(desk);
  await desk.getByRole("row", { name: /iOS/ }).getByRole("button", { name: "End", exact: true }).click();
  await expect(others).toHaveCount(1);
  await phone.waitForURL(/\/sign-in\?to=/);
  await expect(laptop.getByRole("heading", { level: 1 })).toBeVisible();

  await resetPassword(browser, email);
  await Promise.all([desk, laptop].map((page) => page.waitForURL(/\/sign-in\?to=/)));
  const old = await typeCredentials(browser, email);
  await expect(refusal(old)).toContainText("do not belong together");
  // The used recovery code opens nothing a second time, another does.
  const again = await typeCredentials(browser, email, NEW_PASSWORD);
  await giveCode(again, codes[0] ?? "");
  await expect(refusal(again)).toContainText("was used already");
  await giveCode(again, codes[1] ?? "");
  await again.waitForURL("**/w");
  await again.goto("/account/security");
  await expect(again.getByText("8 recovery codes are left")).toBeVisible();
  for (const page of [desk, laptop, phone, old, again]) await page.context().close();
});

async function enrol(page: Page): Promise<{ key: string; codes: string[] }> {
  await page.goto("/account/security");
  await page.getByRole("button", { name: "Set up" }).click();
  await dialog(page).getByLabel("Your password").fill(PASSWORD);
  await page.keyboard.press("Enter");
  const shown = dialog(page).getByText(/^([A-Z2-7]{4} ?){8}$/);
  const key = ((await shown.textContent()) ?? "").replaceAll(" ", "");
  await expectAccessible(page);
  await dialog(page).getByLabel("Code that the app shows").fill(totp(key, Date.now()));
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByRole("heading", { name: "Your recovery codes" })).toBeVisible();
  const codes = await dialog(page).getByRole("listitem").allTextContents();
  await page.getByRole("button", { name: "I have kept them" }).click();
  await expect(page.getByText("10 recovery codes are left")).toBeVisible();
  return { key, codes };
}

async function giveCode(page: Page, code: string): Promise<void> {
  await page.getByLabel("Code").fill(code);
  await page.keyboard.press("Enter");
}

/** What an authenticator app shows at this moment: RFC 6238 with its usual thirty seconds and six digits. */
function totp(key: string, at: number): string {
  const bits = [...key].map((char) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(char).toString(2).padStart(5, "0"));
  const bytes = bits.join("").match(/.{8}/g) ?? [];
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / STEP_MS)));
  const mark = createHmac("sha1", Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2))))
    .update(counter)
    .digest();
  const number = mark.readUInt32BE((mark.at(-1) ?? 0) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

async function resetPassword(browser: Browser, email: string): Promise<void> {
  const page = await (await browser.newContext()).newPage();
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await expect(page.getByRole("heading", { name: "Choose a new password" })).toBeVisible();
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByText("a mail is on its way")).toBeVisible();
  await page.goto("/mailbox");
  const mail = page.getByRole("listitem").filter({ hasText: email });
  await mail
    .getByRole("link", { name: /\/reset\// })
    .first()
    .click();
  await page.getByLabel("New password").fill(NEW_PASSWORD);
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByText("Your new password counts from now on.")).toBeVisible();
  await page.context().close();
}

test("numbers are masked; who may see one asks for it, and the log says so", async ({ browser }) => {
  const name = `Masked ${Date.now()}`;
  const manager = await signIn(browser, "manager@mangrove.example");
  const listId = await listOfOne(manager, name, { name: "Mabel Kwan", phone: PHONE });
  const viewer = await signIn(browser, "viewer@mangrove.example");
  for (const page of [manager, viewer]) {
    await page.goto(`/w/lists/${listId}`);
    await expect(page.getByRole("row", { name: /Mabel Kwan/ })).toContainText(/•+\s?42/);
    await expect(page.locator("main")).not.toContainText(WHOLE);
  }
  const reveal = (page: Page) => page.getByRole("button", { name: "Show the full number; this is audited" });
  await expect(reveal(viewer)).toHaveCount(0);
  await reveal(manager).click();
  await expect(manager.locator("main")).toContainText(WHOLE);

  const owner = await signIn(browser, "owner@mangrove.example");
  await owner.goto("/w/audit");
  await owner.getByRole("combobox", { name: "About" }).click();
  await owner.getByRole("option", { name: "Contacts" }).click();
  const entry = owner.getByRole("row", { name: /Marcus Lau.*Revealed a number/ }).first();
  await expect(entry).toBeVisible();
  // That it was shown is kept, the number is not.
  await expect(owner.locator("main")).not.toContainText(WHOLE);
  for (const page of [manager, viewer, owner]) await page.context().close();
});

test("a team leader who is moved from a department to a team sees the team from then on", async ({ browser }) => {
  const owner = await signIn(browser, "owner@mangrove.example");
  const mark = Date.now();
  const unit = async (parentId: string | null, kind: string, name: string) =>
    (await tell<{ orgUnitId: string }>(owner, "people.addOrgUnit", { parentId, kind, name })).orgUnitId;
  const department = await unit(null, "department", `Harbour ${mark}`);
  const east = await unit(department, "team", `East ${mark}`);
  const west = await unit(department, "team", `West ${mark}`);
  const leader = await newcomer(owner, "Lena Sit", { role: "supervisor", orgUnitId: department });
  await newcomer(owner, "Elmo Chu", { role: "agent", orgUnitId: east });
  await newcomer(owner, "Wilma Tong", { role: "agent", orgUnitId: west });

  const page = await signIn(browser, leader.email);
  await page.goto("/w/people");
  const row = (name: string) => page.getByRole("row", { name: new RegExp(name) });
  for (const name of ["Lena Sit", "Elmo Chu", "Wilma Tong"]) await expect(row(name)).toBeVisible();
  await expect(row("Bella Wong")).toHaveCount(0);

  await owner.goto("/w/people");
  await owner.getByRole("searchbox").fill(leader.email);
  await owner.getByRole("button", { name: "Actions for Lena Sit" }).click();
  await owner.getByRole("menuitem", { name: "Change unit" }).click();
  await dialog(owner).getByLabel("Unit").click();
  await owner.getByRole("option", { name: `East ${mark}` }).click();
  await dialog(owner).getByRole("button", { name: "Move" }).click();
  // Nobody reloads.
  await expect(row("Wilma Tong")).toHaveCount(0);
  await expect(row("Elmo Chu")).toBeVisible();
  await page.context().close();
  await owner.context().close();
});

test("a company's people sign in by its own provider, and a wrong answer of it is refused in words", async ({
  browser,
}) => {
  const owner = await signIn(browser, "owner@mangrove.example");
  const { email } = await invite(owner, "Olive Szeto", { role: "manager" });
  const olive = { sub: email, email, email_verified: true, name: "Olive Szeto" };
  await owner.goto("/w/people");
  await owner.getByRole("tab", { name: "Access" }).click();
  await setUpProvider(owner);

  const page = await (await browser.newContext()).newPage();
  await order({ person: olive, forge: true });
  await byCompany(page, email);
  await expect(refusal(page)).toContainText("Your company's answer is not signed by it.");
  await expectAccessible(page);
  await order({ person: olive, claims: { aud: "somebody-else" } });
  await byCompany(page, email);
  await expect(refusal(page)).toContainText("Signing in with your company did not work.");
  await order({ person: { ...olive, sub: "stranger", email: `stranger.${email}` } });
  await byCompany(page, email);
  await expect(refusal(page)).toContainText("Your company knows you, but you are not in its workspace.");

  await order({ person: olive });
  await byCompany(page, email);
  await page.waitForURL("**/w");
  await expect(page.getByRole("button", { name: /Olive Szeto/ })).toBeVisible();
  await page.goto("/account/sessions");
  await expect(page.getByText("by your company")).toBeVisible();

  // Without it those who came by it are out.
  await owner.reload();
  await owner.getByRole("tab", { name: "Access" }).click();
  await expect(owner.getByText("1 person has signed in with it")).toBeVisible();
  await owner.getByRole("button", { name: "Remove", exact: true }).click();
  await dialog(owner).getByRole("button", { name: "Remove", exact: true }).click();
  await expect(owner.getByText("Signing in with the company is removed.")).toBeVisible();
  await page.waitForURL(/\/sign-in\?to=/);
  await page.context().close();
  await owner.context().close();
});

/** Tries an address where no provider is first: what is saved works. */
async function setUpProvider(owner: Page): Promise<void> {
  const issuer = owner.getByLabel("Issuer");
  await issuer.fill(`${ISSUER}/elsewhere`);
  await owner.getByLabel("Client id").fill(process.env.IDENTITY_CLIENT_ID ?? "");
  await owner.getByLabel("Client secret").fill(process.env.IDENTITY_CLIENT_SECRET ?? "");
  await owner.getByLabel("E-mail domains").fill("mangrove.example");
  const save = owner.getByRole("button", { name: "Check and save" });
  await save.click();
  await expect(owner.getByText("This address does not describe an OpenID Connect provider")).toBeVisible();
  await expectAccessible(owner);
  await issuer.fill(ISSUER);
  await save.click();
  await expect(owner.getByText("Signing in with the company is set up.")).toBeVisible();
}

/** Has the company's provider do so from now on: packages/testing/src/identity-stand-in.ts. */
async function order(orders: object): Promise<void> {
  expect((await fetch(`${ISSUER}/control`, { method: "POST", body: JSON.stringify(orders) })).status).toBe(200);
}

async function byCompany(page: Page, email: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Sign in with your company" }).click();
}
