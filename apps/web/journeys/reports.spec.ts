import { readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import ExcelJS from "exceljs";
import { signIn } from "./person.ts";

/** The campaign of the demo's past: over, so that its figures stand still while others dial. */
const CAMPAIGN = /^Booking desk/;

/** A duration of a workbook is read as a time of its first day. */
const DAY_0 = Date.UTC(1899, 11, 30);

const report = (page: Page) => page.getByRole("table", { name: "Reports", exact: true });
const row = (page: Page) => report(page).getByRole("row", { name: CAMPAIGN });

async function choose(page: Page, what: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: what, exact: true }).click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

/** The figures of the campaign's row as they stand on the screen, under the names of their columns. */
async function shown(page: Page): Promise<{ heads: string[]; cells: string[] }> {
  const texts = (all: string[]) => all.map((text) => text.trim());
  return {
    heads: texts(await report(page).locator("thead th").allTextContents()),
    cells: texts(await row(page).locator("td").allTextContents()),
  };
}

/** A value of a file as the screen would show it beside this text: a share, a clock, or a count. */
function asShown(beside: string, value: unknown, secondsOf: (value: number) => number): string {
  if (value === null || value === undefined || value === "") return "—";
  if (beside.endsWith("%")) return `${(Number(value) * 100).toFixed(1)}%`;
  if (!beside.includes(":")) return Number(value).toLocaleString("en-GB");
  const seconds = Math.floor(secondsOf(Number(value)) + 1e-6);
  const [h, m, s] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (part: number) => String(part).padStart(2, "0");
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

async function take(page: Page, what: string): Promise<Buffer> {
  await page.getByRole("button", { name: "Export" }).click();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: what, exact: true }).click(),
  ]);
  return readFileSync(await file.path());
}

/** Both files have the screen's columns, and in the campaign's row the screen's figures. */
async function compareFiles(page: Page): Promise<void> {
  const { heads, cells } = await shown(page);
  const csv = (await take(page, "CSV")).toString("utf8").replace("\uFEFF", "").trim().split("\r\n");
  const [csvHeads = [], ...csvRows] = csv.map((line) => line.split(","));
  expect(csvHeads.map((name) => name.replace(" (seconds)", ""))).toEqual(heads);
  const inCsv = csvRows.find(([name]) => CAMPAIGN.test(name ?? "")) ?? [];
  expect(inCsv.slice(1).map((value, i) => asShown(cells[i + 1] ?? "", value, (seconds) => seconds))).toEqual(
    cells.slice(1),
  );

  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(new Uint8Array(await take(page, "Excel (XLSX)")).buffer);
  const sheet = workbook.worksheets[0];
  const lines: unknown[][] = [];
  sheet?.eachRow((line) => lines.push((line.values as unknown[]).slice(1)));
  const inXlsx = lines.find(([name]) => CAMPAIGN.test(String(name))) ?? [];
  expect(lines[0]).toEqual(heads);
  expect(cells.slice(1).map((text, i) => asShown(text, inXlsx[i + 1], (time) => (time - DAY_0) / 1_000))).toEqual(
    cells.slice(1),
  );
}

/** Kept with a schedule, and mailed at once to see how it looks. */
async function mailIt(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "Save report" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("Name", { exact: true }).fill(name);
  await choose(page, "Send it by mail", "Every day");
  await form.getByRole("button", { name: "Save", exact: true }).click();
  await expect(form).toHaveCount(0);
  await page.getByRole("button", { name: "Saved reports" }).click();
  const kept = page.getByRole("dialog").getByRole("listitem").filter({ hasText: name });
  await expect(kept).toContainText("Next mail");
  await kept.getByRole("button", { name: "Send now" }).click();
  await expect(kept).toContainText("Last mail");
  await page.keyboard.press("Escape");

  await page.goto("/mailbox");
  const mail = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: `Report: ${name}` }) });
  await expect(mail).toContainText("owner@mangrove.example");
}

test("an owner asks for a report, looks behind a figure, takes it away as files and has it mailed", async ({
  browser,
}) => {
  const name = `Campaigns ${Date.now()}`;
  const page = await signIn(browser, "owner@mangrove.example");
  await page.goto("/w/reports");
  await choose(page, "Period", "Last 7 days");
  await choose(page, "Rows", "Campaign");
  await expect(row(page)).toBeVisible();
  const { heads, cells } = await shown(page);
  const dialled = Number(cells[heads.indexOf("Dialled")]);
  expect(dialled).toBeGreaterThan(0);

  await test.step("behind the figure are just its calls", async () => {
    await row(page).getByRole("link", { name: CAMPAIGN }).click();
    const calls = page.getByRole("table", { name: "Calls", exact: true });
    await expect(calls.locator("tr[data-row]")).toHaveCount(dialled);
    await page.goBack();
    await expect.poll(async () => (await shown(page)).cells).toEqual(cells);
  });
  await test.step("the files say what the screen says", () => compareFiles(page));
  await test.step("saved, scheduled and mailed", () => mailIt(page, name));
  await test.step("the dictionary says how a figure is made", async () => {
    await page.goto("/w/reports");
    await page.getByRole("button", { name: "More", exact: true }).click();
    await page.getByRole("menuitem", { name: "Dictionary" }).click();
    await expect(page.getByRole("row", { name: /^Occupancy/ })).toContainText("Pauses are no part of it.");
  });
});
