import { callerAs, verbContext } from "@callbay/testing/caller";
import { FIXED_NOW } from "@callbay/testing/clock";
import { TEST_PASSWORD } from "@callbay/testing/two-tenants";
import { openWorld } from "@callbay/testing/world";
import { describe, expect, test } from "vitest";
import { invitePerson } from "../people/invite-person.ts";
import { acceptInvitation, getInvitation, type InvitedContext } from "./invitation.ts";
import { createSignInLimiter, type SignInLimits } from "./limiters.ts";
import { loadActor } from "./session.ts";
import { type AnonymousContext, signIn } from "./sign-in.ts";

const world = openWorld();
const { record } = world;

const later = (ms: number) => new Date(FIXED_NOW.getTime() + ms);

function visitor(limits?: SignInLimits): InvitedContext & AnonymousContext {
  return {
    deps: record.deps,
    limiter: createSignInLimiter(null, limits),
    now: FIXED_NOW,
    requestId: "request",
    ip: "198.51.100.7",
    accountId: null,
  };
}

const auditOf = (action: string) =>
  world.db.asOperator((tx) => tx.auditLog.findMany({ where: { action }, orderBy: { id: "desc" } }));

describe("signing in", () => {
  test("opens a session in the person's workspace and leaves a trace there", async () => {
    const { sessionId, workspace } = await signIn(visitor(), {
      email: "  Owner@Alder.test ",
      password: TEST_PASSWORD,
    });
    expect(workspace).toMatchObject({ kind: "tenant", tenantId: world.a.tenantId, role: "owner" });
    expect(await loadActor(record.deps, sessionId, FIXED_NOW)).toMatchObject({
      kind: "tenant",
      tenantId: world.a.tenantId,
      membershipId: world.a.people.owner.membershipId,
      sessionId,
    });
    const [row] = await auditOf("session.signIn");
    expect(row).toMatchObject({ tenantId: world.a.tenantId, entityId: sessionId, ip: "198.51.100.7" });
  });

  test("takes the operator's people to their console", async () => {
    const { workspace } = await signIn(visitor(), { email: "noc@harbourline.test", password: TEST_PASSWORD });
    expect(workspace).toEqual({ kind: "operator", role: "noc" });
  });

  test("answers the same to a wrong password, an unknown address and a disabled account", async () => {
    await world.db.asAuthenticator((tx) =>
      tx.account.updateMany({ where: { email: "viewer@birch.test" }, data: { disabledAt: FIXED_NOW } }),
    );
    const tries = [
      { email: "owner@alder.test", password: "wrong" },
      { email: "nobody@nowhere.test", password: "wrong" },
      { email: "viewer@birch.test", password: TEST_PASSWORD },
    ];
    const answers = await Promise.all(tries.map((one) => signIn(visitor(), one).catch((error: unknown) => error)));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({ kind: "unauthenticated", code: "WRONG_CREDENTIALS" });
    expect(await auditOf("session.signInRefused")).toHaveLength(3);
  });

  test("is slowed down for one address on one account, then for one address on all, and says how long", async () => {
    const ctx = visitor({ perPair: 2, perAddress: 4, windowSeconds: 600 });
    const guess = (email: string) => signIn(ctx, { email, password: "wrong" }).catch((error: unknown) => error);
    const wrong = expect.objectContaining({ code: "WRONG_CREDENTIALS" });
    const slow = expect.objectContaining({
      kind: "rate_limited",
      code: "TOO_MANY_SIGN_INS",
      details: { retryAfterMs: expect.toSatisfy((ms: number) => ms > 0 && ms <= 600_000) },
    });
    expect(await guess("owner@alder.test")).toEqual(wrong);
    expect(await guess("owner@alder.test")).toEqual(wrong);
    // Not even the right password is looked at now.
    await expect(signIn(ctx, { email: "owner@alder.test", password: TEST_PASSWORD })).rejects.toEqual(slow);
    expect(await guess("manager@alder.test")).toEqual(wrong);
    expect(await guess("agent@alder.test")).toEqual(slow);
  });

  test("is slowed down for one account that is guessed at from many addresses, and for no other", async () => {
    const ctx = visitor({ perPair: 10, perAddress: 100, perAccount: 3, windowSeconds: 600 });
    const from = (ip: string, email: string, password: string) =>
      signIn({ ...ctx, ip }, { email, password }).then(
        () => "signed in",
        (error: { code?: string }) => error.code,
      );
    // Who knows the password is given their try back.
    expect(await from("198.51.100.1", "manager@alder.test", TEST_PASSWORD)).toBe("signed in");
    for (const ip of ["203.0.113.1", "203.0.113.2", "203.0.113.3"])
      expect(await from(ip, "manager@alder.test", "wrong")).toBe("WRONG_CREDENTIALS");
    expect(await from("203.0.113.4", "manager@alder.test", TEST_PASSWORD)).toBe("TOO_MANY_SIGN_INS");
    expect(await from("203.0.113.4", "supervisor@alder.test", TEST_PASSWORD)).toBe("signed in");
  });

  test("forgets the failures of who knew the password in the end", async () => {
    const ctx = visitor({ perPair: 2, perAddress: 100, windowSeconds: 600 });
    for (let round = 0; round < 3; round++) {
      await expect(signIn(ctx, { email: "finance@alder.test", password: "wrong" })).rejects.toBeDefined();
      await signIn(ctx, { email: "finance@alder.test", password: TEST_PASSWORD });
    }
  });
});

