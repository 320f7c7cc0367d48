import { newId } from "@callbay/db/ids";
import { createTestDatabase, type TestDatabase } from "@callbay/testing/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BillingWorld, codeOf, openBillingWorld, TERMS } from "../billing/billing-world.ts";
import { discardInvoice } from "../billing/discard.ts";
import { finaliseInvoice } from "../billing/finalise.ts";
import { getInvoice, invoiceUsage, listInvoices } from "../invoice/read.ts";
import { openDisputedRecording } from "../recording/open.ts";
import { acceptInvoice } from "./accept.ts";
import { disputeLine, withdrawDispute } from "./dispute.ts";
import { addLine, removeLine } from "./lines.ts";
import { listDisputes } from "./list-disputes.ts";
import { closedMonth } from "./month.test-support.ts";
import { openReview } from "./open-review.ts";
import { resolveDispute } from "./resolve.ts";

let database: TestDatabase;
let world: BillingWorld;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await openBillingWorld(database.db);
});
afterAll(() => database?.close());

const DAY1 = "2026-04-01T02:00:00Z";
const DAY3 = "2026-04-03T02:00:00Z";
/** The sixth of April in Shanghai: the first day after five days of review. */
const AFTER = "2026-04-06T16:00:00Z";

async function inReview() {
  const month = await closedMonth(world);
  const { tenantId, invoiceId } = month;
  const of = { tenantId, invoiceId };
  await openReview(month.operator(DAY1), of);
  const [, perCall] = await month.lines();
  return { ...month, of, perCall: perCall?.id ?? "" };
}

/** Stores a recording of a call. */
async function recorded(tenantId: string, callId = ""): Promise<string> {
  const id = newId();
  const data = { tenantId, id, callId, state: "stored" as const, storageKey: `${id}.wav`, bytes: 1n };
  await world.db.withTenant(tenantId, (tx) =>
    tx.recording.createMany({ data: { ...data, startedAt: new Date(DAY1) } }),
  );
  return id;
}

