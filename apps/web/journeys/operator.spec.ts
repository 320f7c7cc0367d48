import { type Browser, expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./axe.ts";

const PASSWORD = process.env.DEMO_PASSWORD ?? "";
/** Against a kept installation the journey makes a new client each time. */
const MARK = Date.now().toString(36);

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
}

const dialog = (page: Page) => page.getByRole("dialog");

test("from nothing to an agent on duty: the operator onboards a client, its owner rents seats and invites", async ({
  page,
  browser,
}) => {
  test.setTimeout(240_000);
  await signIn(page, "admin@callbay.example");
  await page.waitForURL("**/operator");

  const step = (name: string) => page.getByRole("navigation", { name: "Steps" }).getByRole("button", { name });
  await page.getByRole("link", { name: "New client" }).first().click();
  await page.getByLabel("Name", { exact: true }).fill(`Harbour Bank ${MARK}`);
  await page.getByLabel("Legal name").fill("Harbour Bank Holdings Ltd");
  await page.getByLabel("Country").click();
  await page.keyboard.type("hong kong");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Save" }).click();

  await page.getByLabel("Per seat and month, HKD").fill("680");
  await page.getByLabel("Minimum seats a day").fill("10");
  await page.getByLabel("Per call, HKD").fill("0.35");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Sign and put in force" }).click();

  // Somebody else takes it up where it was left: each step is saved by itself.
  await expect(page.getByLabel("Numbers, one in a line")).toBeFocused();
  await page.reload();
  await expect(step("Contract").getByLabel("Done")).toBeVisible();
  const line = `1${String(Date.now() % 1_000_000).padStart(6, "0")}`;
  await page.getByLabel("Numbers, one in a line").fill(`+852 2${line} Hotline\nnot a number`);
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("One line was not saved")).toBeVisible();
  await expect(page.getByText(/not a number: /)).toBeVisible();
  await expect(page.getByText(`+8522${line}`)).toBeVisible();
  await page.getByRole("button", { name: "Go on" }).click();

  await expect(page.getByLabel("Guaranteed")).toBeFocused();
  await expect(page.getByRole("combobox", { name: "PBX node" })).toContainText("can still be guaranteed");
  await page.keyboard.press("Enter");
  await page.getByLabel("Name", { exact: true }).fill("Grace Owens");
  await page.getByLabel("E-mail").fill(`grace-${MARK}@harbour.example`);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Invitation link" })).toHaveValue(/\/invite\//);
  await page.getByRole("button", { name: "Finish" }).click();

  const owner = await accept(browser, `grace-${MARK}@harbour.example`);
  await owner.waitForURL("**/w");
  await expect(owner.getByText("1 of 8 done")).toBeVisible();
  await rentSeats(owner);

  await owner.getByRole("link", { name: "People", exact: true }).click();
  await owner.getByRole("button", { name: "Invite" }).click();
  await dialog(owner).getByLabel("Name").fill("Ivy Lau");
  await dialog(owner).getByLabel("E-mail").fill(`ivy-${MARK}@harbour.example`);
  await owner.keyboard.press("Enter");
  await owner.getByRole("button", { name: "Done" }).click();
  const agent = await accept(browser, `ivy-${MARK}@harbour.example`);
  await agent.waitForURL("**/desk");

  // The seat rented a moment ago is somebody's, and works.
  await owner.getByRole("link", { name: "Seats", exact: true }).click();
  await owner.getByRole("button", { name: "Assign", exact: true }).first().click();
  await dialog(owner).getByLabel("Person").click();
  await owner.keyboard.type("ivy");
  // She became one of the people a moment ago.
  await expect(owner.getByRole("option", { name: /Ivy Lau/ })).toBeVisible();
  await owner.keyboard.press("Enter");
  await dialog(owner).getByRole("button", { name: "Assign" }).click();
  await expect(owner.getByRole("row", { name: /Ivy Lau/ })).toBeVisible();
  await agent.keyboard.press("d");
  await expect(agent.getByTestId("duty-state")).toHaveAttribute("data-state", "ready");
  await agent.keyboard.press("Shift+O");
  await expect(agent.getByTestId("duty-state")).toHaveAttribute("data-state", "off");
  await agent.context().close();
  await owner.context().close();

  await page.getByRole("link", { name: "Open the client" }).click();
  await expect(page.getByText("6 of 7 done")).toBeVisible();
});

/** Opens the invitation from the mail, as its reader would, and chooses a password. */
async function accept(browser: Browser, email: string): Promise<Page> {
  const guest = await (await browser.newContext()).newPage();
  await guest.goto("/mailbox");
  await guest.getByRole("listitem").filter({ hasText: email }).getByRole("link").click();
  await expect(guest.getByText(email)).toBeVisible();
  await expectAccessible(guest);
  await guest.getByLabel("Password").fill("a long enough password");
  await guest.getByRole("button", { name: "Accept and go on" }).click();
  return guest;
}

