import { readFileSync } from "node:fs";
import { type Browser, expect, type Locator, type Page, test } from "@playwright/test";
import { campaignOfOne, endLastCall, stageIs } from "./campaign.ts";
import { ask, newcomer, signIn, tell } from "./person.ts";

const CONTRACT = "MT-SEAT-1";
/** By its number this contact picks up soon and stays until the agent hangs up; nobody else's journey calls it. */
const STAYS = "C10596";
const DISPUTED = "We were joined to a fax. This is no call.";
const ANSWER = "True, the recording has only the tone. We take it off.";
const GIVEN_BACK = "0.85";

/** Two people at their screens from the beginning to the end: nobody reloads, each sees what the other did. */
interface Desks {
  readonly operator: Page;
  readonly client: Page;
}

const dialog = (page: Page): Locator => page.getByRole("dialog");
/** A line of an invoice, by its button. */
const lines = (page: Page): Locator => page.getByRole("button", { name: /Show the \d+ records? behind it/ });
const usage = (page: Page): Locator => page.getByRole("table", { name: "What this line stands on" });

test.use({ actionTimeout: 30_000 });

test("from cost so far to paid: review, a call disputed and given back, card, statement, ledger", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  await test.step("somebody is talked to under the contract", () => talk(browser));
  const desks: Desks = await open(browser);
  const { operator, client } = desks;
  await test.step("the client reads what it costs so far", () => readCostSoFar(client));
  const draft = await test.step("the operator closes the period and shows it to the client", () => close(operator));
  await test.step("the client opens each line, hears a call and disputes it", () => review(client));
  await test.step("the operator gives the call back", () => answer(operator));
  await test.step("the client reads the answer and accepts", () => accept(client));
  const number = await test.step("the operator finalises", () => finalise(operator, draft));
  await test.step("the client takes the documents away", () => download(client, number));
  await test.step("the client pays by card, and the page says so by itself", () => pay(client));
  await test.step("statement and ledger agree", () => reconcile(desks, number));
  await client.context().close();
  await operator.context().close();
});

/** One recorded call that the contract counts, by an agent whom nobody else knows, on a seat that is free. */
async function talk(browser: Browser): Promise<void> {
  const owner = await signIn(browser, "owner@mangrove.example");
  const { email } = await newcomer(owner, "Gloria Lim", { role: "agent" });
  const people = await ask<{ items: { membershipId: string; email: string }[] }>(owner, "people.list");
  const agent = people.items.find((person) => person.email === email)?.membershipId ?? "";
  const seats = await ask<{ items: { leaseId: string; assignedTo: object | null }[] }>(owner, "seats.list");
  const leaseId = seats.items.find(({ assignedTo }) => assignedTo === null)?.leaseId;
  await tell(owner, "seats.assign", { leaseId, membershipId: agent });
  await campaignOfOne(browser, owner, { name: `To be invoiced ${Date.now()}`, agent, contact: STAYS });
  const desk = await signIn(browser, email);
  await expect(stageIs(desk, "off")).toBeVisible();
  await desk.keyboard.press("d");
  await expect(stageIs(desk, "talking")).toBeVisible({ timeout: 30_000 });
  // A shorter one is not charged.
  await expect(desk.getByRole("timer", { name: "Talk time" })).toHaveText(/^(?!0:0[0-3]$)\d+:\d\d$/);
  await endLastCall(desk, 1);
  await desk.context().close();
  await owner.context().close();
}

async function open(browser: Browser): Promise<Desks> {
  const operator = await signIn(browser, "finance@callbay.example");
  const client = await signIn(browser, "finance@mangrove.example");
  await client.goto("/w/invoices");
  return { operator, client };
}

async function readCostSoFar(page: Page): Promise<void> {
  const cost = page.getByTestId(`cost-${CONTRACT}`);
  await expect(cost.getByText(/\b[1-9]\d* chargeable calls?/)).toBeVisible();
  await expect(cost.getByText("Expected for the whole month").first()).toBeVisible();
  await cost.getByText(CONTRACT).click();
  await expect(cost.getByText("How it was reckoned")).toBeVisible();
  await expect(cost.getByRole("listitem").filter({ hasText: /\d calls? × 0\.85/ })).toBeVisible();
}

