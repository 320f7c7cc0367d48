import { callerAs, verbContext } from "@callbay/testing/caller";
import { FIXED_NOW } from "@callbay/testing/clock";
import { TEST_PASSWORD } from "@callbay/testing/two-tenants";
import { openWorld } from "@callbay/testing/world";
import { describe, expect, test } from "vitest";
import { invitePerson } from "../people/invite-person.ts";
import { deliverPersonMail } from "./deliver-person-mail.ts";
import { createSignInLimiter, type SignInLimits } from "./limiters.ts";
import { readMailbox } from "./mailbox.ts";
import { requestPasswordReset, resetPassword } from "./password-reset.ts";
import { loadActor } from "./session.ts";
import { signIn } from "./sign-in.ts";
import { totpAt } from "./totp.ts";

const world = openWorld();
const { record } = world;

const later = (ms: number) => new Date(FIXED_NOW.getTime() + ms);
const visitor = (now = FIXED_NOW, limits?: SignInLimits) => ({
  deps: record.deps,
  limiter: createSignInLimiter(null, limits),
  now,
  requestId: "request",
  ip: "198.51.100.7",
});
const open = (email: string, password = TEST_PASSWORD, code?: string, now = FIXED_NOW) =>
  signIn(visitor(now), { email, password, ...(code === undefined ? {} : { code }) });
const refusal = (code: string) => expect.objectContaining({ code });
const refused = (code: string) => expect.objectContaining({ cause: refusal(code) });

/** The link of the latest mail to an address, as its reader gets it. */
async function linkTo(email: string): Promise<string> {
  const mail = (await readMailbox(record.deps)).find(({ to }) => to.includes(email));
  return /https?:\S+\/(\S+)/.exec(mail?.body ?? "")?.[1] ?? "";
}

describe("a new password by mail", () => {
  const ask = (email: string, now = FIXED_NOW) => requestPasswordReset(visitor(now), { email });

  test("answers and writes the same, whether the address is known or not", async () => {
    record.clear();
    const answers = [await ask("finance@alder.test"), await ask("nobody@nowhere.test")];
    expect(answers[0]).toEqual(answers[1]);
    expect(record.jobs.map(({ name }) => name)).toEqual(["send-person-mail", "send-person-mail"]);
    expect(await linkTo("nobody@nowhere.test")).toBe("");
    expect(await linkTo("finance@alder.test")).not.toBe("");
  });

  test("opens once, within half an hour, and ends every session", async () => {
    const { sessionId } = await open("viewer@alder.test");
    await ask("viewer@alder.test");
    const token = await linkTo("viewer@alder.test");
    const choose = (now: Date) => resetPassword(visitor(now), { token, password: "a brand new password" });
    await expect(choose(later(30 * 60_000))).rejects.toEqual(refusal("RESET_INVALID"));
    expect(await loadActor(record.deps, sessionId, FIXED_NOW)).not.toBeNull();
    record.clear();
    expect(await choose(later(29 * 60_000))).toEqual({ email: "viewer@alder.test", sessionsEnded: expect.any(Number) });
    expect(record.events.map(({ event }) => event.type)).toEqual(["session.ended"]);
    expect(await loadActor(record.deps, sessionId, FIXED_NOW)).toBeNull();
    await expect(choose(later(29 * 60_000))).rejects.toEqual(refusal("RESET_INVALID"));
    await expect(open("viewer@alder.test")).rejects.toEqual(refusal("WRONG_CREDENTIALS"));
    await open("viewer@alder.test", "a brand new password");
  });

  test("keeps no token that opens anything, and mails at most three in half an hour", async () => {
    for (let i = 0; i < 5; i++) await ask("manager@alder.test");
    const token = await linkTo("manager@alder.test");
    const rows = await world.db.asAuthenticator((tx) => tx.passwordReset.findMany());
    const mails = await world.db.asOperator((tx) =>
      tx.personMail.findMany({ where: { recipient: "manager@alder.test" } }),
    );
    expect(JSON.stringify([rows, mails], (_key, one) => (typeof one === "bigint" ? String(one) : one))).not.toContain(
      token,
    );
    expect(mails.map(({ state }) => state).sort()).toEqual(["failed", "failed", "queued", "queued", "queued"]);
  });

  test("forgets its link once it is sent, and sends nothing that has expired", async () => {
    const sent: string[] = [];
    const mailer = { send: async ({ text }: { text: string }) => void sent.push(text), close: () => {} };
    const system = (now: Date) => ({
      ...verbContext(record, { kind: "system" as const, name: "mail" }),
      now,
    });
    await ask("supervisor@alder.test");
    const token = await linkTo("supervisor@alder.test");
    const [mail] = await world.db.asOperator((tx) =>
      tx.personMail.findMany({ where: { recipient: "supervisor@alder.test" } }),
    );
    const which = { mailId: mail?.id ?? "" };
    expect(await deliverPersonMail(system(FIXED_NOW), which, { mailer, lastTry: false })).toBe("sent");
    expect(await deliverPersonMail(system(FIXED_NOW), which, { mailer, lastTry: false })).toBe("not_queued");
    expect(sent).toEqual([expect.stringContaining(token)]);
    expect(await linkTo("supervisor@alder.test")).toBe("");
    await ask("agent@alder.test");
    const [late] = await world.db.asOperator((tx) =>
      tx.personMail.findMany({ where: { recipient: "agent@alder.test" } }),
    );
    const options = { mailer, lastTry: false };
    expect(await deliverPersonMail(system(later(31 * 60_000)), { mailId: late?.id ?? "" }, options)).toBe("failed");
    expect(sent).toHaveLength(1);
  });

  test("reaches whoever is invited, too", async () => {
    const { inviteUrl } = await invitePerson(verbContext(record, world.a.people.manager.actor), {
      ...{ email: "by-mail@alder.test", name: "New", role: "agent" },
    });
    expect(inviteUrl.endsWith(await linkTo("by-mail@alder.test"))).toBe(true);
  });
});