/** By the checklist; what they cost is said before anybody agrees. */
async function rentSeats(owner: Page): Promise<void> {
  const step = owner.getByRole("listitem").filter({ hasText: "Seats are rented" });
  await step.getByRole("link", { name: "Go there" }).click();
  await owner.getByRole("button", { name: "Rent seats" }).first().click();
  await dialog(owner).getByLabel("How many seats").fill("3");
  // The contract charges ten seats at least.
  await expect(dialog(owner).getByText("HK$6,800.00").last()).toBeVisible();
  await dialog(owner).getByRole("button", { name: "Rent 3 seats" }).click();
  await expect(owner.getByRole("button", { name: "Assign", exact: true })).toHaveCount(3);
}

test("a plan of many prices is typed by keyboard and quoted while it is typed", async ({ page }) => {
  await signIn(page, "finance@callbay.example");
  await page.goto("/operator");
  await page.getByRole("link", { name: /Fjord Energi/ }).click();
  await page.getByRole("tab", { name: /Contracts/ }).click();
  await page.getByRole("link", { name: "New contract" }).first().click();
  await page.getByLabel("Reference").fill(`FE-PLAN-${MARK}`);
  await page.getByRole("button", { name: "Remove price 2" }).click();
  // A company of Hong Kong charges none; what is typed stays.
  const tax = page.getByRole("textbox", { name: "Tax, per cent" });
  await expect(tax).toHaveValue("0");
  await tax.fill("6");
  await page.getByLabel("Per seat and month, NOK").fill("600");
  const quote = page.getByRole("complementary", { name: "What a month costs" });
  await quote.getByLabel("Seats").fill("30");
  await expect(quote.getByText("NOK 19,080.00")).toBeVisible();

  await page.getByRole("button", { name: "Add tiers" }).focus();
  await page.keyboard.press("Enter");
  await page.getByLabel("From seat number").fill("21");
  await page.getByLabel("Rate, NOK").fill("500");
  // Twenty at 600 and ten at 500, and 6 % of tax.
  await expect(quote.getByText("NOK 18,020.00")).toBeVisible();
  await page.getByLabel("Rate, NOK").press("Enter");
  await page.getByLabel("From seat number").last().fill("21");
  await page.getByRole("button", { name: "Save draft" }).click();
  await expect(page.getByText("Must be more than the row above.")).toBeVisible();
  await page.getByRole("button", { name: "Remove row 2" }).click();

  for (const price of ["Monthly package", "Commission per success", "Agent hours"]) {
    await page.getByRole("button", { name: "Add price" }).click();
    await page.getByRole("menuitem", { name: price }).click();
  }
  await page.getByLabel("Fee a month, NOK", { exact: true }).fill("2000");
  await page.getByLabel("Calls included a month").fill("3000");
  await page.getByLabel("Per call beyond, NOK").fill("0.50");
  await page.getByLabel("Per success, NOK").fill("25");
  await page.getByLabel("Per hour, NOK").fill("45");
  await quote.getByLabel("Outbound calls").fill("3100");
  await quote.getByRole("button", { name: /beyond the package/ }).click();
  await expect(quote.getByText(/100 calls × 0\.50 = 50\.00/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save draft" }).click();
  await expect(page.getByRole("heading", { level: 1, name: `FE-PLAN-${MARK}` })).toBeVisible();
  await expect(page.getByText(/2,000.00 NOK each month with 3000 chargeable outbound calls in it/)).toBeVisible();
});

test("the operator closes a period, opens a line into its seat-days, and finalises the invoice", async ({ page }) => {
  await signIn(page, "finance@callbay.example");
  await page.waitForURL("**/operator/billing");
  await page.getByRole("tab", { name: "Cost so far" }).click();
  await page
    .getByRole("row", { name: /FE-SEAT-1/ })
    .getByRole("button", { name: "Close…" })
    .click();
  const today = await dialog(page).getByLabel("Last day of the period").getAttribute("max");
  await dialog(page)
    .getByLabel("Last day of the period")
    .fill(today ?? "");
  await dialog(page).getByRole("button", { name: "Make draft" }).click();
  await page.getByRole("table", { name: "Lines" }).getByRole("button").first().click();
  await expect(page.getByRole("table", { name: "What this line stands on" }).getByRole("row").nth(1)).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: "Add a line" }).click();
  await dialog(page).getByLabel("What the client reads").fill("Goodwill for the late start");
  await dialog(page).getByLabel("Amount").fill("-10");
  await dialog(page).getByLabel("Reason").fill("Agreed on the phone");
  await dialog(page).getByRole("button", { name: "Add" }).click();
  await expect(page.getByText("Goodwill for the late start")).toBeVisible();

  // The contract gives the client days to look at it: finalising without them asks why.
  await page.getByRole("button", { name: "Finalise" }).click();
  await dialog(page).getByRole("button", { name: "Finalise" }).click();
  await dialog(page).getByLabel("Reason").fill("The client asked for it today");
  await dialog(page).getByRole("button", { name: "Finalise without the client's acceptance" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^[A-Z]+-\d{4}-\d{6}$/);
  await page.getByRole("button", { name: "Download" }).click();
  const address = (item: string) => page.getByRole("menuitem", { name: item, exact: true }).getAttribute("href");
  for (const [href, type] of [
    [await address("Invoice (PDF)"), "application/pdf"],
    [await address("Lines (CSV)"), "text/csv"],
  ] as const) {
    const file = await page.request.get(href ?? "");
    expect(file.status()).toBe(200);
    expect(file.headers()["content-type"]).toContain(type);
  }
});
