import { type Browser, expect, type Page } from "@playwright/test";
import { ask, signIn, tell } from "./person.ts";

/** The demo's campaign that runs from the beginning; over its list everything here is built. */
export const RUNNING = "Early-bird";

interface Named {
  readonly id: string;
  readonly name: string;
}

/** The id of the demo's running campaign. */
export async function runningCampaign(owner: Page): Promise<string> {
  const campaigns = await ask<Named[]>(owner, "campaigns.list");
  return campaigns.find(({ name }) => name.startsWith(RUNNING))?.id ?? "";
}

/**
 * Starts a campaign of one agent and one contact, with everything recorded: that contact's call, and no other, comes.
 *
 * @param owner whose page it is
 * @param of the agent's membership, and the contact's `customer_no` in the demo's list
 */
export async function campaignOfOne(
  browser: Browser,
  owner: Page,
  of: { name: string; agent: string; contact: string },
): Promise<void> {
  const { name } = of;
  const filter = { attribute: "customer_no", is: "equal", value: of.contact };
  const { segmentId } = await tell<{ segmentId: string }>(owner, "segments.create", { name, filter });
  const like = { campaignId: await runningCampaign(owner), name };
  const { campaignId } = await tell<{ campaignId: string }>(owner, "campaigns.clone", like);
  const draft = await ask<{ revision: number; lists: { listId: string }[] }>(owner, "campaigns.get", { campaignId });
  const lists = draft.lists.slice(0, 1).map(({ listId }) => ({ listId, segmentId }));
  await tell(owner, "campaigns.update", { campaignId, revision: draft.revision, lists, recordingForced: true });
  await tell(owner, "campaigns.setAgents", { campaignId, membershipIds: [of.agent] });
  await tell(owner, "campaigns.submit", { campaignId });
  const admin = await signIn(browser, "admin@callbay.example");
  const waiting = await ask<{ campaignId: string; tenantId: string }[]>(admin, "operator.approvals.list");
  const { tenantId } = waiting.find((one) => one.campaignId === campaignId) ?? { tenantId: "" };
  await tell(admin, "operator.approvals.approve", { tenantId, campaignId });
  await admin.context().close();
  await tell(owner, "campaigns.start", { campaignId });
}

/** The agent's desk, while it shows one of these stages. */
export const stageIs = (page: Page, ...stages: string[]) =>
  page.locator(stages.map((stage) => `[data-testid="desk"][data-stage="${stage}"]`).join(", "));

/** Ends the call, chooses the disposition with this number, and is off duty after it. */
export async function endLastCall(desk: Page, disposition: number): Promise<void> {
  await desk.keyboard.press("Shift+O");
  await desk.keyboard.press("Shift+E");
  await expect(stageIs(desk, "wrapup")).toBeVisible();
  const choice = desk.getByRole("radio").nth(disposition - 1);
  await expect(choice).toBeVisible();
  await desk.keyboard.press(String(disposition));
  await expect(choice).toBeChecked();
  await desk.keyboard.press("Enter");
  await expect(stageIs(desk, "off")).toBeVisible();
}
