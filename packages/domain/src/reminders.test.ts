import { expect, it } from "vitest";
import { reminderDue } from "./reminders.ts";

const invoice = { issuedOn: "2026-04-01", dueOn: "2026-05-01", autoCharge: false };

it.each([
  ["2026-04-27", null],
  ["2026-04-28", "before"],
  ["2026-04-30", "before"],
  ["2026-05-01", null],
  ["2026-05-02", "1"],
  ["2026-05-08", "1"],
  ["2026-05-09", "8"],
  ["2026-05-15", "8"],
  ["2026-05-16", "15"],
  ["2026-12-31", "15"],
])("on %s of an invoice due on 1 May: %s", (today, stage) => {
  expect(reminderDue({ ...invoice, today })).toBe(stage);
});

it("reminds nobody before the day of what came just now, or is charged by itself", () => {
  expect(reminderDue({ ...invoice, issuedOn: "2026-04-28", today: "2026-04-29" })).toBeNull();
  expect(reminderDue({ ...invoice, autoCharge: true, today: "2026-04-29" })).toBeNull();
  expect(reminderDue({ ...invoice, autoCharge: true, today: "2026-05-02" })).toBe("1");
});
