import type { Db } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { createSecretBox } from "@callbay/db/secret-box";
import type { TenantActor } from "@callbay/domain/actor";
import { addPlatform } from "../fixture/platform.ts";

export interface FloorPlan {
  readonly secretKey: string;
  /** The PBX node; without it the floor stands on a name alone, for an emulated PBX. */
  readonly node?: {
    readonly ariUrl: string;
    readonly wsUrl: string;
    readonly username: string;
    readonly password: string;
  };
  readonly agents: number;
  /** Numbers to call, E.164; the last two digits choose what the simulated callee does. */
  readonly phones: readonly string[];
  readonly dispositions?: boolean;
  readonly recording?: boolean;
  readonly ringTimeoutMs?: number;
  readonly joinDeadlineMs?: number;
  readonly callsPerSecond?: number;
  readonly maxChannels?: number;
  readonly now: Date;
}

export interface CallFloor {
  readonly tenantId: string;
  readonly nodeId: string;
  readonly trunkId: string;
  readonly campaignId: string;
  readonly agents: readonly TenantActor[];
  readonly contacts: readonly { readonly contactId: string; readonly pointId: string; readonly phone: string }[];
  readonly soldId: string | null;
  readonly laterId: string | null;
}

const ALWAYS = [[0, 1440]];
/** A list of thousands on a busy machine. */
const SEED_MS = 120_000;
const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** A tenant with agents on seats, and a running campaign over the given numbers: all that a call path needs. */
export async function seedCallFloor(db: Db, plan: FloorPlan): Promise<CallFloor> {
  const { now } = plan;
  const platform = await addPlatform(db, now);
  const { nodeId, trunkId } = platform;
  const [tenantId, contractId, campaignId, listId, numberId] = [newId(), newId(), newId(), newId(), newId()];
  return db.asOperator(
    async (tx) => {
      await tx.pbxNode.update({
        where: { id: nodeId },
        data: {
          leaseOwner: null,
          leaseExpiresAt: null,
          ...(plan.node
            ? {
                ariUrl: plan.node.ariUrl,
                wsUrl: plan.node.wsUrl,
                ariUsername: plan.node.username,
                ariPasswordEnc: createSecretBox(plan.secretKey).seal(plan.node.password),
              }
            : {}),
        },
      });
      await tx.trunk.update({
        where: { id: trunkId },
        data: { maxChannels: plan.maxChannels ?? 50, callsPerSecond: plan.callsPerSecond ?? 50 },
      });
      await tx.tenant.create({
        data: {
          id: tenantId,
          slug: "calls",
          name: "Calls",
          legalName: "Calls Ltd.",
          timezone: "UTC",
          country: "CN",
          createdAt: now,
        },
      });
      await tx.attachment.createMany({
        data: { tenantId, id: newId(), nodeId, guaranteedChannels: 50, burstChannels: 0, createdAt: now },
      });
      await tx.phoneNumber.createMany({ data: { tenantId, id: numberId, e164: "+862012345678", createdAt: now } });
      await tx.contract.createMany({
        data: {
          tenantId,
          id: contractId,
          legalEntityId: platform.legalEntityId,
          reference: "C-1",
          form: "SEAT",
          currency: "CNY",
          state: "active",
          startsOn: new Date("2020-01-01"),
          createdAt: now,
        },
      });
      await tx.contractVersion.createMany({
        data: {
          tenantId,
          id: newId(),
          contractId,
          version: 1,
          effectiveFrom: new Date("2020-01-01"),
          minTalkMs: 100,
          createdAt: now,
        },
      });
      await tx.contactList.createMany({
        data: {
          tenantId,
          id: listId,
          name: "List",
          source: "test",
          consentBasis: "consent",
          defaultCountry: "CN",
          createdAt: now,
        },
      });
      await tx.campaign.createMany({
        data: {
          tenantId,
          id: campaignId,
          contractId,
          callerIdId: numberId,
          name: "Campaign",
          purpose: "telemarketing",
          state: "running",
          script: "Hello {{displayName}}, this is {{agent.name}}.",
          callingWindow: { weekly: Object.fromEntries(WEEKDAYS.map((day) => [day, ALWAYS])), holidays: [] },
          retryRules: { maxAttempts: 5, outcomes: { busy: { delayMinutes: 10, max: 2 } } },
          ringTimeoutMs: plan.ringTimeoutMs ?? 20_000,
          joinDeadlineMs: plan.joinDeadlineMs ?? 2_000,
          createdAt: now,
          updatedAt: now,
        },
      });
      await tx.campaignList.createMany({ data: { tenantId, campaignId, listId } });
      const agents: TenantActor[] = [];
      for (let i = 0; i < plan.agents; i += 1) {
        const [accountId, membershipId, seatId] = [newId(), newId(), newId()];
        const name = `Agent ${i + 1}`;
        await tx.account.createMany({
          data: { id: accountId, email: `agent${i + 1}@calls.test`, name, createdAt: now },
        });
        await tx.membership.createMany({
          data: { tenantId, id: membershipId, accountId, role: "agent", createdAt: now },
        });
        await tx.seat.createMany({ data: { id: seatId, label: `calls-${i + 1}`, location: "Here" } });
        await tx.seatLease.createMany({
          data: {
            tenantId,
            id: newId(),
            seatId,
            contractId,
            label: `calls-${i + 1}`,
            membershipId,
            recordingEnabled: plan.recording ?? true,
            startsAt: new Date(now.getTime() - 1_000),
            createdAt: now,
          },
        });
        await tx.campaignAgent.createMany({ data: { tenantId, campaignId, membershipId, createdAt: now } });
        agents.push({ kind: "tenant", tenantId, membershipId, role: "agent", accountId, name, sessionId: newId() });
      }
      const contacts = plan.phones.map((phone) => ({ contactId: newId(), pointId: newId(), phone }));
      await tx.contact.createMany({
        data: contacts.map(({ contactId }, i) => ({
          tenantId,
          id: contactId,
          listId,
          displayName: `Customer ${i + 1}`,
          attributes: { city: "Here" },
          createdAt: now,
        })),
      });
      await tx.contactPoint.createMany({
        data: contacts.map(({ contactId, pointId, phone }) => ({
          tenantId,
          id: pointId,
          contactId,
          listId,
          phone,
          country: "CN",
          timezone: "Asia/Shanghai",
        })),
      });
      await tx.campaignContact.createMany({
        data: contacts.map(({ contactId }) => ({ tenantId, campaignId, contactId, listId, nextAttemptAt: now })),
      });
      const [soldId, laterId] = [newId(), newId()];
      if (plan.dispositions ?? true) {
        const own = { tenantId, campaignId };
        await tx.campaignDisposition.createMany({
          data: [
            { ...own, id: soldId, position: 1, code: "sold", label: "Sold", success: true },
            { ...own, id: laterId, position: 2, code: "later", label: "Later", retryAfterMinutes: 60 },
          ],
        });
      }
      const has = plan.dispositions ?? true;
      return {
        tenantId,
        nodeId,
        trunkId,
        campaignId,
        agents,
        contacts,
        soldId: has ? soldId : null,
        laterId: has ? laterId : null,
      };
    },
    { timeoutMs: SEED_MS },
  );
}

/**
 * What the dial loop does before an order goes out: an attempt, and its contact reserved.
 *
 * @param wanted which ids will do: what is drawn from an attempt's id is chosen so.
 */
export async function reserveContact(
  db: Db,
  floor: CallFloor,
  index: number,
  now: Date,
  wanted: (attemptId: string) => boolean = () => true,
): Promise<string> {
  const contact = floor.contacts[index];
  if (!contact) throw new RangeError(`no contact ${index}`);
  const { tenantId, campaignId, nodeId, trunkId } = floor;
  let id = newId();
  while (!wanted(id)) id = newId();
  await db.withTenant(tenantId, async (tx) => {
    await tx.campaignContact.updateMany({
      where: { tenantId, campaignId, contactId: contact.contactId },
      data: { state: "reserved", reason: "" },
    });
    await tx.attempt.createMany({
      data: {
        tenantId,
        id,
        campaignId,
        contactId: contact.contactId,
        contactPointId: contact.pointId,
        phone: contact.phone,
        callerId: "+862012345678",
        nodeId,
        trunkId,
        decision: {},
        ordinal: 1,
        reservedAt: now,
      },
    });
  });
  return id;
}