/** Closes the open period through today, and opens the review. @returns the draft's address */
async function close(page: Page): Promise<string> {
  await page.goto("/operator/billing?part=soFar");
  const row = page.getByRole("table", { name: "Open periods" }).getByRole("row", { name: new RegExp(CONTRACT) });
  await row.getByRole("button", { name: "Close…" }).click();
  const lastDay = dialog(page).getByLabel("Last day of the period");
  await lastDay.fill((await lastDay.getAttribute("max")) ?? "");
  await dialog(page).getByRole("button", { name: "Make draft" }).click();
  await page.waitForURL(/\/operator\/billing\/.+\/.+/);
  await page.getByRole("button", { name: "Open review" }).click();
  await dialog(page).getByRole("button", { name: "Open review" }).click();
  await expect(page.getByText("In review", { exact: true }).first()).toBeVisible();
  return page.url();
}

async function review(page: Page): Promise<void> {
  const waits = page.getByText(`An invoice of contract ${CONTRACT} waits for your word until`);
  await expect(waits).toBeVisible();
  await page.getByTestId(`waits-${CONTRACT}`).getByRole("link", { name: "Look at it" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Invoice in review" })).toBeVisible();
  await openLines(page);

  // The line of calls is open now.
  const heard = usage(page)
    .locator("tr[data-row]")
    .filter({ has: page.getByRole("button", { name: "Play the recording" }) })
    .first();
  await heard.getByRole("button", { name: "Play the recording" }).click();
  await expect
    .poll(() =>
      dialog(page)
        .locator("audio")
        .evaluate((audio: HTMLAudioElement) => audio.currentTime),
    )
    .toBeGreaterThan(0);
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toHaveCount(0);

  await heard.getByRole("button", { name: "Dispute this record" }).click();
  await dialog(page).getByLabel("What is wrong").fill(DISPUTED);
  await dialog(page).getByRole("button", { name: "Dispute", exact: true }).click();
  await expect(page.getByText("1 dispute waits for the operator's answer.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Accept" })).toBeDisabled();
}

/** Each line says how many records it stands on, and opens into exactly these; the calls last. */
async function openLines(page: Page): Promise<void> {
  await expect(lines(page).first()).toBeVisible();
  const calls = lines(page).filter({ hasText: /\bcalls?\b/ });
  await expect(calls).toHaveCount(1);
  for (const line of [
    ...(await lines(page)
      .filter({ hasNotText: /\bcalls?\b/ })
      .all()),
    calls,
  ]) {
    const count = Number(/Show the (\d+) record/.exec((await line.textContent()) ?? "")?.[1]);
    await line.click();
    await expect(line).toHaveAttribute("aria-expanded", "true");
    await expect(usage(page).locator("tr[data-row]")).toHaveCount(Math.min(count, 100));
  }
}

async function answer(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Answer" }).click();
  await expect(page.getByText(DISPUTED).first()).toBeVisible();
  await page.getByRole("radio", { name: /Adjust this invoice/ }).check();
  await page.getByLabel(/^Amount, HKD/).fill(GIVEN_BACK);
  await page.getByLabel(/^Reason/).fill(ANSWER);
  await page.getByRole("button", { name: "Answer", exact: true }).click();
  await expect(page.getByText("No open dispute")).toBeVisible();
}

async function accept(page: Page): Promise<void> {
  await expect(page.getByText(`Answer: ${ANSWER}`)).toBeVisible();
  const line = page.getByRole("table", { name: "Lines" }).getByRole("row").filter({ hasText: ANSWER });
  await expect(line).toContainText(new RegExp(`[-−]\\D*${GIVEN_BACK}`));
  await page.getByRole("button", { name: "Accept" }).click();
  await dialog(page).getByRole("button", { name: "Accept" }).click();
  await expect(page.getByText(/^Accepted on .*Felix Ng/)).toBeVisible();
}

/** @returns the number that the invoice got */
async function finalise(page: Page, draft: string): Promise<string> {
  await page.goto("/operator/billing");
  const row = page.getByRole("table", { name: "Closing board" }).getByRole("row", { name: new RegExp(CONTRACT) });
  await row.getByRole("link", { name: "Finalise" }).click();
  await page.waitForURL(draft);
  await page.getByRole("button", { name: "Finalise" }).click();
  await dialog(page).getByRole("button", { name: "Finalise" }).click();
  const heading = page.getByRole("heading", { level: 1, name: /-\d{6}$/ });
  await expect(heading).toBeVisible();
  return ((await heading.textContent()) ?? "").trim();
}

async function download(page: Page, number: string): Promise<void> {
  await expect(page.getByRole("heading", { level: 1, name: number })).toBeVisible();
  const taken = async (what: string): Promise<{ name: string; bytes: Buffer }> => {
    await page.getByRole("button", { name: "Download" }).click();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: what, exact: true }).click(),
    ]);
    return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
  };
  const pdf = await taken("Invoice (PDF)");
  expect(pdf.name).toBe(`${number}.pdf`);
  expect(pdf.bytes.subarray(0, 5).toString()).toBe("%PDF-");
  const workbook = await taken("Workbook with formulas (XLSX)");
  expect(workbook.name).toBe(`${number}.xlsx`);
  expect(workbook.bytes.subarray(0, 4).toString("latin1")).toBe("PK\x03\x04");
  const ubl = await taken("E-invoice, UBL (XML)");
  expect(ubl.bytes.toString("utf8").slice(0, 200)).toMatch(/^<\?xml [\s\S]*<(\w+:)?Invoice\b/);
  expect(ubl.bytes.toString("utf8")).toContain(`>${number}<`);
  const csv = await taken("Lines (CSV)");
  const rows = csv.bytes.toString("utf8").trim().split("\r\n");
  // An open line has a row of its own for what is behind it, of one cell.
  const shown = await page.locator('table[aria-label="Lines"] > tbody > tr:has(> td:nth-child(3))').count();
  expect(rows.filter((row) => row.includes(number))).toHaveLength(shown);
}