describe("a session", () => {
  const open = async (email: string) => (await signIn(visitor(), { email, password: TEST_PASSWORD })).sessionId;
  const actorOf = (sessionId: string, now = FIXED_NOW) => loadActor(record.deps, sessionId, now);

  test("ends when idle for 12 hours, and after 14 days however busy", async () => {
    const idle = await open("manager@alder.test");
    expect(await actorOf(idle, later(12 * 3_600_000 - 1))).not.toBeNull();
    const sleepy = await open("manager@alder.test");
    expect(await actorOf(sleepy, later(12 * 3_600_000))).toBeNull();
    const busy = await open("manager@alder.test");
    for (let hour = 0; hour < 14 * 24; hour += 6) expect(await actorOf(busy, later(hour * 3_600_000))).not.toBeNull();
    expect(await actorOf(busy, later(14 * 24 * 3_600_000))).toBeNull();
  });

  test("ends with a revocation, seen by its owner only", async () => {
    const mine = await open("supervisor@alder.test");
    const other = await open("supervisor@alder.test");
    const actor = await actorOf(mine);
    const api = callerAs(record, actor);
    expect((await api.session.list()).filter((one) => one.current).map((one) => one.id)).toEqual([mine]);
    await expect(
      callerAs(record, world.b.people.owner.actor).session.revoke({ sessionId: other }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await actorOf(other)).not.toBeNull();
    record.clear();
    await api.session.revoke({ sessionId: other });
    expect(await actorOf(other)).toBeNull();
    // Its screens are told, so that nobody goes on looking at them.
    const told = { type: "session.ended", accountId: actor?.kind === "tenant" ? actor.accountId : "" };
    expect(record.events).toEqual([{ audience: { tenantId: world.a.tenantId }, event: told }]);
    await api.session.signOut();
    expect(await actorOf(mine)).toBeNull();
  });

  test("ends with a change of the password, but for the one that changed it", async () => {
    const mine = await open("agent@birch.test");
    const other = await open("agent@birch.test");
    const api = callerAs(record, await actorOf(mine));
    await expect(api.session.changePassword({ current: "wrong", next: "a fine new password" })).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
    expect(await actorOf(other)).not.toBeNull();
    await api.session.changePassword({ current: TEST_PASSWORD, next: "a fine new password" });
    expect(await actorOf(other)).toBeNull();
    expect(await actorOf(mine)).not.toBeNull();
    await signIn(visitor(), { email: "agent@birch.test", password: "a fine new password" });
  });

  test("ends with the membership, the role's change counts at once, and a suspended client is out", async () => {
    const { supervisor } = world.b.people;
    const owner = callerAs(record, world.b.people.owner.actor);
    const spare = await open("spare-agent@birch.test");
    await owner.people.setRole({ membershipId: world.b.spareAgent.membershipId, role: "viewer" });
    expect(await actorOf(spare)).toMatchObject({ role: "viewer" });
    await owner.people.end({ membershipId: world.b.spareAgent.membershipId });
    expect(await actorOf(spare)).toBeNull();

    const suspend = (state: "active" | "suspended") =>
      world.db.asOperator((tx) => tx.tenant.updateMany({ where: { id: world.b.tenantId }, data: { state } }));
    await suspend("suspended");
    expect(await actorOf(supervisor.sessionId)).toBeNull();
    await expect(signIn(visitor(), { email: "owner@birch.test", password: TEST_PASSWORD })).rejects.toMatchObject({
      code: "NO_WORKSPACE",
    });
    await suspend("active");
    expect(await actorOf(supervisor.sessionId)).not.toBeNull();
  });

  test("moves between the workspaces of one person, and into no other", async () => {
    const admin = callerAs(record, world.platform.operators.admin.actor);
    await admin.operator.tenants.assignAgent({ tenantId: world.a.tenantId, email: "supervisor@birch.test" });
    const sessionId = world.b.people.supervisor.sessionId;
    const api = callerAs(record, await actorOf(sessionId));
    expect((await api.session.me()).workspaces).toHaveLength(2);
    await api.session.switchWorkspace({ tenantId: world.a.tenantId });
    expect(await actorOf(sessionId)).toMatchObject({ tenantId: world.a.tenantId, role: "agent" });
    await expect(api.session.switchWorkspace({ tenantId: null })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("an invitation", () => {
  const invite = async (email: string) => {
    const ctx = verbContext(record, world.a.people.manager.actor);
    const { inviteUrl } = await invitePerson(ctx, { email, name: "Somebody New", role: "agent" });
    return inviteUrl.slice(inviteUrl.lastIndexOf("/") + 1);
  };

  test("lets a new person choose a password, once", async () => {
    const token = await invite("new@alder.test");
    expect(await getInvitation(visitor(), { token })).toMatchObject({ email: "new@alder.test", role: "agent" });
    await expect(acceptInvitation(visitor(), { token, password: "short" })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
    await acceptInvitation(visitor(), { token, password: "a long new password" });
    await expect(acceptInvitation(visitor(), { token, password: "a long new password" })).rejects.toMatchObject({
      code: "INVITATION_INVALID",
    });
    const { workspace } = await signIn(visitor(), { email: "new@alder.test", password: "a long new password" });
    expect(workspace).toMatchObject({ tenantId: world.a.tenantId, role: "agent" });
  });

  test("keeps no token", async () => {
    const token = await invite("kept@alder.test");
    const rows = await world.db.asOperator((tx) => tx.invitation.findMany({ where: { email: "kept@alder.test" } }));
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  test("leaves an existing account its password, which must be proven", async () => {
    const token = await invite("manager@birch.test");
    await expect(acceptInvitation(visitor(), { token, password: "the inviter's guess" })).rejects.toMatchObject({
      code: "WRONG_CREDENTIALS",
    });
    const stranger = { ...visitor(), accountId: world.b.people.owner.accountId };
    await expect(acceptInvitation(stranger, { token })).rejects.toMatchObject({ code: "INVITATION_FOR_ANOTHER" });
    const invited = { ...visitor(), accountId: world.b.people.manager.accountId };
    await acceptInvitation(invited, { token });
    await signIn(visitor(), { email: "manager@birch.test", password: TEST_PASSWORD });
  });

  test("answers the inviter the same whether the address has an account or not, and so does the link", async () => {
    const ctx = verbContext(record, world.a.people.manager.actor);
    const shape = async (email: string) => {
      const answer = await invitePerson(ctx, { email, name: "Same Name", role: "viewer" });
      const token = answer.inviteUrl.slice(answer.inviteUrl.lastIndexOf("/") + 1);
      const link = await getInvitation(visitor(), { token });
      return { keys: Object.keys(answer), expiresAt: answer.expiresAt, link: { ...link, email: "" } };
    };
    expect(await shape("finance@birch.test")).toEqual(await shape("never-seen@nowhere.test"));
  });

  test("ends when a newer one is made, and after a week", async () => {
    const old = await invite("twice@alder.test");
    const young = await invite("twice@alder.test");
    const get = (token: string, now: Date) => getInvitation({ ...visitor(), now }, { token });
    await expect(get(old, FIXED_NOW)).rejects.toMatchObject({ code: "INVITATION_INVALID" });
    await get(young, later(7 * 24 * 3_600_000 - 1));
    await expect(get(young, later(7 * 24 * 3_600_000))).rejects.toMatchObject({ code: "INVITATION_INVALID" });
  });
});

describe("who leads a workspace", () => {
  test("is not for a manager to say", async () => {
    const manager = callerAs(record, world.a.people.manager.actor);
    const { owner, agent } = world.a.people;
    const ownerOnly = { code: "FORBIDDEN" };
    await expect(manager.people.setRole({ membershipId: agent.membershipId, role: "owner" })).rejects.toMatchObject(
      ownerOnly,
    );
    await expect(manager.people.setRole({ membershipId: owner.membershipId, role: "viewer" })).rejects.toMatchObject(
      ownerOnly,
    );
    await expect(manager.people.end({ membershipId: owner.membershipId })).rejects.toMatchObject(ownerOnly);
    await expect(manager.people.invite({ email: "x@y.test", name: "X", role: "owner" })).rejects.toMatchObject(
      ownerOnly,
    );
  });

  test("is always somebody", async () => {
    const owner = callerAs(record, world.a.people.owner.actor);
    const { membershipId } = world.a.people.owner;
    await expect(owner.people.setRole({ membershipId, role: "viewer" })).rejects.toMatchObject({
      code: "PRECONDITION_FAILED",
    });
    await owner.people.setRole({ membershipId: world.a.people.viewer.membershipId, role: "owner" });
    await owner.people.setRole({ membershipId, role: "viewer" });
    const rows = await auditOf("person.setRole");
    expect(rows.length).toBeGreaterThanOrEqual(2);
  });
});
