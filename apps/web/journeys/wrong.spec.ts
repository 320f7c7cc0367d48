import { readdirSync, readFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { ask, signIn } from "./person.ts";

/**
 * What people are told when things are wrong, with everything real: bad files, wrong passwords, Redis and Postgres that
 * hang. It comes after the other journeys by its name, so that the logs that it reads are those of all of them.
 */
const URL_OF = process.env.CALLBAY_URL ?? "";
const DATA = process.env.CALLBAY_DATA ?? "";
const PASSWORD = process.env.DEMO_PASSWORD ?? "";
const OWN_PAGE = { origin: URL_OF };
const TWO_GB = 2 * 1024 ** 3;

interface Refused {
  readonly error: { readonly code: string; readonly message: string };
}

async function newList(page: Page, name: string): Promise<string> {
  const { status, body } = await change(page, "lists.create", {
    name,
    source: "journey",
    consentBasis: "consent",
    defaultCountry: "HK",
  });
  expect(status).toBe(200);
  return (body as { result: { data: { json: { listId: string } } } }).result.data.json.listId;
}

async function change(page: Page, procedure: string, input: object): Promise<{ status: number; body: unknown }> {
  const response = await page.request.post(`/api/trpc/${procedure}`, { data: { json: input }, headers: OWN_PAGE });
  return { status: response.status(), body: await response.json() };
}

async function upload(page: Page, listId: string, file: { name: string; bytes: Buffer; hold?: boolean }) {
  const response = await page.request.post(`/api/upload?listId=${listId}${file.hold === false ? "" : "&hold=1"}`, {
    data: file.bytes,
    headers: { ...OWN_PAGE, "x-file-name": file.name, "content-type": "application/octet-stream" },
  });
  return { status: response.status(), body: (await response.json()) as Refused & { importId: string } };
}

test("a wrong file is refused in words, and an odd one is read", async ({ browser }) => {
  const page = await signIn(browser, "manager@mangrove.example");
  const listId = await newList(page, `Wrong files ${Date.now()}`);
  const wide = Array.from({ length: 501 }, (_, i) => `c${i}`).join(",");
  const refused = {
    "letter.csv": ["FILE_NOT_A_TABLE", Buffer.from("%PDF-1.7\n1 0 obj")],
    "empty.csv": ["FILE_EMPTY", Buffer.from(" \n\n")],
    "wide.csv": ["TOO_MANY_COLUMNS", Buffer.from(`${wide}\n`)],
  } as const;
  for (const [name, [code, bytes]] of Object.entries(refused)) {
    const { status, body } = await upload(page, listId, { name, bytes });
    expect([status, body.error?.code], name).toEqual([400, code]);
    expect(body.error.message, name).toMatch(/Nothing was imported/);
  }
  expect(await declares(page, listId, TWO_GB)).toMatchObject({ status: 400, code: "FILE_TOO_LARGE" });

  // Bytes that are no UTF-8, and a cell that a spreadsheet would run: data like any other.
  const odd = Buffer.concat([
    Buffer.from('name,phone,note\nJos\xe9 N\xfa\xf1ez,+85223456701,"=HYPERLINK(""http://a.test"",""x"")"\n', "latin1"),
    Buffer.from([0xff, 0xfe, 0x2c, 0x31, 0x32, 0x0a]),
  ]);
  const { status, body } = await upload(page, listId, { name: "odd.csv", bytes: odd, hold: false });
  expect(status).toBe(200);
  await expect
    .poll(async () => (await importOf(page, listId, body.importId))?.state, { timeout: 30_000 })
    .toBe("completed");
  expect(await importOf(page, listId, body.importId)).toMatchObject({ processed: 2, accepted: 1, rejected: 1 });
});

interface Import {
  readonly id: string;
  readonly state: string;
  readonly processed: number;
  readonly accepted: number;
  readonly rejected: number;
}

async function importOf(page: Page, listId: string, importId: string): Promise<Import | undefined> {
  const imports = await ask<Import[]>(page, "lists.imports", { listId });
  return imports.find(({ id }) => id === importId);
}

/** Says that so much will come and sends a piece of it: the answer must not wait for the rest. */
async function declares(page: Page, listId: string, bytes: number): Promise<{ status: number; code: string }> {
  const cookies = await page.context().cookies();
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      `${URL_OF}/api/upload?listId=${listId}`,
      {
        method: "POST",
        headers: {
          ...OWN_PAGE,
          cookie: cookies.map(({ name, value }) => `${name}=${value}`).join("; "),
          "x-file-name": "huge.csv",
          "content-length": String(bytes),
        },
      },
      (response) => {
        const pieces: Buffer[] = [];
        response.on("data", (piece: Buffer) => pieces.push(piece));
        response.on("end", () => {
          const { error } = JSON.parse(Buffer.concat(pieces).toString()) as Refused;
          resolve({ status: response.statusCode ?? 0, code: error.code });
          sent.destroy();
        });
      },
    );
    sent.on("error", reject);
    sent.write("name,phone\n");
  });
}

test("an id of somebody else's answers as one that nobody has", async ({ browser }) => {
  const [mine, theirs] = [
    await signIn(browser, "manager@mangrove.example"),
    await signIn(browser, "manager@fjord.example"),
  ];
  const listId = await newList(mine, `Ours alone ${Date.now()}`);
  const foreign = await upload(theirs, listId, { name: "a.csv", bytes: Buffer.from("name,phone\n") });
  const nobodys = await upload(theirs, "0198c0de-0000-7000-8000-000000000000", {
    name: "a.csv",
    bytes: Buffer.from("name,phone\n"),
  });
  expect([foreign.status, foreign.body]).toEqual([nobodys.status, nobodys.body]);
  expect(foreign.status).toBe(404);
});

