import { type Browser, expect, type Page, test } from "@playwright/test";
import { campaignOfOne, endLastCall, runningCampaign, stageIs } from "./campaign.ts";
import { ask, signIn, tell } from "./person.ts";

/**
 * A team leader's hour: an owner allows listening, an agent of the team talks, the leader hears it, whispers, joins and
 * leaves, writes to the agent, then finds the recording, marks it and judges it. One contact is called whose callee of the
 * simulated carrier stays until the agent hangs up: its number ends in 04.
 */
const STAYS = "C10592";
const AGENT = "Flora Tse 谢芙罗";
const WORD = "Please mention the new price.";
const MARK = "The price comes late";

const bar = (page: Page) => page.getByTestId("monitor-bar");
interface Person {
  readonly membershipId: string;
  readonly name: string;
}

/** The agent alone serves a campaign with that one contact; the one that runs waits meanwhile. */
async function setUp(browser: Browser): Promise<{ readonly owner: Page; readonly running: string }> {
  const owner = await signIn(browser, "owner@mangrove.example");
  const { items } = await ask<{ items: Person[] }>(owner, "people.list");
  const agent = items.find(({ name }) => name === AGENT)?.membershipId ?? "";
  const running = await runningCampaign(owner);
  await tell(owner, "campaigns.pause", { campaignId: running });

  await campaignOfOne(browser, owner, { name: `Listen in ${Date.now()}`, agent, contact: STAYS });
  return { owner, running };
}

async function allowListening(owner: Page): Promise<void> {
  await owner.goto("/w/people");
  await owner.getByRole("tab", { name: "Access" }).click();
  const rule = owner.getByRole("switch", { name: "Team leaders may listen" });
  await expect(rule).toBeVisible();
  if (await rule.isChecked()) return;
  await rule.click();
  await owner.getByRole("dialog").getByRole("checkbox").click();
  await owner.getByRole("dialog").getByRole("button", { name: "Turn on" }).click();
  await expect(rule).toBeChecked();
}

/** A limit that every call is beyond: whoever works on another page sees it beside the floor, which leads there. */
async function noticeAlert(owner: Page, desk: Page): Promise<void> {
  // The other page is told of the new limit at once, and looks by itself only now and then: be beyond it already.
  await expect(desk.getByRole("timer", { name: "Talk time" })).toHaveText(/^(?!0:0[0-6]$)\d+:\d\d$/);
  await tell(owner, "floor.setAlerts", { alerts: { talkLong: { on: true, limit: 0.1 } } });
  await expect(owner.getByTestId("floor-mark")).toBeVisible();
  await owner.getByTestId("floor-mark").click();
  await expect(owner.locator('[data-testid="alert"][data-rule="talkLong"]')).toContainText(AGENT);
  await tell(owner, "floor.setAlerts", { alerts: {} });
}

/** Hears the call, then by one key each whispers and joins; the agent's desk says so every time. */
async function listenThrough(leader: Page, desk: Page): Promise<void> {
  const listeners = desk.getByTestId("listeners");
  await leader.getByRole("button", { name: `Listen to ${AGENT}` }).click();
  await expect(bar(leader)).toHaveAttribute("data-live", "true");
  await expect(listeners).toContainText("listens");
  await leader.keyboard.press("2");
  await expect(bar(leader)).toHaveAttribute("data-mode", "whisper");
  await expect(listeners).toContainText("whispers");
  // Faster than they are answered: the last one holds.
  await leader.keyboard.press("1");
  await leader.keyboard.press("2");
  await leader.keyboard.press("3");
  await expect(bar(leader)).toHaveAttribute("data-mode", "join");
  await expect(listeners).toContainText("in the call");
  await leader.keyboard.press("0");
  await expect(bar(leader)).toHaveCount(0);
  await expect(listeners).toBeEmpty();
  await expect(stageIs(desk, "talking")).toBeVisible();
}

