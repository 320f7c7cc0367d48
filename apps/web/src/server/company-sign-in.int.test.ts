import { Auth } from "@auth/core";
import { decode } from "@auth/core/jwt";
import { createIdentityProviders } from "@callbay/gateways/identity";
import {
  companiesOf,
  companyProvider,
  finishCompanySignIn,
  signInByCompany,
} from "@callbay/services/access/company/sign-in";
import { createSignInLimiter } from "@callbay/services/access/limiters";
import { loadActor } from "@callbay/services/access/session";
import { signIn } from "@callbay/services/access/sign-in";
import { totpAt } from "@callbay/services/access/totp";
import { callerAs } from "@callbay/testing/caller";
import { FIXED_NOW } from "@callbay/testing/clock";
import { createTestDatabase, type TestDatabase } from "@callbay/testing/database";
import { type IdentityStandIn, identityStandIn, type ProviderPerson } from "@callbay/testing/identity-stand-in";
import { type Recorder, recorder } from "@callbay/testing/recorder";
import { TEST_PASSWORD, type TwoTenants, twoTenants } from "@callbay/testing/two-tenants";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type AuthParts, authConfig } from "./auth-config.ts";

const SECRET = "a secret of cookies that is long enough for this";
const APP = "http://app.test";
const CLIENT = { id: "callbay", secret: "s3cret-of-the-client" };

let database: TestDatabase;
let world: TwoTenants;
let record: Recorder;
let idp: IdentityStandIn;
let parts: AuthParts;
let failures: unknown[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  world = await twoTenants(database.db);
  idp = await identityStandIn(CLIENT);
  const identities = createIdentityProviders({ allowed: [idp.issuer] });
  const plain = recorder(database.db);
  record = { ...plain, deps: { ...plain.deps, identities } };
  parts = {
    config: { APP_URL: APP, AUTH_SECRET: SECRET },
    logger: {
      error: (...said: unknown[]) => failures.push(said),
      warn: () => {},
      debug: () => {},
    } as AuthParts["logger"],
    identities,
    signIn: (_, credentials) => signIn(ctx(), credentials),
    signInByCompany: (_, said) => signInByCompany(ctx(), said),
    finishCompanySignIn: (_, step) => finishCompanySignIn(ctx(), step),
  };
});
afterAll(async () => {
  await idp.close();
  await database.close();
});
beforeEach(async () => {
  failures = [];
  Object.assign(idp, { tamper: null, forge: false });
  idp.without.clear();
  await setUp();
});

const ctx = () => ({
  deps: record.deps,
  limiter: createSignInLimiter(null),
  now: FIXED_NOW,
  requestId: "request",
  ip: "198.51.100.7",
});
const owner = () => callerAs(record, world.a.people.owner.actor);
const setUp = (over: object = {}, client = world.a) =>
  callerAs(record, client.people.owner.actor).companySignIn.set({
    ...{ issuer: idp.issuer, clientId: CLIENT.id, clientSecret: CLIENT.secret, domains: ["alder.test"] },
    ...{ enabled: true, only: false, vouchesSecondFactor: true, ...over },
  });

/** A browser: keeps cookies, follows nothing by itself. */
class Browser {
  readonly jar = new Map<string, string>();

  constructor(readonly tenantId = world.a.tenantId) {}

