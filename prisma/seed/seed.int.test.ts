import { createHash, randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createSecretBox } from "@callbay/db/secret-box";
import type { OperatorActor } from "@callbay/domain/actor";
import { createSignInLimiter } from "@callbay/services/access/limiters";
import { signIn } from "@callbay/services/access/sign-in";
import { campaignMargin } from "@callbay/services/costs/margin";
import { ledgerCheck } from "@callbay/services/ledger/check";
import { ledgerTrial } from "@callbay/services/ledger/read";
import { createTestDatabase, type TestDatabase } from "@callbay/testing/database";
import { type Recorder, recorder } from "@callbay/testing/recorder";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SeedOptions, seedDemo } from "./seed.ts";

const NOW = new Date("2026-03-11T10:00:00.000Z");
const FINANCE: OperatorActor = {
  kind: "operator",
  accountId: randomUUID(),
  name: "Fiona",
  role: "finance",
  sessionId: randomUUID(),
};
const PASSWORD = "the demo's password";

let database: TestDatabase;
let record: Recorder;

beforeAll(async () => {
  database = await createTestDatabase();
  record = recorder(database.db);
});
afterAll(() => database.close());

function options(change: Partial<SeedOptions> = {}): SeedOptions {
  const node = {
    name: "pbx-1",
    ariUrl: "http://127.0.0.1:8088/ari",
    wsUrl: "ws://127.0.0.1:8088/ws",
    ariUsername: "callbay",
    ariPassword: "first",
  };
  return { deps: record.deps, nodes: [node], password: PASSWORD, now: NOW, ...change };
}

const canSignIn = (email: string, password: string) =>
  signIn(
    { deps: record.deps, limiter: createSignInLimiter(null), now: NOW, requestId: "test" },
    { email, password },
  ).then(
    () => true,
    () => false,
  );

/** Everything that a second run must not double. */
async function counts(): Promise<Record<string, number>> {
  return database.db.asOperator(async (tx) => ({
    accounts: await tx.account.count(),
    tenants: await tx.tenant.count(),
    memberships: await tx.membership.count(),
    seats: await tx.seat.count(),
    leases: await tx.seatLease.count(),
    contracts: await tx.contract.count(),
    contacts: await tx.contact.count(),
    campaigns: await tx.campaign.count(),
    nodes: await tx.pbxNode.count(),
    audit: await tx.auditLog.count(),
    invoices: await tx.invoice.count(),
    payments: await tx.payment.count(),
    costSheets: await tx.costSheet.count(),
    ledger: await tx.ledgerEntry.count(),
    mails: await tx.mail.count(),
    calls: await tx.call.count(),
    recordings: await tx.recording.count(),
    assessments: await tx.assessment.count(),
  }));
}

