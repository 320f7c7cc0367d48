import { expect, test } from "@playwright/test";
import { signIn } from "./person.ts";

/** Who watches the pool sees what is wrong and what to do, takes a node's new calls away, and gives them back. */
test("a node is drained and activated again, and the console says what is wrong meanwhile", async ({ browser }) => {
  const noc = await signIn(browser, "noc@callbay.example");
  await noc.goto("/operator/pool");
  const node = noc.locator("section", { has: noc.getByRole("button", { name: "Actions for pbx-1" }) });
  const turn = async (way: "Drain" | "Activate"): Promise<void> => {
    await noc.getByRole("button", { name: "Actions for pbx-1" }).click();
    await noc.getByRole("menuitem", { name: way }).click();
    await noc.getByRole("alertdialog").or(noc.getByRole("dialog")).getByRole("button", { name: way }).click();
  };
  const draining = noc.getByText("Node pbx-1 takes no new calls;");
  await expect(node.getByText("Active", { exact: true })).toBeVisible();
  await expect(draining).toHaveCount(0);
  await turn("Drain");
  await expect(node.getByText("Draining", { exact: true })).toBeVisible();
  await expect(draining).toBeVisible();
  await expect(noc.getByText("When nobody is left, take it out; or activate it again.")).toBeVisible();

  // Where the operator begins the day it stands too, with the way there.
  await noc.goto("/operator");
  const problem = noc.getByRole("listitem").filter({ has: draining });
  await problem.getByRole("link", { name: "Look at it" }).click();
  await noc.waitForURL("**/operator/pool");
  await turn("Activate");
  await expect(node.getByText("Active", { exact: true })).toBeVisible();
  await expect(draining).toHaveCount(0);

  await noc.goto("/operator/health");
  // Workers look at every part once a minute.
  await expect(noc.getByRole("listitem").filter({ hasText: "Postgres" })).toBeVisible({ timeout: 70_000 });
  for (const part of ["Redis", "Queues", "Pages", "Node pbx-1"])
    await expect(noc.getByRole("listitem").filter({ hasText: part })).toBeVisible();
  await noc.context().close();
});
