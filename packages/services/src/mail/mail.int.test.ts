import type { Mailer } from "@callbay/gateways/mail-port";
import { createSmtpMailer } from "@callbay/gateways/smtp";
import { createTestDatabase, type TestDatabase } from "@callbay/testing/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BillingWorld, codeOf, openBillingWorld, SYSTEM } from "../billing/billing-world.ts";
import { finaliseInvoice } from "../billing/finalise.ts";
import { creditNote } from "../month/credit-note.ts";
import { disputeLine } from "../month/dispute.ts";
import { closedMonth, REVIEWED } from "../month/month.test-support.ts";
import { openReview } from "../month/open-review.ts";
import { sendInvoice } from "../month/send.ts";
import { voidInvoice } from "../month/void.ts";
import { deliverMail } from "./deliver.ts";
import { listMail, retryMail } from "./list.ts";
import { sendReminders } from "./reminders.ts";
import { startSmtpServer, type TestSmtpServer } from "./smtp-server.test-support.ts";

let database: TestDatabase;
let world: BillingWorld;
let server: TestSmtpServer;
let mailer: Mailer;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await openBillingWorld(database.db);
  server = await startSmtpServer();
  mailer = createSmtpMailer({ url: server.url, from: "Harbour Light <billing@harbour.test>" });
});
afterAll(async () => {
  mailer?.close();
  await server?.close();
  await database?.close();
});

const NOW = "2026-04-01T02:00:00Z";
const TERMS = { ...REVIEWED, reviewDays: 0, paymentTermDays: 30 };

async function finalised({ locale = "en", billingEmail = "ap@galaxy.test" as string | null, terms = TERMS } = {}) {
  const month = await closedMonth(world, terms);
  const { tenantId, invoiceId } = month;
  await world.db.asOperator((tx) => tx.tenant.updateMany({ where: { id: tenantId }, data: { locale, billingEmail } }));
  const of = { tenantId, invoiceId };
  const { number } = await finaliseInvoice(month.operator(NOW), of);
  const mails = async () => (await listMail(month.operator(NOW), { tenantId })).items;
  const deliver = (mailId: string, options: { mailer?: Mailer | null; lastTry?: boolean } = {}) =>
    deliverMail(world.as(SYSTEM, NOW), { tenantId, mailId }, { mailer, lastTry: false, ...options });
  return { ...month, of, number, mails, deliver };
}

describe("the mail of an invoice", () => {
  it("goes out once with the PDF of that moment, and then the invoice is sent", async () => {
    const month = await finalised();
    const [mail] = await month.mails();
    expect(mail).toMatchObject({ kind: "invoice", state: "queued", recipients: ["ap@galaxy.test"], sentAt: null });
    expect(mail?.subject).toBe(`Invoice ${month.number} from Harbour Light Services Ltd`);
    expect(mail?.body).toContain("112.36");
    expect(mail?.body).toContain("due on 2026-05-01");
    expect(mail?.body).toContain(`http://127.0.0.1:3000/w/invoices/${month.invoiceId}`);
    const before = server.received.length;
    const both = await Promise.all([month.deliver(mail?.id ?? ""), month.deliver(mail?.id ?? "")]);
    expect(both.sort()).toEqual(["not_queued", "sent"]);
    expect(server.received).toHaveLength(before + 1);
    const got = server.received.at(-1);
    expect(got).toMatchObject({ from: "billing@harbour.test", to: ["ap@galaxy.test"] });
    expect(got?.raw).toContain(`Message-ID: <${mail?.id}@callbay>`);
    expect(got?.raw).toContain(`filename=${month.number}.pdf`);
    expect(got?.raw).toContain(Buffer.from("%PDF-").toString("base64").slice(0, 6));
    expect((await month.invoice()).settlement?.sentAt).toEqual(new Date(NOW));
    expect((await month.mails())[0]).toMatchObject({ state: "sent", sentAt: new Date(NOW) });
  });

  it("is written in the client's language, to its owners and finance people where it names no address", async () => {
    const month = await finalised({ locale: "zh-CN", billingEmail: null });
    const [mail] = await month.mails();
    expect(mail?.subject).toBe(`账单 ${month.number}（Harbour Light Services Ltd）`);
    const people = await world.db.withTenant(month.tenantId, (tx) =>
      tx.membership.findMany({ include: { account: true } }),
    );
    expect(mail?.recipients).toEqual(people.filter((one) => one.role === "finance").map((one) => one.account.email));
    await month.deliver(mail?.id ?? "");
    expect(server.received.at(-1)?.raw).toContain("Subject: =?UTF-8?");
  });

  it("is held without a server, and goes out when the operator sends it again", async () => {
    const month = await finalised();
    const { tenantId, operator } = month;
    const mailId = (await month.mails())[0]?.id ?? "";
    expect(await month.deliver(mailId, { mailer: null })).toBe("held");
    expect((await month.mails())[0]).toMatchObject({ state: "held", failure: "NO_MAIL_SERVER" });
    expect((await month.invoice()).settlement?.sentAt).toBeNull();
    expect(await month.deliver(mailId)).toBe("not_queued");
    await retryMail(operator(NOW), { tenantId, mailId });
    expect(await codeOf(retryMail(operator(NOW), { tenantId, mailId }))).toBe("MAIL_NOT_HELD");
    expect(await month.deliver(mailId)).toBe("sent");
  });

  it("waits for another try when the server is busy, and fails at its no or at the last try", async () => {
    const month = await finalised();
    const mailId = (await month.mails())[0]?.id ?? "";
    try {
      server.refuse("451 Come back later");
      await expect(month.deliver(mailId)).rejects.toThrow();
      expect((await month.mails())[0]).toMatchObject({ state: "queued", failure: expect.stringContaining("451") });
      expect(await month.deliver(mailId, { lastTry: true })).toBe("failed");
      await retryMail(month.operator(NOW), { tenantId: month.tenantId, mailId });
      server.refuse("550 No such user");
      expect(await month.deliver(mailId)).toBe("failed");
      expect((await month.mails())[0]).toMatchObject({ state: "failed", failure: expect.stringContaining("550") });
    } finally {
      server.refuse(null);
    }
  });

  it("is sent again on request, or counts as sent when it was handed over", async () => {
    const month = await finalised();
    const { of, operator } = month;
    await sendInvoice(operator(NOW), of);
    expect(await month.mails()).toHaveLength(1);
    await month.deliver((await month.mails())[0]?.id ?? "");
    await sendInvoice(operator(NOW), of);
    expect((await month.mails()).map((one) => one.state)).toEqual(["queued", "sent"]);
    const byHand = await finalised();
    await sendInvoice(byHand.operator(NOW), { ...byHand.of, by: "hand" });
    expect((await byHand.invoice()).settlement?.sentAt).toEqual(new Date(NOW));
    const draft = await closedMonth(world);
    expect(
      await codeOf(sendInvoice(draft.operator(NOW), { tenantId: draft.tenantId, invoiceId: draft.invoiceId })),
    ).toBe("INVOICE_NOT_FINALISED");
  });

  it("tells of a review and of a credit note too", async () => {
    const month = await closedMonth(world);
    await openReview(month.operator(NOW), { tenantId: month.tenantId, invoiceId: month.invoiceId });
    const [review] = (await listMail(month.operator(NOW), { tenantId: month.tenantId })).items;
    expect(review).toMatchObject({ kind: "review", documents: [] });
    expect(review?.body).toContain("Until 2026-04-06");
    const final = await finalised();
    const note = await creditNote(final.operator(NOW), { ...final.of, reason: "All of it" });
    const [mail] = await final.mails();
    expect(mail).toMatchObject({
      kind: "credit_note",
      subject: `Credit note ${note.number} for invoice ${final.number}`,
    });
    expect(await final.deliver(mail?.id ?? "")).toBe("sent");
    expect(server.received.at(-1)?.raw).toContain(`filename=${note.number}.pdf`);
  });
});