describe("the demo", () => {
  test("lets everybody it names sign in, and its agents find a seat and a running campaign", async () => {
    const { signIns } = await seedDemo(options());
    for (const { email } of signIns) expect([email, await canSignIn(email, PASSWORD)]).toEqual([email, true]);

    const running = await database.db.asOperator((tx) =>
      tx.campaign.findFirstOrThrow({
        where: { state: "running" },
        include: { agents: true, contacts: true, contract: true, callerId: true, dispositions: true },
      }),
    );
    expect(running.contract.state).toBe("active");
    expect(running.contacts).toHaveLength(600);
    expect(running.callerId).not.toBeNull();
    expect(running.dispositions.length).toBeGreaterThan(3);
    const leases = await database.db.asOperator((tx) =>
      tx.seatLease.findMany({ where: { tenantId: running.tenantId, membershipId: { not: null } } }),
    );
    const seated = new Set(leases.map((lease) => lease.membershipId));
    expect(running.agents.length).toBeGreaterThanOrEqual(8);
    expect(running.agents.filter(({ membershipId }) => !seated.has(membershipId))).toEqual([]);
    const employers = await database.db.asOperator((tx) =>
      tx.membership.groupBy({ by: ["employer"], where: { tenantId: running.tenantId, role: "agent" }, _count: true }),
    );
    expect(employers).toHaveLength(2);
  });

  test("puts everybody into the org tree, the team leader above both teams", async () => {
    const units = await database.db.asOperator((tx) =>
      tx.orgUnit.findMany({ include: { memberships: { include: { account: true } } }, orderBy: { createdAt: "asc" } }),
    );
    const of = (email: string) =>
      units.find(({ memberships }) => memberships.some((one) => one.account.email === email));
    const above = of("supervisor@mangrove.example");
    for (const agent of ["agent1@mangrove.example", "agent4@mangrove.example", "joan@callbay.example"])
      expect(of(agent)).toMatchObject({ kind: "team", parentId: above?.id });
    expect(of("agent1@mangrove.example")?.id).not.toBe(of("agent4@mangrove.example")?.id);
    expect(units.filter(({ memberships }) => memberships.length === 0)).toEqual([]);
    expect(await database.db.asOperator((tx) => tx.membership.count({ where: { orgUnitId: null } }))).toBe(0);
  });

  test("shows money: a paid invoice, one with the client, the days that run, and a ledger that agrees", async () => {
    const ctx = { deps: { ...record.deps }, actor: FINANCE, now: NOW, requestId: "test" };
    const invoices = await database.db.asOperator((tx) =>
      tx.invoice.findMany({ orderBy: { periodFrom: "asc" }, include: { settlement: true, charges: true } }),
    );
    expect(invoices.map(({ state, number, settlement }) => [state, number, settlement?.state ?? null])).toEqual([
      ["finalised", "HLS-2026-000001", "paid"],
      ["in_review", null, null],
    ]);
    const kinds = invoices.map(({ charges }) => new Set(charges.map((charge) => `${charge.kind} ${charge.unit}`)).size);
    expect(kinds.every((count) => count >= 4)).toBe(true);
    const [first] = invoices;
    const tenantId = first?.tenantId ?? "";
    expect(await ledgerTrial(ctx, {})).toMatchObject({ balanced: true });
    expect(await ledgerCheck(ctx, {})).toEqual({ checked: 1, differences: [] });
    const posted = await campaignMargin(ctx, { tenantId, invoiceId: first?.id });
    expect(posted.items[0]).toMatchObject({ source: "ledger", costsKnown: true });
    expect(posted.items[0]?.total.seatMinor).toBeGreaterThan(0n);
    const running = await campaignMargin(ctx, { tenantId });
    expect(running.items.map(({ contractReference }) => contractReference).sort()).toEqual([
      "MT-DESK-1",
      "MT-FULL-1",
      "MT-SEAT-1",
    ]);
  });

  test("lets people hear and judge: conversations of yesterday with their recordings, judged by a scorecard", async () => {
    const seen = await database.db.asOperator(async (tx) => ({
      outcomes: await tx.call.groupBy({ by: ["outcome"], _count: true, orderBy: { outcome: "asc" } }),
      open: await tx.call.count({
        where: { OR: [{ endedAt: null }, { joinedAt: { not: null }, dispositionId: null }] },
      }),
      recordings: await tx.recording.findMany(),
      judged: await tx.assessment.findMany({ where: { submittedAt: { not: null } }, orderBy: { id: "asc" } }),
      waiting: await tx.qualityTask.count({ where: { doneAt: null } }),
      calibrations: await tx.calibration.findMany(),
      usage: await tx.usageRecord.groupBy({
        by: ["kind"],
        where: { kind: { in: ["call", "success"] } },
        _count: true,
        orderBy: { kind: "asc" },
      }),
    }));
    expect(seen.outcomes).toEqual([
      { outcome: "answered", _count: 9 },
      { outcome: "no_answer", _count: 2 },
    ]);
    expect(seen.open).toBe(0);
    expect(seen.usage).toEqual([
      { kind: "call", _count: 9 },
      { kind: "success", _count: 3 },
    ]);
    expect(seen.recordings.map(({ state }) => state)).toEqual(Array.from({ length: 9 }, () => "stored"));
    for (const { storageKey, bytes, sha256 } of seen.recordings) {
      const file = await readFile(join(record.deps.storageDir, storageKey ?? ""));
      expect(BigInt(file.length)).toBe(bytes);
      expect(createHash("sha256").update(file).digest("hex")).toBe(sha256);
    }
    expect(seen.judged.map(({ scoreBp, isFatal }) => [scoreBp, isFatal])).toEqual([
      [8_421, false],
      [6_833, false],
      [9_158, false],
      [0, true],
      [9_368, false],
      [7_579, false],
    ]);
    expect(seen.waiting).toBe(3);
    expect(seen.calibrations.map(({ closedAt }) => closedAt !== null)).toEqual([true]);
  });

  test("changes nothing when it runs again, but where the nodes are", async () => {
    const before = await counts();
    await seedDemo(options({ nodes: options().nodes.map((node) => ({ ...node, ariPassword: "second" })) }));
    expect(await counts()).toEqual(before);
    const node = await database.db.asOperator((tx) => tx.pbxNode.findFirstOrThrow());
    expect(createSecretBox(record.deps.secretKey).open(node.ariPasswordEnc)).toBe("second");
  });

  test("follows a new demo password, and leaves alone who chose their own", async () => {
    await database.db.asAuthenticator((tx) =>
      tx.accountCredential.updateMany({
        where: { account: { email: "agent2@mangrove.example" } },
        data: { updatedAt: new Date(NOW.getTime() + 1) },
      }),
    );
    await seedDemo(options({ password: "another demo password" }));
    expect(await canSignIn("owner@mangrove.example", "another demo password")).toBe(true);
    expect(await canSignIn("owner@mangrove.example", PASSWORD)).toBe(false);
    expect(await canSignIn("agent2@mangrove.example", PASSWORD)).toBe(true);
  });
});

describe("a run that was stopped half-way", () => {
  test("is completed by the next", async () => {
    const second = await createTestDatabase();
    const { deps } = recorder(second.db);
    try {
      const broken = {
        ...deps,
        // Dies when the list's file is to be written.
        storageDir: "/dev/null/no-folder",
      };
      await expect(seedDemo(options({ deps: broken }))).rejects.toBeDefined();
      await seedDemo(options({ deps }));
      const campaigns = await second.db.asOperator((tx) => tx.campaign.findMany({ select: { state: true } }));
      expect(campaigns.map(({ state }) => state).sort()).toEqual(["completed", "draft", "running", "submitted"]);
    } finally {
      await second.close();
    }
  });
});
