import { type Browser, expect, type Page, test } from "@playwright/test";
import { stageIs } from "./campaign.ts";
import { signIn } from "./person.ts";

/**
 * Two agents work the running demo campaign at their desks: real calls from the simulated carrier, real audio both ways.
 * Callees differ: some hang up by themselves in the middle of a step. Such a call is wrapped up like any other and the
 * next one is taken, as an agent would.
 */
/** Of a hundred callees some fourteen stay until the agent hangs up; these many calls have one for certain. */
const MOST_CALLS = 25;
const MORE_PACKETS = 40;
/** By its last two digits this callee picks up and stays. */
const EXPERT = "+8613800149010";
/** A callee may let it ring for 25 s, and so may the one after that. */
const CALL_COMES = { timeout: 120_000 };

const desk = (page: Page) => page.getByTestId("desk");
const duty = (page: Page) => page.getByTestId("duty-state");
const wrapup = (page: Page) => stageIs(page, "wrapup");

async function openDesk(browser: Browser, email: string): Promise<Page> {
  const page = await signIn(browser, email);
  await page.waitForURL("**/desk");
  await expect(stageIs(page, "off")).toBeVisible();
  return page;
}

async function goOnDuty(page: Page): Promise<void> {
  await page.keyboard.press("d");
  // The first call may be there before anybody looks.
  await expect(stageIs(page, "waiting", "talking", "wrapup")).toBeVisible();
  await expect(page.getByTestId("line-quality")).toHaveAttribute("data-phone", "inCall");
}

async function packets(page: Page): Promise<{ sent: number; received: number }> {
  const mark = page.getByTestId("line-quality");
  return {
    sent: Number(await mark.getAttribute("data-packets-sent")),
    received: Number(await mark.getAttribute("data-packets-received")),
  };
}

/** Waits for what a step leads to; false when the callee ended the call meanwhile. */
async function reaches(page: Page, selector: string): Promise<boolean> {
  const wanted = page.locator(selector);
  await expect(wanted.or(wrapup(page)).first()).toBeVisible();
  return (await wrapup(page).count()) === 0;
}

/** Both directions grow within this call; false when it ended before that could be seen. */
async function hearsBothWays(page: Page): Promise<boolean> {
  const before = await packets(page);
  await expect
    .poll(async () => {
      if ((await wrapup(page).count()) > 0) return true;
      const now = await packets(page);
      return now.sent > before.sent + MORE_PACKETS && now.received > before.received + MORE_PACKETS;
    })
    .toBe(true);
  return (await wrapup(page).count()) === 0;
}

/** Asks an outside number while the customer hears music, speaks with all, and takes the customer back. */
async function asksAnExpert(page: Page): Promise<boolean> {
  await page.keyboard.press("t");
  if (!(await reaches(page, '[data-testid="transfer-panel"]'))) return false;
  const whom = page.getByTestId("transfer-whom");
  const isAsked = await whom
    .fill(EXPERT, { timeout: 5_000 })
    .then(() => whom.press("Enter", { timeout: 5_000 }))
    .then(
      () => true,
      // The callee was quicker: the panel went with the call.
      () => false,
    );
  if (!isAsked) return false;
  const strip = (state: string) => `[data-testid="transfer-strip"][data-state="${state}"]`;
  if (!(await reaches(page, strip("consulting")))) return false;
  await page.keyboard.press("s");
  if (!(await reaches(page, strip("swapped")))) return false;
  await page.keyboard.press("c");
  if (!(await reaches(page, strip("conference")))) return false;
  await page.keyboard.press("Escape");
  return reaches(page, '[data-testid="control-transfer"][aria-pressed="false"]');
}

/** The whole of a conversation by keyboard; false when the callee ended it first. */
async function workThrough(page: Page): Promise<boolean> {
  if (!(await hearsBothWays(page))) return false;
  await page.keyboard.press("m");
  if (!(await reaches(page, '[data-testid="control-mute"][aria-pressed="true"]'))) return false;
  await page.keyboard.press("m");
  if (!(await reaches(page, '[data-testid="control-mute"][aria-pressed="false"]'))) return false;
  await page.keyboard.press("h");
  if (!(await reaches(page, '[data-testid="desk"][data-stage="held"]'))) return false;
  await page.keyboard.press("h");
  if (!(await reaches(page, '[data-testid="desk"][data-stage="talking"]'))) return false;
  if (!(await hearsBothWays(page))) return false;
  if (!(await asksAnExpert(page))) return false;
  await page.keyboard.press("k");
  if (!(await reaches(page, '[data-testid="keypad"]'))) return false;
  await page.keyboard.press("5");
  await page.keyboard.press("#");
  await expect(page.getByTestId("keypad").locator("output").or(wrapup(page)).first()).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Shift+E");
  return true;
}

