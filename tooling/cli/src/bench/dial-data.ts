/** Data of the benches of dialling: an operator's node and trunk, a client with agents on seats, running campaigns. */
import type { Db, Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { createSecretBox } from "@callbay/db/secret-box";
import type { TenantActor } from "@callbay/domain/actor";
import type { Deps } from "@callbay/services/context";

export const BENCH_SECRET = "a secret of benches that is long enough to be a key";
const ALWAYS = [[0, 1440]];
const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/** Of a client's guarantee and of the trunk: more than any bench uses. The node has room for two such clients. */
const CHANNELS = 10_000;
const FOREVER = new Date("2100-01-01T00:00:00Z");

export interface DialPlan {
  /** Campaigns that run at once, each with its own list. */
  readonly campaigns: number;
  readonly contactsEach: number;
  readonly agents?: number;
  /** The PBX node; without it the node stands on a name alone, and is owned and alive for ever. */
  readonly node?: {
    readonly ariUrl: string;
    readonly wsUrl: string;
    readonly ariUsername: string;
    readonly ariPassword: string;
  };
  /** A floor whose node and trunk this client shares. */
  readonly beside?: Pick<DialFloor, "nodeId" | "trunkId">;
  /** The endpoint of the trunk on the node; the simulated carrier unless told. */
  readonly trunk?: string;
  /** Last two digits of every number, by which a simulated callee acts. */
  readonly ending?: string;
  /** Milliseconds from being answered until a customer without an agent is abandoned. */
  readonly joinDeadlineMs?: number;
}

export interface DialFloor {
  readonly tenantId: string;
  readonly nodeId: string;
  readonly trunkId: string;
  readonly campaignIds: readonly string[];
  readonly agents: readonly TenantActor[];
}

/** What a verb may reach in a bench. */
export function benchDeps(parts: Pick<Deps, "db" | "events" | "jobs" | "nodes"> & Partial<Deps>): Deps {
  return {
    storageDir: "/nonexistent",
    secretKey: BENCH_SECRET,
    appUrl: "http://127.0.0.1:3000",
    relayUrl: "ws://127.0.0.1:3010",
    ...parts,
  };
}

/** Makes it all in one transaction; the numbers are Chinese and each has one contact. */
export async function seedDialling(db: Db, plan: DialPlan): Promise<DialFloor> {
  const [tenantId, contractId, numberId] = [newId(), newId(), newId()];
  const { nodeId, trunkId } = plan.beside ?? { nodeId: newId(), trunkId: newId() };
  const campaignIds = Array.from({ length: plan.campaigns }, newId);
  const own = { tenantId };
  const agents = Array.from({ length: plan.agents ?? 0 }, (_, index): TenantActor => {
    const [accountId, membershipId, sessionId] = [newId(), newId(), newId()];
    return { kind: "tenant", tenantId, membershipId, role: "agent", accountId, name: `Agent ${index + 1}`, sessionId };
  });
  await db.asOperator(
    async (tx) => {
      const legalEntityId = newId();
      await tx.legalEntity.createMany({
        data: {
          id: legalEntityId,
          name: "Bench",
          addressLines: [],
          taxNumber: "1",
          invoicePrefix: legalEntityId.slice(-8),
        },
      });
      if (!plan.beside) await seedNode(tx, { nodeId, trunkId }, plan);
      await tx.tenant.createMany({
        data: {
          ...{ id: tenantId, slug: tenantId, name: "Bench", legalName: "Bench", addressLines: [] },
          ...{ timezone: "UTC", country: "CN" },
        },
      });
      await tx.attachment.createMany({
        data: { ...own, id: newId(), nodeId, guaranteedChannels: CHANNELS, burstChannels: 0 },
      });
      await tx.phoneNumber.createMany({ data: { ...own, id: numberId, e164: "+862012345678" } });
      const startsOn = new Date("2020-01-01");
      await tx.contract.createMany({
        data: {
          ...{ ...own, id: contractId, legalEntityId, reference: "B-1", form: "SEAT", currency: "CNY", startsOn },
          state: "active",
        },
      });
      await tx.contractVersion.createMany({
        data: { ...own, id: newId(), contractId, version: 1, effectiveFrom: startsOn, minTalkMs: 100 },
      });
      for (const [index, campaignId] of campaignIds.entries()) {
        const listId = newId();
        await tx.contactList.createMany({
          data: { ...own, id: listId, name: listId, source: "bench", consentBasis: "consent", defaultCountry: "CN" },
        });
        await tx.campaign.createMany({
          data: {
            ...{ ...own, id: campaignId, contractId, callerIdId: numberId, name: campaignId, state: "running" },
            purpose: "telemarketing",
            callingWindow: { weekly: Object.fromEntries(WEEKDAYS.map((day) => [day, ALWAYS])), holidays: [] },
            retryRules: { maxAttempts: 5, outcomes: {} },
            joinDeadlineMs: plan.joinDeadlineMs ?? 2_000,
          },
        });
        await tx.campaignList.createMany({ data: { ...own, campaignId, listId } });
        // UUIDv7 as the application makes them; numbers are unique in the list, and end as the plan says.
        await tx.$executeRaw`
          CREATE TEMP TABLE bench_contact ON COMMIT DROP AS
          SELECT n, uuid AS id, '+8613' || lpad((${index} * 1000003 + n)::text, 7, '0') || ${plan.ending ?? "01"} AS phone
          FROM generate_series(1, ${plan.contactsEach}::int) n,
            LATERAL (SELECT (lpad(to_hex(1790812800000 + n), 12, '0') || '7' || substr(md5(n::text || ${listId}), 1, 3) ||
                             '8' || substr(md5(${listId} || n::text), 1, 15))::uuid AS uuid) u`;
        await tx.$executeRaw`
          INSERT INTO contact (tenant_id, id, list_id, display_name)
          SELECT ${tenantId}::uuid, id, ${listId}::uuid, 'Customer ' || n FROM bench_contact`;
        await tx.$executeRaw`
          INSERT INTO contact_point (tenant_id, id, contact_id, list_id, phone, country, timezone)
          SELECT ${tenantId}::uuid, id, id, ${listId}::uuid, phone, 'CN', 'Asia/Shanghai' FROM bench_contact`;
        await tx.$executeRaw`
          INSERT INTO campaign_contact (tenant_id, campaign_id, contact_id, list_id, next_attempt_at)
          SELECT ${tenantId}::uuid, ${campaignId}::uuid, id, ${listId}::uuid, now() - interval '1 hour'
          FROM bench_contact`;
        await tx.$executeRaw`DROP TABLE bench_contact`;
      }
      for (const [index, { accountId, membershipId, name }] of agents.entries()) {
        const seatId = newId();
        const label = `bench-${index + 1}`;
        await tx.account.createMany({ data: { id: accountId, email: `${accountId}@bench.invalid`, name } });
        await tx.membership.createMany({ data: { ...own, id: membershipId, accountId, role: "agent" } });
        await tx.seat.createMany({ data: { id: seatId, label: `${label}-${seatId}`, location: "Bench" } });
        await tx.seatLease.createMany({
          data: {
            ...{ ...own, id: newId(), seatId, contractId, label, membershipId, recordingEnabled: false },
            startsAt: new Date(Date.now() - 60_000),
          },
        });
        await tx.campaignAgent.createMany({
          data: campaignIds.map((campaignId) => ({ ...own, campaignId, membershipId })),
        });
      }
    },
    { timeoutMs: 900_000 },
  );
  return { tenantId, nodeId, trunkId, campaignIds, agents };
}

async function seedNode(
  tx: Tx,
  { nodeId, trunkId }: Pick<DialFloor, "nodeId" | "trunkId">,
  plan: DialPlan,
): Promise<void> {
  const { node } = plan;
  await tx.pbxNode.createMany({
    data: {
      id: nodeId,
      name: nodeId,
      ariUrl: node?.ariUrl ?? "http://pbx.invalid/ari",
      wsUrl: node?.wsUrl ?? "ws://pbx.invalid/ws",
      ariUsername: node?.ariUsername ?? "bench",
      ariPasswordEnc: node ? createSecretBox(BENCH_SECRET).seal(node.ariPassword) : "sealed",
      maxChannels: 2 * CHANNELS,
      ...(node ? {} : { leaseOwner: "bench", leaseFence: 1n, leaseExpiresAt: FOREVER, heartbeatAt: FOREVER }),
    },
  });
  await tx.trunk.createMany({
    data: {
      id: trunkId,
      nodeId,
      name: "carrier",
      endpoint: plan.trunk ?? "carrier",
      maxChannels: CHANNELS,
      callsPerSecond: CHANNELS,
    },
  });
}