test("ten wrong passwords are enough for a while, for that account from that address alone", async ({ browser }) => {
  const page = await (await browser.newContext()).newPage();
  await page.goto("/sign-in");
  await page.locator('input[type="email"]').fill("agent6@mangrove.example");
  const submit = page.locator('button[type="submit"]');
  for (let round = 0; round < 10; round += 1) {
    await page.locator('input[type="password"]').fill(`wrong ${round}`);
    const answered = page.waitForResponse((one) => one.url().includes("/callback/credentials"));
    await submit.click();
    await answered;
    await expect(refusalOn(page)).toContainText("do not belong together");
  }
  await page.locator('input[type="password"]').fill(PASSWORD);
  await submit.click();
  await expect(refusalOn(page)).toContainText(/minutes/);
  // The office behind the same address works on.
  await (await signIn(browser, "agent5@mangrove.example")).context().close();
});

/** What the sign-in page says of a try. */
const refusalOn = (page: Page) => page.locator('form [role="alert"] p');

/** Processes of a part: the one that was started and what it started. */
function processesOf(pidFile: string): number[] {
  const { pid } = JSON.parse(readFileSync(join(DATA, pidFile), "utf8")) as { pid: number };
  const children = readdirSync("/proc").filter((name) => {
    try {
      return (
        /^\d+$/.test(name) && readFileSync(`/proc/${name}/stat`, "utf8").split(") ")[1]?.split(" ")[1] === `${pid}`
      );
    } catch {
      return false;
    }
  });
  return [pid, ...children.map(Number)];
}

/** Does something while a part hangs: it takes what is sent to it, and answers nothing. */
async function whileHung<T>(pidFile: string, work: () => Promise<T>): Promise<T> {
  const processes = processesOf(pidFile);
  for (const pid of processes) process.kill(pid, "SIGSTOP");
  try {
    return await work();
  } finally {
    for (const pid of processes) process.kill(pid, "SIGCONT");
  }
}

const ONE_CONTACT = Buffer.from("name,phone\nAda Wong,+85223456718\n");

test("while Redis hangs people sign in and upload, and what they sent is done afterwards", async ({ browser }) => {
  const page = await signIn(browser, "manager@mangrove.example");
  const listId = await newList(page, `Queue ${Date.now()}`);
  const importId = await whileHung("redis/redis.run.json", async () => {
    const [other, { status, body }] = await Promise.all([
      signIn(browser, "viewer@mangrove.example"),
      upload(page, listId, { name: "one.csv", bytes: ONE_CONTACT, hold: false }),
    ]);
    await other.context().close();
    expect(status).toBe(200);
    return body.importId;
  });
  await expect.poll(async () => (await importOf(page, listId, importId))?.state, { timeout: 30_000 }).toBe("completed");
});

test("while Postgres hangs everybody is told so, and nothing is half written", async ({ browser }) => {
  const page = await signIn(browser, "manager@mangrove.example");
  const name = `Half ${Date.now()}`;
  const listId = await newList(page, `Whole ${Date.now()}`);
  const visitor = await (await browser.newContext()).newPage();
  await visitor.goto("/sign-in");
  await visitor.locator('input[type="email"]').fill("viewer@mangrove.example");
  await visitor.locator('input[type="password"]').fill(PASSWORD);
  const [made, sent, said] = await whileHung("postgres/postgres.run.json", () =>
    Promise.all([
      change(page, "lists.create", { name, source: "journey", consentBasis: "consent", defaultCountry: "HK" }),
      upload(page, listId, { name: "one.csv", bytes: ONE_CONTACT }),
      sayOnSignIn(visitor),
    ]),
  );
  expect(made.status).toBe(503);
  expect(JSON.stringify(made.body)).toContain("DATABASE_UNAVAILABLE");
  expect([sent.status, sent.body.error.code]).toEqual([503, "DATABASE_UNAVAILABLE"]);
  expect(said).toMatch(/database does not answer/);
  const lists = await ask<{ name: string }[]>(page, "lists.list");
  expect(lists.map((one) => one.name)).not.toContain(name);
  await newList(page, name);
});

async function sayOnSignIn(page: Page): Promise<string> {
  await page.locator('button[type="submit"]').click();
  await expect(refusalOn(page)).toBeVisible();
  return (await refusalOn(page).textContent()) ?? "";
}

test("the logs of all of this say whose calls, and no number or secret", () => {
  const text = ["web", "worker", "media-bridge"]
    .map((app) => readFileSync(join(DATA, "logs", `${app}.log`), "utf8"))
    .join("\n");
  // The plan of the demo's lists: Hong Kong, mainland China, Norway, the United Kingdom.
  expect(text.match(/\+[1-9]\d{6,14}/g) ?? []).toEqual([]);
  expect(text.match(/(?:sips?:|tel:|PJSIP\/)\+?\d{7,15}/gi) ?? []).toEqual([]);
  const secrets = Object.values(JSON.parse(readFileSync(join(DATA, "secrets.json"), "utf8")) as Record<string, string>);
  const database = JSON.parse(readFileSync(join(DATA, "postgres", "secrets.json"), "utf8")) as Record<string, string>;
  const all = [...secrets, ...Object.values(database), readFileSync(join(DATA, "pbx.secret"), "utf8").trim()];
  expect(all.length).toBeGreaterThan(5);
  expect(all.filter((secret) => secret.length >= 12 && text.includes(secret)).length).toBe(0);
  const ended = text
    .split("\n")
    .filter((line) => line.includes('"the call ended"'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(ended.length).toBeGreaterThan(0);
  for (const line of ended)
    expect([typeof line.tenantId, typeof line.campaignId, typeof line.callId]).toEqual(["string", "string", "string"]);
});