/** The provider's news is kept back until the client is on its invoice again: nobody then touches the page. */
async function pay(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Pay by card" }).click();
  await page.waitForURL(/\/pay\//);
  const provider = new URL(page.url()).origin;
  await page.request.post(`${provider}/_control/hold`);
  await page.getByRole("radio", { name: /4242/ }).check();
  await page.getByRole("button", { name: /^Pay / }).click();
  await page.waitForURL(/\/w\/invoices\/.*payment=done/);
  await expect(page.getByText("The payment is on its way.")).toBeVisible();
  await page.request.post(`${provider}/_control/release?order=reverse&times=2`);
  await expect(page.getByText("Paid", { exact: true }).first()).toBeVisible();
  await expect(page.getByText("The payment is on its way.")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Pay by card" })).toHaveCount(0);
}

async function reconcile({ operator, client }: Desks, number: string): Promise<void> {
  await client.goto("/w/payments");
  const statement = client.getByRole("table", { name: "Statement of account HKD" });
  const about = statement.getByRole("row").filter({ hasText: number });
  await expect(about).toHaveCount(2);
  const amounts = await about.locator("td:nth-child(3)").allTextContents();
  const [invoiced, paid] = amounts.map((text) => text.replace("−", "-").replace(/[^\d.-]/g, ""));
  expect(paid).toBe(`-${invoiced}`);
  // Everything that Mangrove was ever invoiced is paid.
  await expect(statement.getByRole("row").filter({ hasText: "Closing balance" })).toContainText(/\D0\.00/);

  await operator.goto("/operator/ledger");
  await expect(operator.getByText(/^The ledger balances: \d+ transactions/)).toBeVisible();
  await operator.getByRole("button", { name: "Check settlements" }).click();
  await expect(dialog(operator).getByText(/settlements equal the ledger/)).toBeVisible();
}
