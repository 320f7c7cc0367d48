import type { Db } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import type { OperatorActor, SystemActor, TenantActor } from "@callbay/domain/actor";
import { CallbayError } from "@callbay/domain/errors";
import type { TenantRole } from "@callbay/domain/permissions";
import type { z } from "zod";
import type { Deps, VerbContext } from "../context.ts";
import { activateContract } from "../contract/activate.ts";
import { createContract } from "../contract/create.ts";
import type { termsSchema } from "../contract/terms.ts";
import { createSeats } from "../seat/pool.ts";
import { rentSeats } from "../seat/rent.ts";
import { recordCallUsage } from "../usage/record.ts";

/** A database with a legal entity, and clients made on request: what the tests of contracts and billing stand on. */
export interface BillingWorld {
  readonly db: Db;
  readonly legalEntityId: string;
  readonly events: readonly unknown[];
  as(actor: OperatorActor | TenantActor | SystemActor, now: string): VerbContext;
  client(options?: { name?: string; timezone?: string }): Promise<TestClient>;
}

export interface TestClient {
  readonly tenantId: string;
  actor(role?: TenantRole, membershipId?: string): TenantActor;
  person(role: TenantRole, name?: string): Promise<string>;
  /** A campaign of the contract; calls need one. */
  campaign(contractId: string): Promise<string>;
  /** What an agent may say of the campaign's calls: sold (a success) and no. Ids by code. */
  dispositions(campaignId: string): Promise<{ readonly sold: string; readonly no: string }>;
  /** An ended call with its usage, as the end of a call writes it. */
  call(campaignId: string, call: TestCall): Promise<string>;
}

/** Seats by the month, outbound calls with a base fee: the terms of a contract that says nothing else. */
export const TERMS: z.input<typeof termsSchema> = {
  taxRatePpm: 60_000,
  reviewDays: 0,
  excludedPrefixes: ["10086"],
  components: [
    { type: "seat", params: { monthlyRate: "310.00", minSeats: 2 } },
    { type: "per_call", direction: "outbound", params: { rate: "0.85", baseFee: "620.00" } },
  ],
};

interface TestContract {
  readonly form?: "SEAT" | "FULL";
  readonly reference?: string;
  readonly startsOn?: string;
  readonly terms?: z.input<typeof termsSchema>;
}

/** Creates and activates a contract from 1 March 2026. */
export async function activeContract(
  world: BillingWorld,
  { tenantId }: TestClient,
  { form = "SEAT", reference = "C-1", startsOn = "2026-03-01", terms = TERMS }: TestContract = {},
): Promise<string> {
  const operator = world.as(OPERATOR, "2026-02-20T00:00:00Z");
  const { legalEntityId } = world;
  const input = { tenantId, legalEntityId, reference, form, currency: "CNY", startsOn, terms };
  const { contractId } = await createContract(operator, input);
  await activateContract(operator, { tenantId, contractId });
  return contractId;
}

/** Adds seats to the pool and rents as many for the client. */
export async function rentedSeats(
  world: BillingWorld,
  client: TestClient,
  contractId: string,
  count: number,
  at: string,
): Promise<string[]> {
  const labels = Array.from({ length: count }, () => newId());
  await createSeats(world.as(OPERATOR, at), { labels, location: "Hall A" });
  const { leases } = await rentSeats(world.as(client.actor(), at), { contractId, count });
  return leases.map(({ leaseId }) => leaseId);
}

/** The code of the refusal, or "done". */
export function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "done",
    (error: unknown) => (error instanceof CallbayError ? error.code : String(error)),
  );
}

export interface TestCall {
  readonly at: string;
  readonly talkMs?: number;
  readonly phone?: string;
  readonly answered?: boolean;
  readonly joined?: boolean;
  readonly isInternal?: boolean;
  readonly membershipId?: string;
  readonly contactId?: string;
}

export const OPERATOR: OperatorActor = {
  kind: "operator",
  accountId: newId(),
  name: "Ma Operator",
  role: "admin",
  sessionId: newId(),
};
export const SYSTEM: SystemActor = { kind: "system", name: "worker" };

