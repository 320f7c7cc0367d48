import { readFileSync } from "node:fs";
import { type Browser, expect, type Locator, type Page, test } from "@playwright/test";
import { signIn } from "./person.ts";

/**
 * Its second sheet has Ada, Bo, Cy (a number that is a number) and Di of Hong Kong, Ada again, and a row without a number to
 * call. The last two digits say what a callee of the simulated carrier does: 18 and 55 reject, 01 and 14 are busy.
 */
const WORKBOOK = readFileSync(new URL("harbour.xlsx", import.meta.url));
const OTHER_CAMPAIGN = /Early-bird/;

test("a manager brings a list, builds a campaign, gets it approved and watches it dial", async ({ browser }) => {
  test.setTimeout(240_000);
  const name = `Harbour offer ${Date.now()}`;
  const manager = await signIn(browser, "manager@mangrove.example");
  await bringList(manager, name);
  await buildCampaign(manager, name);
  await approve(browser, name);

  // Nobody reloads: the approval arrives by itself.
  await expect(manager.getByRole("button", { name: "Start" })).toBeVisible();
  const running = await manager.context().newPage();
  await step(running, OTHER_CAMPAIGN, "Pause");
  const agent = await goOnDuty(browser);
  await manager.getByRole("button", { name: "Start" }).click();
  await manager.getByRole("tab", { name: "Progress" }).click();
  const progress = manager.getByRole("img", { name: /^Where the contacts stand/ });
  // Two reject and are done by the rules, two are busy and wait for their next time.
  await expect(progress).toHaveAccessibleName(/Done 2, Dialling 0, Ready 2, Blocked 0/, { timeout: 60_000 });
  // Reasons are counted anew each quarter of a minute.
  await expect(manager.getByText("Busy, again later")).toBeVisible({ timeout: 40_000 });
  await whyNotDialled(manager);

  await manager.getByRole("button", { name: "End for good" }).click();
  await manager.getByRole("dialog").getByRole("button", { name: "End for good" }).click();
  await expect(manager.getByText("It dials nobody any more.")).toBeVisible();
  await agent.keyboard.press("Shift+O");
  await expect(agent.getByTestId("duty-state")).toHaveAttribute("data-state", "off");
  await agent.context().close();
  await running.getByRole("button", { name: "Resume" }).click();
  await expect(running.getByRole("button", { name: "Pause" })).toBeVisible();
});

/** A hundred thousand people of ten towns; of each two hundred rows one has no number and one the number before it. */
function longList(): { csv: string; inLeeds: number } {
  const rows = Array.from({ length: 100_000 }, (_, i) => {
    const at = i % 200 === 150 ? i - 1 : i;
    const phone = i % 200 === 50 ? "12" : `+44740${String(at).padStart(7, "0")}`;
    return {
      i,
      isIn: i % 200 !== 50 && i % 200 !== 150,
      line: `Person ${i},${phone},${i % 10 === 3 ? "Leeds" : "York"}`,
    };
  });
  return {
    csv: `name,phone,city\n${rows.map(({ line }) => line).join("\n")}\n`,
    inLeeds: rows.filter(({ i, isIn }) => isIn && i % 10 === 3).length,
  };
}

test("a list of a hundred thousand rows comes in, and a target group of it is counted at once", async ({ browser }) => {
  const name = `Long list ${Date.now()}`;
  const { csv, inLeeds } = longList();
  const page = await signIn(browser, "manager@mangrove.example");
  await newList(page, name);
  await upload(page, "long.csv", csv);
  await expect(page.getByText(/99,?000 \+ 500 \+ 0 \+ 500 = 100,?000 rows/)).toBeVisible();

  await page.goto("/w/segments");
  await page.getByRole("button", { name: "New target group" }).first().click();
  const sheet = page.getByRole("dialog");
  await sheet.getByLabel("Name", { exact: true }).fill(`Leeds ${name}`);
  await sheet.getByLabel("Tried on").click();
  await page.getByRole("option", { name, exact: true }).click();
  await expect(sheet.getByText("99,000 of 99,000 contacts")).toBeVisible();
  await sheet.getByRole("button", { name: "Condition", exact: true }).click();
  await sheet.getByLabel("Value", { exact: true }).fill("leeds");
  await expect(sheet.getByText(`${inLeeds.toLocaleString("en")} of 99,000 contacts`)).toBeVisible();
  await sheet.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("row", { name: new RegExp(`Leeds ${name}`) })).toContainText("city is leeds");
  await page.context().close();
});

/** A new list with its file: the counters add up, what was left out has a reason and can be taken away to be mended. */
async function bringList(page: Page, name: string): Promise<void> {
  await newList(page, name);
  await upload(page, "harbour.xlsx", WORKBOOK, mapColumns);
  await expect(page.getByText("4 + 1 + 0 + 1 = 6 rows")).toBeVisible();

  await page.getByRole("button", { name: "2 rows left out" }).click();
  const rejects = page.getByRole("dialog");
  await expect(rejects.getByRole("row", { name: /Broken row,12,Nowhere/ })).toBeVisible();
  await expect(rejects.getByRole("row", { name: /Twice in this file/ })).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    rejects.getByRole("link", { name: "Download as CSV" }).click(),
  ]);
  expect(readFileSync(await download.path(), "utf8").split("\r\n")[0]).toBe("\uFEFFrow,reason,text");
  await page.keyboard.press("Escape");
}