async function writeTo(leader: Page, desk: Page): Promise<void> {
  await leader.getByRole("button", { name: `Write to ${AGENT}` }).click();
  const sheet = leader.getByRole("dialog");
  await sheet.getByRole("textbox").fill(WORD);
  await sheet.getByRole("checkbox").click();
  await sheet.getByRole("button", { name: "Send" }).click();
  const message = desk.getByTestId("desk-messages");
  await message.getByRole("button", { name: "Understood" }).click();
  await expect(message.getByText(WORD)).toHaveCount(0);
  await expect(sheet.getByText("1 of 1 confirmed")).toBeVisible();
  await leader.keyboard.press("Escape");
}

/** Found by its agent; a moment of it is noted by keyboard, and it is judged by the scorecard. */
async function judge(leader: Page): Promise<void> {
  await leader.goto("/w/recordings");
  await leader.getByRole("combobox", { name: "Agent" }).click();
  await leader.getByRole("option", { name: AGENT }).click();
  const table = leader.getByRole("table", { name: "Recordings" });
  // Until the agent's are there, everybody's are.
  await expect(table.locator("tr[data-row]").filter({ hasNotText: AGENT })).toHaveCount(0);
  await table.locator("tr[data-row]").first().click();
  const sheet = leader.getByRole("dialog");
  await expect(sheet.locator("svg rect.fill-line-strong").nth(100)).toBeAttached();
  await leader.keyboard.press("n");
  await leader.keyboard.type(MARK);
  await leader.keyboard.press("Enter");
  await expect(sheet.getByText(MARK)).toBeVisible();

  await sheet.getByRole("button", { name: "Judge this call" }).click();
  await leader.waitForURL(/\/w\/quality\/assess\//);
  const questions = leader.locator("[data-question]");
  await expect(questions).toHaveCount(7);
  for (const question of await questions.all()) {
    await question.focus();
    // The best grade of a scale, yes to a question.
    await leader.keyboard.press("5");
    await leader.keyboard.press("y");
  }
  await leader.keyboard.press("Control+Enter");
  await leader.waitForURL(/\/w\/quality$/);
  await leader.getByRole("tab", { name: "Assessments" }).click();
  await expect(leader.locator("tr[data-row]").first()).toContainText(AGENT);
}

async function readJudgement(agent: Page): Promise<void> {
  await agent.goto("/account/assessments");
  await agent.locator("tr[data-row]").first().click();
  const sheet = agent.getByRole("dialog");
  await expect(sheet.locator("[data-question]")).toHaveCount(7);
  await sheet.getByRole("button", { name: "I have read it" }).click();
  await expect(sheet.getByRole("button", { name: "I have read it" })).toHaveCount(0);
}

test("a team leader listens, whispers, joins and writes; then marks the recording and judges the call", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const { owner, running } = await setUp(browser);
  const [desk, leader] = await Promise.all([
    signIn(browser, "agent6@mangrove.example"),
    signIn(browser, "supervisor@mangrove.example"),
    allowListening(owner),
  ]);
  await expect(stageIs(desk, "off", "ended")).toBeVisible();
  await desk.keyboard.press("d");
  await leader.goto("/w/floor");
  await expect(leader.getByRole("row", { name: AGENT })).toBeVisible();
  await expect(stageIs(desk, "talking")).toBeVisible({ timeout: 30_000 });

  await test.step("an alert is seen on other pages too", () => noticeAlert(owner, desk));
  await test.step("listens, whispers, joins, leaves", () => listenThrough(leader, desk));
  await test.step("writes, and reads that it was confirmed", () => writeTo(leader, desk));
  await test.step("the call is over", () => endLastCall(desk, 4));
  await test.step("the recording is found, marked and judged", () => judge(leader));
  await test.step("the agent reads the judgement", () => readJudgement(desk));
  await tell(owner, "campaigns.resume", { campaignId: running });
});