describe("a second factor", () => {
  const { floor } = Math;
  /** Sets one up for somebody of tenant B. @returns the key and the recovery codes */
  async function setUp(role: "owner" | "manager" | "finance") {
    const api = callerAs(record, world.b.people[role].actor);
    const { key, uri } = await api.session.startSecondFactor({ password: TEST_PASSWORD });
    expect(uri).toContain(key);
    await open(`${role}@birch.test`); // Not asked for before it is confirmed.
    const { recoveryCodes } = await api.session.confirmSecondFactor({ code: totpAt(key, FIXED_NOW) });
    return { key, recoveryCodes, api };
  }

  test("is asked for after the password, and no code counts twice", async () => {
    const { key } = await setUp("owner");
    await expect(open("owner@birch.test")).rejects.toEqual(refusal("SECOND_FACTOR_NEEDED"));
    await expect(open("owner@birch.test", "wrong")).rejects.toEqual(refusal("WRONG_CREDENTIALS"));
    // The code that confirmed it is used up.
    await expect(open("owner@birch.test", TEST_PASSWORD, totpAt(key, FIXED_NOW))).rejects.toEqual(
      refusal("SECOND_FACTOR_WRONG"),
    );
    const soon = later(60_000);
    const both = await Promise.allSettled(
      [1, 2].map(() => open("owner@birch.test", TEST_PASSWORD, totpAt(key, soon), soon)),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(floor(soon.getTime() / 30_000)).toBeGreaterThan(floor(FIXED_NOW.getTime() / 30_000));
  });

  test("is slowed down by account, wherever the tries come from", async () => {
    const limiter = createSignInLimiter(null, { perPair: 2, perAddress: 100, windowSeconds: 600 });
    const guess = (ip: string) =>
      signIn({ ...visitor(), limiter, ip }, { email: "owner@birch.test", password: TEST_PASSWORD, code: "000000" });
    await expect(guess("192.0.2.1")).rejects.toEqual(refusal("SECOND_FACTOR_WRONG"));
    await expect(guess("192.0.2.2")).rejects.toEqual(refusal("SECOND_FACTOR_WRONG"));
    await expect(guess("192.0.2.3")).rejects.toEqual(refusal("TOO_MANY_SIGN_INS"));
  });

  test("has recovery codes that work once each, and a password before it is turned off", async () => {
    const { recoveryCodes, api } = await setUp("manager");
    const [first = "", second = ""] = recoveryCodes;
    expect(new Set(recoveryCodes).size).toBe(10);
    const rows = await world.db.asAuthenticator((tx) => tx.recoveryCode.findMany());
    expect(JSON.stringify(rows)).not.toContain(first);
    await open("manager@birch.test", TEST_PASSWORD, first.toUpperCase().replace("-", " "));
    await expect(open("manager@birch.test", TEST_PASSWORD, first)).rejects.toEqual(refusal("SECOND_FACTOR_WRONG"));
    expect(await api.session.secondFactor()).toMatchObject({ recoveryCodesLeft: 9 });
    await api.session.renewRecoveryCodes({ password: TEST_PASSWORD });
    await expect(open("manager@birch.test", TEST_PASSWORD, second)).rejects.toEqual(refusal("SECOND_FACTOR_WRONG"));
    await expect(api.session.disableSecondFactor({ password: "wrong" })).rejects.toEqual(refused("WRONG_PASSWORD"));
    await expect(open("manager@birch.test")).rejects.toEqual(refusal("SECOND_FACTOR_NEEDED"));
    await api.session.disableSecondFactor({ password: TEST_PASSWORD });
    await open("manager@birch.test");
  });

  test("leaves its traces, and none of its secrets", async () => {
    const rows = await world.db.asOperator((tx) =>
      tx.auditLog.findMany({ where: { action: { contains: "econdFactor" } } }),
    );
    expect(new Set(rows.map(({ action }) => action))).toEqual(
      new Set([
        ...["account.startSecondFactor", "account.enableSecondFactor", "account.disableSecondFactor"],
        "session.secondFactorRefused",
      ]),
    );
    expect(rows.map(({ after }) => after).filter((one) => one !== null)).toEqual([{ wasThere: true }]);
  });

  test("is needed of owners, managers and finance where the owner says so, and opens nothing else until then", async () => {
    const ask = (on: boolean) => callerAs(record, world.a.people.owner.actor).access.set({ secondFactorRequired: on });
    for (const role of ["manager", "supervisor", "agent", "finance", "viewer"] as const)
      await expect(
        callerAs(record, world.a.people[role].actor).access.set({ secondFactorRequired: true }),
      ).rejects.toEqual(refused("FORBIDDEN"));
    await ask(true);
    const actorOf = async (role: "finance" | "supervisor") =>
      loadActor(record.deps, (await open(`${role}@alder.test`)).sessionId, FIXED_NOW);
    expect(await actorOf("supervisor")).not.toHaveProperty("secondFactorMissing");
    const finance = callerAs(record, await actorOf("finance"));
    await expect(finance.invoices.list()).rejects.toEqual(refused("SECOND_FACTOR_REQUIRED"));
    expect((await finance.session.me()).secondFactorMissing).toBe(true);
    const { key } = await finance.session.startSecondFactor({ password: TEST_PASSWORD });
    await finance.session.confirmSecondFactor({ code: totpAt(key, FIXED_NOW) });
    const soon = later(60_000);
    const { sessionId } = await open("finance@alder.test", TEST_PASSWORD, totpAt(key, soon), soon);
    await callerAs(record, await loadActor(record.deps, sessionId, soon)).invoices.list();
    await ask(false);
  });

  test("is needed of the operator's people where an admin says so", async () => {
    const { admin, noc } = world.platform.operators;
    await expect(callerAs(record, noc.actor).operator.access.set({ secondFactorRequired: true })).rejects.toEqual(
      refused("FORBIDDEN"),
    );
    await callerAs(record, admin.actor).operator.access.set({ secondFactorRequired: true });
    const actor = await loadActor(record.deps, noc.sessionId, FIXED_NOW);
    await expect(callerAs(record, actor).operator.pool.overview()).rejects.toEqual(refused("SECOND_FACTOR_REQUIRED"));
    await callerAs(record, admin.actor).operator.access.set({ secondFactorRequired: false });
  });
});