/** "Not interested", which asks for the reason. */
const REFUSED = 3;

/** Chooses the disposition with this number by its key, and sends it by Enter. */
async function dispose(page: Page, number: number): Promise<void> {
  await expect(wrapup(page)).toBeVisible();
  const choice = page.getByRole("radio").nth(number - 1);
  await expect(choice).toBeVisible();
  await page.keyboard.press(String(number));
  await expect(choice).toBeChecked();
  await page.keyboard.press("Enter");
  if (number === REFUSED) {
    // Nothing is sent: the first Enter leads to what is missing.
    const reason = page.getByTestId("disposition-fields").getByRole("radio").first();
    await expect(reason).toBeFocused();
    await page.keyboard.press("Space");
    await expect(reason).toBeChecked();
    await page.keyboard.press("Enter");
  }
  await expect(wrapup(page)).toHaveCount(0);
}

async function nextCall(page: Page): Promise<string> {
  await expect(stageIs(page, "talking", "wrapup")).toBeVisible(CALL_COMES);
  // The contact is on the screen with the call.
  await expect(page.getByTestId("contact-name")).toBeVisible();
  return (await page.getByTestId("call-column").getAttribute("data-call")) ?? "";
}

/** Takes calls until one lasted through every step; answers the ids of all calls taken. */
async function takeCalls(page: Page, note: string): Promise<string[]> {
  const calls: string[] = [];
  while (calls.length < MOST_CALLS) {
    calls.push(await nextCall(page));
    const isWhole = await workThrough(page);
    if (isWhole) {
      await expect(wrapup(page)).toBeVisible();
      await page.keyboard.press("n");
      // Digits and letters in the note are text, not keys of the desk.
      await page.keyboard.type(note);
      await expect(page.locator("#desk-field-note")).toHaveValue(note);
      await page.keyboard.press("Enter");
    }
    await dispose(page, isWhole ? 1 : REFUSED);
    if (isWhole) return calls;
  }
  throw new Error(`none of ${calls.length} callees stayed on the line`);
}

test("two agents take calls at their desks, by keyboard", async ({ browser }) => {
  test.setTimeout(420_000);
  const pages = await Promise.all([
    openDesk(browser, "agent1@mangrove.example"),
    openDesk(browser, "agent2@mangrove.example"),
  ]);
  // What the server refused or failed at would leave a desk with yesterday's news.
  const troubles: string[] = [];
  for (const page of pages)
    page.on("response", (answer) => {
      if (answer.status() === 429 || answer.status() >= 500) troubles.push(`${answer.status()} ${answer.url()}`);
    });
  await Promise.all(pages.map(goOnDuty));
  const taken = await Promise.all(pages.map((page, index) => takeCalls(page, `Note 123 mhk of agent ${index + 1}`)));

  // Nobody was given another's call.
  const all = taken.flat();
  expect(new Set(all).size).toBe(all.length);

  for (const [index, page] of pages.entries()) {
    await test.step(`agent ${index + 1} gets the next call, then goes off after it`, async () => {
      await nextCall(page);
      await page.keyboard.press("Shift+O");
      await expect(page.getByRole("button", { name: /^Off duty/ })).toBeDisabled();
      await expect(stageIs(page, "talking", "wrapup")).toBeVisible();
      await page.keyboard.press("Shift+E");
      await dispose(page, 2);
      await expect(stageIs(page, "off")).toBeVisible();
      await expect(duty(page)).toHaveAttribute("data-state", "off");
      await expect(page.getByTestId("line-quality")).toHaveAttribute("data-phone", "off");
      expect(troubles).toEqual([]);
      await expect(page.getByTestId("recent-calls").getByText("Booked").first()).toBeVisible();
      await page.context().close();
    });
  }
});

test("the desk is one tab's, and can be taken over", async ({ browser }) => {
  const first = await openDesk(browser, "agent3@mangrove.example");
  const second = await first.context().newPage();
  await second.goto("/desk");
  await expect(stageIs(second, "elsewhere")).toBeVisible();
  await second.getByRole("button", { name: "Use it here" }).click();
  await expect(stageIs(second, "off")).toBeVisible();
  await expect(stageIs(first, "taken")).toBeVisible();
  await expect(desk(first)).toBeVisible();
  await first.context().close();
});

test("a refused microphone is named, and nobody goes on duty without one", async ({ browser }) => {
  const page = await openDesk(browser, "agent4@mangrove.example");
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException("Permission denied", "NotAllowedError"));
  });
  await page.keyboard.press("d");
  await expect(stageIs(page, "microphone")).toBeVisible();
  await expect(page.getByRole("heading", { name: "The browser does not allow the microphone" })).toBeVisible();
  await expect(duty(page)).toHaveAttribute("data-state", "off");
  await page.context().close();
});
