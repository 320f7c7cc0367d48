import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { ask, newcomer, signIn, tell, typeCredentials } from "./person.ts";

/**
 * What people are told when something is wrong, with everything real. That nothing is half written, that a queue drains
 * and that a log line is masked is shown nearer to where it is done; here it is what stands on the screen.
 */
const DATA = process.env.CALLBAY_DATA ?? "";
const TWO_GB = 2 * 1024 ** 3;

test.describe.configure({ timeout: 240_000 });

const dialog = (page: Page): Locator => page.getByRole("dialog");

test("a wrong file is refused in words, and an odd one is read", async ({ browser }) => {
  const page = await signIn(browser, "manager@mangrove.example");
  await page.goto(`/w/lists/${await emptyList(page)}`);
  const chosen = page.locator('input[type="file"]');
  const said = page.getByRole("alert").filter({ hasText: "This file was not taken" });
  const wide = Array.from({ length: 501 }, (_, i) => `c${i}`).join(",");
  for (const [name, text, why] of [
    ["photo.png", "PNG", "photo.png is no table. Save it as .xlsx or CSV and drop that one."],
    ["letter.csv", "%PDF-1.7\n1 0 obj", "This file is no table."],
    ["empty.csv", " \n\n", "This file is empty."],
    ["wide.csv", `${wide}\n`, "This table has more than 500 columns."],
  ] as const) {
    await chosen.setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
    await expect(said, name).toContainText(why);
    await expect(said, name).toContainText("The list is as it was.");
  }
  const large = largeFile();
  await chosen.setInputFiles(large.file);
  await expect(said).toContainText(/huge\.csv has 2[.,]\d+ GB; a file may have 512 MB/);
  large.remove();

  // Bytes that are no UTF-8, and a cell that a spreadsheet would run: data like any other.
  const odd = Buffer.from('name,phone,note\nJos\xe9 N\xfa\xf1ez,+85223456701,"=1+1"\n\xff\xfe,12,\n', "latin1");
  await chosen.setInputFiles({ name: "odd.csv", mimeType: "text/csv", buffer: odd });
  const preview = page.getByRole("dialog", { name: "Check odd.csv" });
  await expect(preview.getByRole("row", { name: /^2 José Núñez/ })).toContainText("=1+1");
  await preview.getByRole("button", { name: "Import", exact: true }).click();
  await expect(page.getByText("1 + 0 + 0 + 1 = 2 rows")).toBeVisible();
  await page.context().close();
});

async function emptyList(page: Page): Promise<string> {
  const source = { source: "A journey", consentBasis: "consent", defaultCountry: "HK" };
  return (await tell<{ listId: string }>(page, "lists.create", { name: `Wrong ${Date.now()}`, ...source })).listId;
}

/** Two gigabytes of nothing: the file system keeps no byte of it. */
function largeFile(): { file: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "callbay-huge-"));
  const file = join(folder, "huge.csv");
  writeFileSync(file, "name,phone\n");
  truncateSync(file, TWO_GB);
  return { file, remove: () => rmSync(folder, { recursive: true }) };
}

test("what is somebody else's is shown as what is nowhere", async ({ browser }) => {
  const mine = await signIn(browser, "manager@mangrove.example");
  const theirs = await signIn(browser, "manager@fjord.example");
  const listId = await emptyList(mine);
  const shown = async (address: string): Promise<string> => {
    await theirs.goto(address);
    const main = theirs.locator("main");
    await expect(main).toContainText("There is nothing here");
    return (await main.textContent()) ?? "";
  };
  const nobodys = "0198c0de-0000-7000-8000-000000000000";
  expect(await shown(`/w/lists/${listId}`)).toBe(await shown(`/w/lists/${nobodys}`));
  await mine.context().close();
  await theirs.context().close();
});

test("ten wrong passwords are enough for a while, for that account alone", async ({ browser }) => {
  const owner = await signIn(browser, "owner@mangrove.example");
  const { email } = await newcomer(owner, "Sonny Wan", { role: "viewer" });
  const page = await typeCredentials(browser, email, "wrong");
  const submit = page.locator('button[type="submit"]');
  const said = page.locator('form [role="alert"]');
  await expect(said).toContainText("do not belong together");
  for (let round = 1; round < 10; round += 1) {
    await page.locator('input[type="password"]').fill(`wrong ${round}`);
    // The sentence of the round before still stands there: what counts is this round's answer.
    const answered = page.waitForResponse((response) => response.request().method() === "POST");
    await submit.click();
    await answered;
    await expect(submit).toBeEnabled();
    await expect(said).toContainText("do not belong together");
  }
  await page.locator('input[type="password"]').fill(process.env.DEMO_PASSWORD ?? "");
  await submit.click();
  await expect(said).toContainText("Wait 15 minutes and try again");
  await expect(submit).toBeDisabled();
  // The office behind the same address works on.
  await owner.reload();
  await (await signIn(browser, "viewer@mangrove.example")).context().close();
  await page.context().close();
  await owner.context().close();
});

