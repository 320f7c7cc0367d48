import { readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { signIn } from "./person.ts";

const CONTRACT = "MT-SEAT-1";

test("finance closes a period, and the client's finance takes the invoice apart", async ({ browser }) => {
  const operator = await signIn(browser, "finance@callbay.example");
  const number = await issueInvoice(operator);
  await operator.context().close();

  const client = await signIn(browser, "finance@mangrove.example");
  await client.goto("/w/invoices");
  await client.getByRole("link", { name: number }).click();
  await expect(client.getByRole("heading", { name: number })).toBeVisible();

  const pdf = await download(client, "Download PDF");
  expect(pdf.name).toBe(`${number}.pdf`);
  expect(pdf.bytes.subarray(0, 5).toString()).toBe("%PDF-");
  const lines = await download(client, "Lines (CSV)");
  const rows = lines.bytes.toString("utf8").trim().split("\r\n");
  const shown = await client.getByRole("table", { name: "Lines" }).locator("tbody tr").count();
  expect(rows).toHaveLength(shown + 1);
  expect(rows.slice(1).every((row) => row.includes(number))).toBe(true);

  await openLine(client);
});

/** Closes the open period through today into a draft, and finalises it. @returns the invoice's number */
async function issueInvoice(page: Page): Promise<string> {
  await page.goto("/operator/billing");
  const open = page.getByRole("table", { name: "Open periods" }).getByRole("row", { name: new RegExp(CONTRACT) });
  await open.getByRole("button", { name: /Close/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Make draft" }).click();
  await page.waitForURL(/\/operator\/billing\/.+\/.+/);
  await page.getByRole("button", { name: "Finalise" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Finalise" }).click();
  const heading = page.getByRole("heading", { level: 1, name: /-\d{6}$/ });
  await expect(heading).toBeVisible();
  return ((await heading.textContent()) ?? "").trim();
}

async function download(page: Page, link: string): Promise<{ name: string; bytes: Buffer }> {
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: link }).click()]);
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

/** A line says how many records it stands on, opens into exactly these, and a call opens as itself. */
async function openLine(page: Page): Promise<void> {
  const lines = page.getByRole("button", { name: /Show the \d+ records? behind it/ });
  // The agents' journey has talked to people under this contract.
  await expect(lines.filter({ hasText: /calls/ })).toHaveCount(1);
  for (const line of await lines.all()) {
    const text = (await line.textContent()) ?? "";
    const count = Number(/Show the (\d+) record/.exec(text)?.[1]);
    await line.click();
    const sheet = page.getByRole("dialog");
    await expect(sheet.locator("tbody tr[data-row]")).toHaveCount(Math.min(count, 100));
    if (/calls/.test(text)) {
      await sheet.getByRole("link").first().click();
      await expect(page.getByText("What happened")).toBeVisible();
      await page.goBack();
      await expect(lines.first()).toBeVisible();
    } else {
      await page.keyboard.press("Escape");
      await expect(sheet).toHaveCount(0);
    }
  }
}