export async function openBillingWorld(db: Db, storageDir = "/nonexistent"): Promise<BillingWorld> {
  const events: unknown[] = [];
  const deps: Deps = {
    db,
    events: { publish: async (audience, event) => void events.push({ audience, event }) },
    jobs: { enqueue: async () => {} },
    nodes: { send: async () => ({ ok: true }) },
    storageDir,
    secretKey: "0123456789abcdef0123456789abcdef",
    appUrl: "http://127.0.0.1:3000",
    relayUrl: "ws://127.0.0.1:3010",
  };
  const legalEntityId = newId();
  await db.asOperator((tx) =>
    tx.legalEntity.createMany({
      data: {
        id: legalEntityId,
        name: "Harbour Light Services Ltd",
        addressLines: ["18 Quay Road", "Hong Kong"],
        taxNumber: "HK-7788-01",
        invoicePrefix: "HLS",
        bankDetails: "Harbour Bank · 012-345-678901",
      },
    }),
  );
  const nodeId = newId();
  return {
    db,
    legalEntityId,
    events,
    as: (actor, now) => ({ deps, actor, now: new Date(now), requestId: newId() }),
    client: async ({ name = "Galaxy", timezone = "Asia/Shanghai" } = {}) => {
      const tenantId = newId();
      await db.asOperator((tx) =>
        tx.tenant.createMany({
          data: {
            id: tenantId,
            slug: `c-${tenantId}`,
            name,
            legalName: `${name} Co. Ltd`,
            addressLines: ["1 Nanjing Road", "Shanghai"],
            taxNumber: "CN-1",
            timezone,
            country: "CN",
          },
        }),
      );
      return testClient(db, tenantId, nodeId);
    },
  };
}

function testClient(db: Db, tenantId: string, nodeId: string): TestClient {
  const person = async (role: TenantRole, name = "Li Wei"): Promise<string> => {
    const accountId = newId();
    const id = newId();
    await db.asOperator(async (tx) => {
      await tx.account.createMany({ data: { id: accountId, email: `${accountId}@example.test`, name } });
      await tx.membership.createMany({ data: { tenantId, id, accountId, role } });
    });
    return id;
  };
  return {
    tenantId,
    person,
    actor: (role = "owner", membershipId = newId()) => ({
      kind: "tenant",
      accountId: newId(),
      membershipId,
      tenantId,
      name: "Owner",
      role,
      sessionId: newId(),
    }),
    campaign: async (contractId) => {
      const id = newId();
      await db.withTenant(tenantId, (tx) =>
        tx.campaign.createMany({
          data: {
            tenantId,
            id,
            contractId,
            name: `Spring ${id}`,
            purpose: "telemarketing",
            callingWindow: {},
            retryRules: {},
          },
        }),
      );
      return id;
    },
    dispositions: async (campaignId) => {
      const [sold, no] = [newId(), newId()];
      const of = { tenantId, campaignId };
      await db.withTenant(tenantId, (tx) =>
        tx.campaignDisposition.createMany({
          data: [
            { ...of, id: sold, position: 1, code: "sold", label: "Sold", success: true },
            { ...of, id: no, position: 2, code: "no", label: "No" },
          ],
        }),
      );
      return { sold, no };
    },
    call: async (campaignId, call) => {
      const { at, talkMs = 60_000, phone = "+8613800138000", answered = true, joined = true } = call;
      const id = newId();
      const startedAt = new Date(at);
      const joinedAt = answered && joined ? new Date(startedAt.getTime() + 5_000) : null;
      const endedAt = new Date(startedAt.getTime() + 5_000 + talkMs);
      await db.withTenant(tenantId, async (tx) => {
        await tx.call.createMany({
          data: {
            tenantId,
            id,
            direction: "outbound",
            campaignId,
            phone,
            callerId: "+85221110000",
            nodeId,
            startedAt,
            answeredAt: answered ? new Date(startedAt.getTime() + 4_000) : null,
            joinedAt,
            partedAt: joinedAt && endedAt,
            endedAt,
            talkMs: joinedAt ? talkMs : 0,
            outcome: answered ? "answered" : "no_answer",
            isInternal: call.isInternal ?? false,
            membershipId: call.membershipId ?? null,
            contactId: call.contactId ?? null,
          },
        });
        await recordCallUsage(tx, { tenantId, callId: id, now: endedAt });
      });
      return id;
    },
  };
}