test("of two who edit one campaign the second is told what the first changed, and chooses", async ({ browser }) => {
  const first = await signIn(browser, "manager@mangrove.example");
  const second = await signIn(browser, "owner@mangrove.example");
  const { offers } = await ask<{ offers: { contractId: string }[] }>(first, "seats.list");
  const draft = { name: `Edited ${Date.now()}`, purpose: "new_business", contractId: offers[0]?.contractId };
  const { campaignId } = await tell<{ campaignId: string }>(first, "campaigns.create", draft);
  const address = `/w/campaigns/${campaignId}/edit`;
  const script = (page: Page) => page.getByRole("textbox", { name: "Script" });
  const save = (page: Page) => page.getByRole("button", { name: /^Save/ });
  for (const page of [first, second]) await page.goto(address);
  await script(second).fill("What the second wrote");
  await script(first).fill("What the first wrote");
  await save(first).click();
  await expect(first.getByText("There are unsaved changes.")).toHaveCount(0);

  // Before the second has pressed anything: the first's change is named, and nobody's is lost.
  const told = second.getByRole("alert").filter({ hasText: "Somebody else" });
  await expect(told).toContainText("Script (you too)");
  await expect(save(second)).toBeDisabled();
  await expect(script(second)).toHaveValue("What the second wrote");
  await told.getByRole("button", { name: "Show theirs, drop mine" }).click();
  await expect(script(second)).toHaveValue("What the first wrote");

  await script(second).fill("What the second wrote after it");
  await save(second).click();
  // Who changes nothing follows by themselves.
  await expect(script(first)).toHaveValue("What the second wrote after it");
  await first.context().close();
  await second.context().close();
});

test("while Redis hangs people sign in, and a file that is sent is imported when it is back", async ({ browser }) => {
  const page = await signIn(browser, "manager@mangrove.example");
  await page.goto(`/w/lists/${await emptyList(page)}`);
  await whileHung("redis/redis.run.json", async () => {
    await (await signIn(browser, "viewer@mangrove.example")).context().close();
    const buffer = Buffer.from("name,phone\nAda Wong,+85223456718\n");
    await page.locator('input[type="file"]').setInputFiles({ name: "one.csv", mimeType: "text/csv", buffer });
    await dialog(page).getByRole("button", { name: "Import", exact: true }).click();
    await expect(page.locator('[data-import][data-state="queued"]')).toBeVisible();
  });
  await expect(page.locator('[data-import][data-state="completed"]')).toBeVisible({ timeout: 30_000 });
  await page.context().close();
});

test("while Postgres hangs everybody is told so, and goes on where they were when it is back", async ({ browser }) => {
  const page = await signIn(browser, "manager@mangrove.example");
  const other = await signIn(browser, "viewer@mangrove.example");
  const name = `Kept ${Date.now()}`;
  await page.goto("/w/lists");
  await page.getByRole("button", { name: "New list" }).first().click();
  await dialog(page).getByLabel("Name", { exact: true }).fill(name);
  await dialog(page).getByLabel("Source").fill("A journey");
  await dialog(page).getByLabel("Default country").click();
  await page.getByRole("combobox", { name: "Find a country" }).fill("Hong Kong");
  await page.keyboard.press("Enter");
  const create = dialog(page).getByRole("button", { name: "Create" });
  await whileHung("postgres/postgres.run.json", async () => {
    await create.click();
    const opened = other.goto("/w/lists");
    await expect(dialog(page).getByText("The database does not answer just now.")).toBeVisible({ timeout: 30_000 });
    await opened;
    await expect(other.getByText("The database does not answer just now")).toBeVisible({ timeout: 30_000 });
  });
  // What was typed is still there; the page that waited comes by itself.
  await create.click();
  await page.waitForURL(/\/w\/lists\/[0-9a-f-]{36}$/);
  await expect(other.getByRole("heading", { level: 1, name: "Lists" })).toBeVisible({ timeout: 30_000 });
  await expect(other.getByRole("link", { name })).toHaveCount(1);
  await page.context().close();
  await other.context().close();
});

test("the logs of all of this have no number and no secret", async () => {
  const text = ["web", "worker", "media-bridge"]
    .map((app) => readFileSync(join(DATA, "logs", `${app}.log`), "utf8"))
    .join("\n");
  expect(text.includes("The worker is ready")).toBe(true);
  // The plan of the demo's lists: Hong Kong, mainland China, Norway, the United Kingdom.
  expect(text.match(/\+[1-9]\d{6,14}/g) ?? []).toEqual([]);
  expect(text.match(/(?:sips?:|tel:|PJSIP\/)\+?\d{7,15}/gi) ?? []).toEqual([]);
  const secrets = ["secrets.json", join("postgres", "secrets.json")].flatMap((file) =>
    Object.values(JSON.parse(readFileSync(join(DATA, file), "utf8")) as Record<string, string>),
  );
  secrets.push(readFileSync(join(DATA, "pbx.secret"), "utf8").trim());
  expect(secrets.length).toBeGreaterThan(5);
  expect(secrets.filter((secret) => secret.length >= 12 && text.includes(secret)).length).toBe(0);
});

/** Halts a part: the process that was started, which then starts no more, and what it started. @returns all of them */
function halt(pidFile: string): number[] {
  const { pid } = JSON.parse(readFileSync(join(DATA, pidFile), "utf8")) as { pid: number };
  process.kill(pid, "SIGSTOP");
  const children = readdirSync("/proc").filter((name) => {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8").split(") ")[1];
      return /^\d+$/.test(name) && stat?.split(" ")[1] === `${pid}`;
    } catch {
      // It has ended meanwhile.
      return false;
    }
  });
  return [pid, ...children.map(Number).filter(stop)];
}

/** False when it has ended meanwhile. */
function stop(pid: number): boolean {
  try {
    return process.kill(pid, "SIGSTOP");
  } catch {
    return false;
  }
}

interface Health {
  readonly status: string;
}

/** Does something while a part hangs: it takes what is sent to it, and answers nothing. Leaves everything well again. */
async function whileHung<T>(pidFile: string, work: () => Promise<T>): Promise<T> {
  const processes = halt(pidFile);
  try {
    return await work();
  } finally {
    for (const pid of processes) process.kill(pid, "SIGCONT");
    const status = async () => ((await (await fetch(`${process.env.CALLBAY_URL}/api/health`)).json()) as Health).status;
    await expect.poll(status, { timeout: 60_000 }).toBe("ok");
  }
}