describe("an invoice in review", () => {
  it("is the client's to see from then on, for the days of its terms", async () => {
    const month = await closedMonth(world);
    const of = { tenantId: month.tenantId, invoiceId: month.invoiceId };
    expect(await codeOf(getInvoice(month.finance(DAY1), { invoiceId: month.invoiceId }))).toBe("NOT_FOUND");
    expect(await openReview(month.operator(DAY1), of)).toEqual({ reviewDueOn: "2026-04-06" });
    expect(await codeOf(openReview(month.operator(DAY1), of))).toBe("REVIEW_OPEN");
    const seen = await getInvoice(month.finance(DAY1), { invoiceId: month.invoiceId });
    expect(seen).toMatchObject({ state: "in_review", reviewDueOn: "2026-04-06", totalMinor: 11_236n, disputes: [] });
    expect((await listInvoices(month.finance(DAY1), {})).items).toHaveLength(1);
    for (const audience of [{ tenantId: month.tenantId }, "operator"]) {
      expect(world.events).toContainEqual({ audience, event: { type: "invoice.changed", invoiceId: month.invoiceId } });
    }
  });

  it("is accepted by who may, and accepting again changes nothing", async () => {
    const { client, of, finance, invoice, operator } = await inReview();
    const accept = { invoiceId: of.invoiceId };
    expect(await codeOf(acceptInvoice(world.as(client.actor("manager"), DAY1), accept))).toBe("FORBIDDEN");
    await acceptInvoice(finance(DAY1), accept);
    await acceptInvoice(finance(DAY3), accept);
    expect(await invoice()).toMatchObject({ acceptedAt: new Date(DAY1), acceptedBy: "Owner" });
    await finaliseInvoice(operator(DAY3), of);
    expect(await codeOf(acceptInvoice(finance(DAY3), accept))).toBe("INVOICE_FINALISED");
  });

  it("is disputed line by line and call by call, each once, and never with another line's call", async () => {
    const { client, of, perCall, calls, finance, operator } = await inReview();
    const { invoiceId } = of;
    const line = { invoiceId, chargeId: perCall };
    const dispute = (more: object) =>
      disputeLine(finance(DAY1), { ...line, comment: "We did not make this call.", ...more });
    const byCall = await dispute({ callId: calls[0] });
    const { items } = await invoiceUsage(finance(DAY1), line);
    await dispute({ usageId: items[1]?.id });
    await dispute({});
    expect(await codeOf(dispute({ callId: calls[0] }))).toBe("DISPUTE_EXISTS");
    expect(await codeOf(dispute({ usageId: items[1]?.id, callId: calls[2] }))).toBe("NOT_FOUND");
    const base = (await getInvoice(finance(DAY1), { invoiceId })).charges[0]?.id ?? "";
    expect(
      await codeOf(disputeLine(finance(DAY1), { invoiceId, chargeId: base, callId: calls[2] ?? "", comment: "?" })),
    ).toBe("NOT_FOUND");
    expect(await codeOf(acceptInvoice(finance(DAY1), { invoiceId }))).toBe("DISPUTES_OPEN");
    const other = await inReview();
    expect(await codeOf(disputeLine(other.finance(DAY1), { ...line, comment: "Not mine." }))).toBe("NOT_FOUND");

    const listed = await listDisputes(operator(DAY1), { tenantId: client.tenantId });
    expect(listed.items.map((one) => [one.callId, one.atStakeMinor])).toEqual([
      [calls[0], 200n],
      [calls[1], 200n],
      [null, 600n],
    ]);
    expect(listed.items[0]).toMatchObject({ comment: "We did not make this call.", maskedPhone: "+86•••••••00" });

    const [stored = "", undisputed = ""] = await Promise.all([
      recorded(client.tenantId, calls[0]),
      recorded(client.tenantId, calls[2]),
    ]);
    const hear = (recordingId: string, tenantId = client.tenantId) =>
      codeOf(openDisputedRecording(operator(DAY1), { tenantId, recordingId }));
    expect([await hear(stored), await hear(undisputed), await hear(stored, other.tenantId)]).toEqual([
      "done",
      "NOT_FOUND",
      "NOT_FOUND",
    ]);
    expect((await listDisputes(operator(DAY1), { invoiceId })).items[0]?.recordingId).toBe(stored);

    await withdrawDispute(finance(DAY1), { disputeId: byCall.disputeId });
    expect(await codeOf(withdrawDispute(finance(DAY1), { disputeId: byCall.disputeId }))).toBe("DISPUTE_RESOLVED");
    expect((await listDisputes(operator(DAY1), { invoiceId })).items.map((one) => one.resolution)).toEqual([
      null,
      null,
      "withdrawn",
    ]);
    // Withdrawn, it may be disputed anew.
    await dispute({ callId: calls[0] });
    expect(await codeOf(discardInvoice(operator(DAY1), of))).toBe("INVOICE_DISPUTED");
  });

  it("can be disputed to the last day of its review and not after it", async () => {
    const { of, perCall, finance } = await inReview();
    const line = { invoiceId: of.invoiceId, chargeId: perCall, comment: "Late." };
    expect(await codeOf(disputeLine(finance(AFTER), line))).toBe("REVIEW_OVER");
    expect(await codeOf(disputeLine(finance("2026-04-06T15:59:00Z"), line))).toBe("done");
  });

  it("loses its acceptance with every change of its lines", async () => {
    const { of, perCall, finance, operator, invoice } = await inReview();
    const { invoiceId } = of;
    const accept = () => acceptInvoice(finance(DAY1), { invoiceId });
    const accepted = async () => (await invoice()).acceptedAt !== null;
    await accept();
    const added = await addLine(operator(DAY1), {
      ...of,
      text: "Goodwill",
      amount: "-10.00",
      reason: "Outage on 3 March",
    });
    expect(await accepted()).toBe(false);
    // 100.00 + 6.00 − 10.00 = 96.00, and 6 % of it.
    expect(await invoice()).toMatchObject({ netMinor: 9_600n, taxMinor: 576n, totalMinor: 10_176n });
    await accept();
    await removeLine(operator(DAY1), { ...of, chargeId: added.chargeId });
    expect(await accepted()).toBe(false);
    expect(await invoice()).toMatchObject({ netMinor: 10_600n, taxMinor: 636n, totalMinor: 11_236n });
    await accept();
    await disputeLine(finance(DAY1), { invoiceId, chargeId: perCall, comment: "On second thoughts." });
    expect(await accepted()).toBe(false);
    expect(await codeOf(removeLine(operator(DAY1), { ...of, chargeId: perCall }))).toBe("LINE_STAYS");
    const line = { ...of, text: "x", reason: "x" };
    expect(await codeOf(addLine(operator(DAY1), { ...line, amount: "0.00" }))).toBe("AMOUNT_INVALID");
    expect(await codeOf(addLine(operator(DAY1), { ...line, amount: "1.005" }))).toBe("AMOUNT_INVALID");
    expect(await codeOf(addLine(operator(DAY1), { ...line, amount: "-106.01" }))).toBe("INVOICE_BELOW_ZERO");
  });
});