  async ask(path: string, body?: Record<string, string>): Promise<Response> {
    const company = await companyProvider(record.deps, this.tenantId);
    const cookie = [...this.jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const request = new Request(new URL(path, APP), {
      headers: { cookie, "x-auth-return-redirect": "1" },
      ...(body ? { method: "POST", body: new URLSearchParams(body) } : {}),
    });
    const answer = await Auth(request, authConfig(parts, { now: FIXED_NOW, requestId: "request" }, company));
    for (const set of answer.headers.getSetCookie()) {
      const [name = "", value = ""] = (set.split(";")[0] ?? "").split("=");
      if (value) this.jar.set(name, value);
      else this.jar.delete(name);
    }
    return answer;
  }

  /** To the provider and back: the address that it sends the browser to. */
  async callback(): Promise<string> {
    const { csrfToken } = (await (await this.ask("/api/auth/csrf")).json()) as { csrfToken: string };
    const start = await this.ask(`/api/auth/signin/company-${this.tenantId}`, {
      csrfToken,
      callbackUrl: `${APP}/enter`,
    });
    const { url } = (await start.json()) as { url: string };
    const back = await fetch(url, { redirect: "manual" });
    return back.headers.get("location") ?? `no way back: ${url}`;
  }

  /** Where the sign-in ends. */
  async arrive(callback: string): Promise<URL> {
    const { url } = (await (await this.ask(callback)).json()) as { url: string };
    return new URL(url, APP);
  }

  async signIn(person: ProviderPerson): Promise<URL> {
    idp.person = person;
    return this.arrive(await this.callback());
  }

  /** The actor of the session cookie; null without one. */
  async actor() {
    const token = this.jar.get("callbay.session");
    if (!token) return null;
    const said = await decode({ token, secret: SECRET, salt: "callbay.session" });
    return loadActor(record.deps, String(said?.sid), FIXED_NOW);
  }
}

const manager = { sub: "m-1", email: "manager@alder.test", email_verified: true, name: "M" };

async function refused(person: ProviderPerson, code: string): Promise<void> {
  const browser = new Browser();
  const end = await browser.signIn(person);
  expect(end.pathname + end.search).toBe(`/sign-in?error=${code}`);
  expect(await browser.actor()).toBeNull();
}

describe("setting it up", () => {
  test("the secret is sealed, never shown, and kept while it is not typed anew", async () => {
    await owner().companySignIn.set({
      ...{ issuer: `${idp.issuer}/`, clientId: CLIENT.id, domains: ["Alder.test"] },
      ...{ enabled: true, only: false, vouchesSecondFactor: true },
    });
    const said = await owner().companySignIn.get();
    expect(said.provider).toMatchObject({ issuer: idp.issuer, clientId: "callbay", domains: ["alder.test"] });
    expect(JSON.stringify(said)).not.toContain(CLIENT.secret);
    const rows = await database.db.asOperator((tx) => tx.auditLog.findMany({ where: { action: "companySignIn.set" } }));
    const row = await database.db.asOperator((tx) => tx.oidcProvider.findFirst({ where: { issuer: idp.issuer } }));
    expect(JSON.stringify([rows, row])).not.toContain(CLIENT.secret);
    expect((await companyProvider(record.deps, world.a.tenantId))?.clientSecret).toBe(CLIENT.secret);
  });

  test.each([
    ["a port where nobody listens", () => ({ issuer: "http://127.0.0.1:1" }), "OIDC_UNREACHABLE"],
    ["an address of our own network", () => ({ issuer: "https://169.254.169.254" }), "OIDC_UNREACHABLE"],
    ["a page that is no provider", () => ({ issuer: `${idp.issuer}/elsewhere` }), "OIDC_NO_DESCRIPTION"],
    ["a mail domain of everybody", () => ({ domains: ["gmail.com"] }), "OIDC_DOMAIN_PUBLIC"],
    ["the domain of another client", () => ({ domains: ["birch.test"] }), "OIDC_DOMAIN_FOREIGN"],
    ["another client id without its secret", () => ({ clientId: "x", clientSecret: undefined }), "OIDC_SECRET_NEEDED"],
  ])("%s is refused, and nothing changes", async (_, over, code) => {
    const before = await owner().companySignIn.get();
    await expect(setUp(over())).rejects.toMatchObject({ cause: { code } });
    expect(await owner().companySignIn.get()).toEqual(before);
  });

  test("a provider without keys says which word it lacks", async () => {
    idp.without.add("jwks_uri");
    await expect(setUp()).rejects.toMatchObject({ cause: { code: "OIDC_LACKS", details: { detail: "jwks_uri" } } });
  });

  test("no one but the owner sets it up", async () => {
    await expect(callerAs(record, world.a.people.manager.actor).companySignIn.get()).rejects.toThrow("role");
  });
});

describe("signing in", () => {
  test("opens the company's workspace and no other, and links the subject once", async () => {
    const browser = new Browser();
    expect((await browser.signIn(manager)).pathname).toBe("/enter");
    expect(await browser.actor()).toMatchObject({ tenantId: world.a.tenantId, role: "manager" });
    // The address is another's now; who it was stays who it was.
    const again = new Browser();
    await again.signIn({ ...manager, email: "renamed@alder.test", email_verified: false });
    expect(await again.actor()).toMatchObject({ membershipId: world.a.people.manager.membershipId });
    await refused({ sub: "m-2", email: manager.email, email_verified: true }, "COMPANY_OTHER_IDENTITY");
  });

  test("an invitation is taken by its address, without a password", async () => {
    await owner().people.invite({ email: "new@alder.test", name: "New", role: "agent" });
    const browser = new Browser();
    await browser.signIn({ sub: "n-1", email: "new@alder.test", email_verified: true, name: "Newman" });
    expect(await browser.actor()).toMatchObject({ name: "Newman", role: "agent", tenantId: world.a.tenantId });
  });

  test("the link of an invitation gives nobody a password for an account without one", async () => {
    const other = callerAs(record, world.b.people.owner.actor);
    const { inviteUrl } = await other.people.invite({ email: "new@alder.test", name: "New", role: "viewer" });
    const anonymous = callerAs(record, null);
    const token = inviteUrl.split("/").at(-1) ?? "";
    await expect(anonymous.invitation.accept({ token, password: "a password of mine" })).rejects.toMatchObject({
      cause: { code: "INVITATION_SIGN_IN_FIRST" },
    });
  });

  test("switching it off ends its sessions at their next click", async () => {
    const browser = new Browser();
    await browser.signIn(manager);
    await setUp({ enabled: false });
    expect(await browser.actor()).toBeNull();
  });

  test("the answer to who signs in here tells a domain, and no person", async () => {
    const ask = (email: string) => companiesOf(ctx(), { email });
    expect(await ask("nobody@alder.test")).toEqual(await ask("manager@alder.test"));
    expect((await ask("nobody@alder.test")).companies).toHaveLength(1);
    expect((await ask("nobody@elsewhere.test")).companies).toEqual([]);
  });
});

describe("only by the company", () => {
  test("closes passwords to the client's people, but not to its owner, who is seen", async () => {
    const open = await signIn(ctx(), { email: "supervisor@alder.test", password: TEST_PASSWORD });
    await setUp({ only: true });
    await expect(signIn(ctx(), { email: "supervisor@alder.test", password: TEST_PASSWORD })).rejects.toMatchObject({
      code: "COMPANY_SIGN_IN_NEEDED",
    });
    expect(await loadActor(record.deps, open.sessionId, FIXED_NOW)).toBeNull();
    const { sessionId } = await signIn(ctx(), { email: "owner@alder.test", password: TEST_PASSWORD });
    const row = await database.db.asOperator((tx) => tx.auditLog.findFirst({ where: { entityId: sessionId } }));
    expect(row?.after).toEqual({ breakGlass: true });
  });
});

describe("our own second factor", () => {
  test("is asked for where the company does not vouch for one, and the ticket alone opens nothing", async () => {
    const { viewer } = world.a.people;
    const person = { sub: "v-1", email: viewer.email, email_verified: true };
    const caller = callerAs(record, viewer.actor);
    const { key } = await caller.session.startSecondFactor({ password: TEST_PASSWORD });
    const at = FIXED_NOW;
    await caller.session.confirmSecondFactor({ code: totpAt(key, at) });
    const vouched = new Browser();
    await vouched.signIn(person);
    expect(await vouched.actor()).toMatchObject({ role: "viewer" });

    await setUp({ vouchesSecondFactor: false });
    const browser = new Browser();
    const end = await browser.signIn(person);
    expect(end.pathname + end.hash.slice(0, 8)).toBe("/sign-in#ticket=");
    expect(await browser.actor()).toBeNull();
    const ticket = end.hash.slice(8);
    const step = (code: string, now = new Date(at.getTime() + 30_000)) =>
      finishCompanySignIn({ ...ctx(), now }, { ticket, code });
    await expect(step("000000")).rejects.toMatchObject({ code: "SECOND_FACTOR_WRONG" });
    await expect(step("000000", new Date(at.getTime() + 3_600_000))).rejects.toMatchObject({
      code: "COMPANY_TICKET_OLD",
    });
    const next = new Date(at.getTime() + 30_000);
    expect(await loadActor(record.deps, await step(totpAt(key, next)), next)).toMatchObject({ role: "viewer" });
  });
});

describe("attacks", () => {
  const claim = (over: Record<string, unknown>) => {
    idp.tamper = (said) => ({ ...said, ...over });
  };

  test.each([
    ["a nonce of another sign-in", { nonce: "another" }],
    ["a token for another client", { aud: "somebody-else" }],
    ["a token of another issuer", { iss: "https://evil.test" }],
    ["a token that has expired", { exp: 1_000_000 }],
  ])("%s", async (_, over) => {
    claim(over);
    await refused(manager, "Configuration");
  });

  test("a token that its issuer did not sign", async () => {
    idp.forge = true;
    await refused(manager, "COMPANY_SIGNATURE");
  });

  test.each([
    [
      "an address that is not verified",
      { sub: "x-1", email: "agent@alder.test", email_verified: false },
      "COMPANY_EMAIL_UNVERIFIED",
    ],
    ["no address at all", { sub: "x-2" }, "COMPANY_EMAIL_UNVERIFIED"],
    [
      "an address of another client",
      { sub: "x-3", email: "owner@birch.test", email_verified: true },
      "COMPANY_OTHER_DOMAIN",
    ],
    [
      "somebody whom nobody invited",
      { sub: "x-4", email: "stranger@alder.test", email_verified: true },
      "COMPANY_NOT_INVITED",
    ],
  ])("%s", async (_, person, code) => {
    await refused(person, code);
  });

  test("a code works once, and not without the cookies of who asked for it", async () => {
    const victim = new Browser();
    idp.person = manager;
    const callback = await victim.callback();
    const thief = new Browser();
    expect((await thief.arrive(callback)).search).toContain("error=");
    expect(await thief.actor()).toBeNull();
    const copied = new Browser();
    for (const [name, value] of victim.jar) copied.jar.set(name, value);
    expect((await victim.arrive(callback)).pathname).toBe("/enter");
    expect((await copied.arrive(callback)).search).toContain("error=");
    expect(await copied.actor()).toBeNull();
    expect(idp.exchanged.filter((code) => callback.includes(code))).toHaveLength(1);
  });

  test("the answer for one company does not open another", async () => {
    await setUp({ domains: ["birch.test"] }, world.b);
    const victim = new Browser();
    idp.person = manager;
    const callback = (await victim.callback()).replaceAll(world.a.tenantId, world.b.tenantId);
    const other = new Browser(world.b.tenantId);
    for (const [name, value] of victim.jar) other.jar.set(name, value);
    expect((await other.arrive(callback)).search).toContain("error=");
    expect(await other.actor()).toBeNull();
  });
});