describe("reminders", () => {
  const remind = async (tenantId: string, now: string) =>
    (await sendReminders(world.as(SYSTEM, now), { tenantId })).reminded;
  /** Ten in the morning in Shanghai. */
  const on = (day: string) => `${day}T02:00:00Z`;

  it("come three days before the day due, and one, eight and fifteen days after it, each once", async () => {
    const month = await finalised();
    const { tenantId } = month;
    const days: string[] = [];
    for (let day = 20; day <= 50; day++) {
      const date = new Date(Date.UTC(2026, 3, day)).toISOString().slice(0, 10);
      const sent = [await remind(tenantId, on(date)), await remind(tenantId, on(date))];
      if (sent[0]) days.push(date);
      expect(sent[1]).toBe(0);
    }
    expect(days).toEqual(["2026-04-28", "2026-05-02", "2026-05-09", "2026-05-16"]);
    expect((await month.invoice()).settlement).toMatchObject({ reminders: 4, remindedAt: new Date(on("2026-05-16")) });
    const mails = (await month.mails()).filter((one) => one.kind === "reminder");
    expect(mails.map((one) => one.sourceKey.split(":")[1])).toEqual(["15", "8", "1", "before"]);
    expect(mails[0]?.body).toContain("was due on 2026-05-01");
  });

  it("do not come at night, nor all at once after a pause", async () => {
    const { tenantId } = await finalised();
    // Seven in the morning.
    expect(await remind(tenantId, "2026-05-19T23:00:00Z")).toBe(0);
    expect(await remind(tenantId, on("2026-05-20"))).toBe(1);
    expect(await remind(tenantId, on("2026-05-21"))).toBe(0);
  });

  it("never come for what is void, given back, paid or disputed, nor while a payment is on its way", async () => {
    const late = on("2026-05-02");
    const voided = await finalised();
    await voidInvoice(voided.operator(NOW), { ...voided.of, reason: "Wrong" });
    const credited = await finalised();
    await creditNote(credited.operator(NOW), { ...credited.of, reason: "All" });
    const paid = await finalised();
    await world.db.asOperator((tx) =>
      tx.invoiceSettlement.updateMany({ where: { tenantId: paid.tenantId }, data: { state: "paid" } }),
    );
    const paying = await finalised();
    await world.db.asOperator((tx) =>
      tx.payment.createMany({
        data: {
          tenantId: paying.tenantId,
          id: paying.invoiceId,
          invoiceId: paying.invoiceId,
          provider: "bank",
          providerRef: "x",
          state: "pending",
          amountMinor: 1n,
          currency: "CNY",
          createdAt: new Date(NOW),
          updatedAt: new Date(NOW),
        },
      }),
    );
    const disputed = await closedMonth(world);
    const of = { tenantId: disputed.tenantId, invoiceId: disputed.invoiceId };
    await openReview(disputed.operator(NOW), of);
    const [line] = await disputed.lines();
    await disputeLine(disputed.finance(NOW), { invoiceId: of.invoiceId, chargeId: line?.id ?? "", comment: "No." });
    await finaliseInvoice(disputed.operator(NOW), { ...of, withoutAcceptance: "Deadline" });
    for (const { tenantId } of [voided, credited, paid, paying, disputed]) expect(await remind(tenantId, late)).toBe(0);
    const open = await finalised();
    expect(await remind(open.tenantId, late)).toBe(1);
  });
});