async function newList(page: Page, name: string): Promise<void> {
  await page.goto("/w/lists");
  await page.getByRole("button", { name: "New list" }).first().click();
  const form = page.getByRole("dialog");
  await form.getByLabel("Name", { exact: true }).fill(name);
  await form.getByLabel("Source").fill("Harbour shop, spring");
  await form.getByLabel("Default country").click();
  await page.getByRole("combobox", { name: "Find a country" }).fill("Hong Kong");
  await page.keyboard.press("Enter");
  await form.getByRole("button", { name: "Create" }).click();
  await page.waitForURL(/\/w\/lists\/[0-9a-f-]{36}$/);
}

/** Takes the second sheet, whose columns are guessed; calls one otherwise and leaves one out, and sees what becomes of it. */
async function mapColumns(preview: Locator): Promise<void> {
  const page = preview.page();
  await expect(preview.getByText("Leads of the harbour shop, see the second sheet").first()).toBeVisible();
  await preview.getByRole("combobox", { name: "Sheet", exact: true }).click();
  await page.getByRole("option", { name: "Leads" }).click();
  const role = (column: string) => preview.getByRole("combobox", { name: `${column}: Is` });
  await expect(role("Customer")).toHaveText("Name");
  await expect(role("Mobile")).toHaveText("Number");
  await preview.getByLabel("Town: Name of the field").fill("city");
  await role("Remark").click();
  await page.getByRole("option", { name: "Leave out" }).click();
  await expect(preview.getByRole("row", { name: "2 Ada Wong" })).toContainText(/\+85223456718.*city: Sha Tin$/);
  await expect(preview.getByRole("row", { name: /^7 / })).toContainText("Broken row");
}

async function upload(
  page: Page,
  fileName: string,
  content: string | Buffer,
  onPreview?: (preview: Locator) => Promise<void>,
): Promise<void> {
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: fileName, mimeType: "application/octet-stream", buffer: Buffer.from(content) });
  const preview = page.getByRole("dialog", { name: `Check ${fileName}` });
  await onPreview?.(preview);
  await expect(preview.getByRole("row", { name: /^2 / })).toBeVisible();
  await preview.getByRole("button", { name: "Import", exact: true }).click();
  await expect(page.locator('[data-import][data-state="completed"]')).toBeVisible({ timeout: 60_000 });
}

async function buildCampaign(page: Page, name: string): Promise<void> {
  await page.getByRole("link", { name: "Build a campaign on it" }).click();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Create and go on" }).click();
  await page.waitForURL(/\/edit$/);

  await page.getByRole("combobox", { name: "Caller id" }).click();
  await page.getByRole("option").first().click();
  const script = page.getByRole("textbox", { name: "Script" });
  await script.fill("Good day ");
  await page.getByRole("button", { name: "displayName" }).click();
  await script.press("End");
  await script.pressSequentially(", how is life in ");
  await page.getByRole("button", { name: "city", exact: true }).click();
  await expect(page.getByText("Good day Di Ho, how is life in Wan Chai")).toBeVisible();

  await page.getByRole("button", { name: "Take the usual five" }).click();
  await paintWholeWeek(page);
  await page
    .locator("#agents")
    .getByRole("checkbox", { name: /Ethan Mak/ })
    .check();
  await page.getByRole("button", { name: "Submit for approval" }).click();
  await page.waitForURL(/\/w\/campaigns\/[0-9a-f-]{36}$/);
  await expect(page.getByText("In review", { exact: true })).toBeVisible();
}

/** Drags over each day from its first to its last half hour, so that the hour of the test does not matter. */
async function paintWholeWeek(page: Page): Promise<void> {
  await page.getByRole("heading", { name: "Calling hours" }).click();
  await page.getByRole("button", { name: "Clear", exact: true }).click();
  for (let day = 0; day < 7; day += 1) {
    const first = page.locator(`[data-at="${day}-0"]`);
    await first.scrollIntoViewIfNeeded();
    await first.hover();
    await page.mouse.down();
    await page.locator(`[data-at="${day}-47"]`).hover();
    await page.mouse.up();
  }
  await expect(page.getByText("00:00–24:00", { exact: true })).toHaveCount(7);
}

async function approve(browser: Browser, name: string): Promise<void> {
  const admin = await signIn(browser, "admin@callbay.example");
  await admin.goto("/operator/approvals");
  await admin.getByRole("row", { name }).click();
  await admin.getByRole("button", { name: "Approve" }).click();
  await expect(admin.getByRole("row", { name })).toHaveCount(0);
  await admin.context().close();
}

async function step(page: Page, campaign: RegExp, button: string): Promise<void> {
  await page.goto("/w/campaigns");
  await page.getByRole("link", { name: campaign }).click();
  await page.getByRole("button", { name: button }).click();
  await expect(page.getByRole("button", { name: button })).toHaveCount(0);
}

async function goOnDuty(browser: Browser): Promise<Page> {
  const agent = await signIn(browser, "agent5@mangrove.example");
  await expect(agent.locator('[data-testid="desk"]:is([data-stage="off"], [data-stage="ended"])')).toBeVisible();
  await agent.keyboard.press("d");
  await expect(agent.getByTestId("duty-state")).toHaveAttribute("data-state", "ready");
  return agent;
}

async function whyNotDialled(page: Page): Promise<void> {
  await page.getByRole("tab", { name: "Contacts" }).click();
  await page.getByText("Ada Wong").click();
  const contact = page.getByRole("dialog");
  await expect(contact.getByText("Outcome is not retried")).toBeVisible();
  await expect(contact.getByRole("listitem").filter({ hasText: "Rejected" })).toHaveCount(1);
  await page.keyboard.press("Escape");
}