describe("resolving a dispute", () => {
  it("adjusts the invoice, credits the contract, or rejects, with the reason, each once", async () => {
    const { tenantId, of, perCall, calls, finance, operator, invoice } = await inReview();
    const { invoiceId } = of;
    const open = async (callId: string | undefined) =>
      (await disputeLine(finance(DAY1), { invoiceId, chargeId: perCall, callId, comment: "No." })).disputeId;
    const [adjusted, credited, rejected] = [await open(calls[0]), await open(calls[1]), await open(calls[2])];
    const answer = { tenantId, reason: "A fault of our trunk." };
    const adjust = { ...answer, disputeId: adjusted, resolution: "adjust" as const };
    expect(await codeOf(resolveDispute(operator(DAY3), { ...adjust, amount: "6.01" }))).toBe("AMOUNT_OUT_OF_RANGE");
    expect(await codeOf(resolveDispute(operator(DAY3), { ...adjust, amount: "-1.00" }))).toBe("AMOUNT_OUT_OF_RANGE");
    await resolveDispute(operator(DAY3), { ...adjust, amount: "2.00" });
    expect(await codeOf(resolveDispute(operator(DAY3), { ...adjust, amount: "2.00" }))).toBe("DISPUTE_RESOLVED");
    await resolveDispute(operator(DAY3), { ...answer, disputeId: credited, resolution: "credit", amount: "2.00" });
    const more = { ...answer, disputeId: rejected };
    expect(await codeOf(resolveDispute(operator(DAY3), { ...more, resolution: "credit", amount: "2.01" }))).toBe(
      "AMOUNT_OUT_OF_RANGE",
    );
    await resolveDispute(operator(DAY3), { ...more, resolution: "reject" });

    const after = await invoice();
    expect(after).toMatchObject({ netMinor: 10_400n, taxMinor: 624n, totalMinor: 11_024n });
    expect(after.charges.at(-1)).toMatchObject({
      kind: "adjustment",
      amountMinor: -200n,
      reason: "A fault of our trunk.",
      description: { key: "charge.adjustment", values: { line: 2, dispute: adjusted } },
      arithmetic: "1 × -2.00 = -2.00",
    });
    const credits = await world.db.withTenant(tenantId, (tx) => tx.contractCredit.findMany());
    expect(credits).toMatchObject([
      { amountMinor: 200n, appliedMinor: 0n, invoiceId, reason: "A fault of our trunk." },
    ]);
    const { disputes } = await getInvoice(finance(DAY3), { invoiceId });
    expect(new Set(disputes.map((one) => one.resolution))).toEqual(new Set(["adjust", "credit", "reject"]));
  });
});

describe("finalising", () => {
  it("waits for the client's word, its silence, or a named reason", async () => {
    const draft = await closedMonth(world);
    const of = { tenantId: draft.tenantId, invoiceId: draft.invoiceId };
    expect(await codeOf(finaliseInvoice(draft.operator(DAY1), of))).toBe("REVIEW_NOT_OPENED");

    const silent = await inReview();
    expect(await codeOf(finaliseInvoice(silent.operator(DAY3), silent.of))).toBe("REVIEW_RUNS");
    expect(await codeOf(finaliseInvoice(silent.operator("2026-04-06T15:59:00Z"), silent.of))).toBe("REVIEW_RUNS");
    await finaliseInvoice(silent.operator(AFTER), silent.of);
    expect(await silent.invoice()).toMatchObject({ state: "finalised", acceptedBy: "", acceptedAt: new Date(AFTER) });

    const disputed = await inReview();
    const line = { invoiceId: disputed.invoiceId, chargeId: disputed.perCall, comment: "No." };
    await disputeLine(disputed.finance(DAY1), line);
    expect(await codeOf(finaliseInvoice(disputed.operator(AFTER), disputed.of))).toBe("DISPUTES_OPEN");
    const named = { ...disputed.of, withoutAcceptance: "Agreed on the phone with Ms Fu" };
    await finaliseInvoice(disputed.operator(DAY3), named);
    expect((await disputed.invoice()).acceptedAt).toBeNull();
    const audit = await world.db.asOperator((tx) =>
      tx.auditLog.findFirstOrThrow({ where: { action: "billing.finalise", entityId: disputed.invoiceId } }),
    );
    expect(audit.after).toMatchObject({ withoutAcceptance: "Agreed on the phone with Ms Fu" });
  });

  it("needs no review where the terms give no days for it", async () => {
    const month = await closedMonth(world, TERMS);
    expect(
      await codeOf(finaliseInvoice(month.operator(DAY1), { tenantId: month.tenantId, invoiceId: month.invoiceId })),
    ).toBe("done");
  });
});
