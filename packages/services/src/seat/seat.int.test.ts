import { newId } from "@callbay/db/ids";
import { createTestDatabase, type TestDatabase } from "@callbay/testing/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  activeContract,
  type BillingWorld,
  codeOf,
  OPERATOR,
  openBillingWorld,
  rentedSeats,
  TERMS,
  type TestClient,
} from "../billing/billing-world.ts";
import { currentUsage } from "../billing/current.ts";
import type { VerbContext } from "../context.ts";
import { endContract } from "../contract/end.ts";
import { assignSeat } from "./assign.ts";
import { listLeasedSeats } from "./list.ts";
import { issueSeatPhone } from "./phone.ts";
import { createSeats, listSeats } from "./pool.ts";
import { quoteSeats } from "./quote.ts";
import { releaseSeats } from "./release.ts";
import { rentSeats } from "./rent.ts";
import { setSeatRecording } from "./set-recording.ts";

const AT = "2026-03-11T01:00:00Z";
let database: TestDatabase;
let world: BillingWorld;
let client: TestClient;
let contractId: string;
beforeAll(async () => {
  database = await createTestDatabase({ poolSize: 12 });
  world = await openBillingWorld(database.db);
  client = await world.client();
  contractId = await activeContract(world, client);
});
afterAll(() => database?.close());

const owner = (of = client, at = AT): VerbContext => world.as(of.actor(), at);
const leasesOf = (of: TestClient) => world.db.withTenant(of.tenantId, (tx) => tx.seatLease.findMany());

async function onDuty(of: TestClient, seatLeaseId: string, membershipId: string): Promise<void> {
  await world.db.withTenant(of.tenantId, (tx) =>
    tx.dutySession.createMany({
      data: {
        tenantId: of.tenantId,
        id: newId(),
        membershipId,
        seatLeaseId,
        nodeId: newId(),
        startedAt: new Date(AT),
        stateSince: new Date(AT),
        device: "webrtc",
      },
    }),
  );
}

describe("renting", () => {
  it("gives no seat twice, and none of the free ones to nobody, however many rent at once", async () => {
    await createSeats(world.as(OPERATOR, AT), { labels: Array.from({ length: 24 }, newId), location: "Hall B" });
    const renters = await Promise.all(Array.from({ length: 4 }, () => world.client()));
    const contracts = await Promise.all(renters.map((renter) => activeContract(world, renter)));
    // 30 wishes of one seat each for 24 seats.
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, i) => {
        const renter = renters[i % 4] ?? client;
        return codeOf(rentSeats(owner(renter), { contractId: contracts[i % 4] ?? "", count: 1 }));
      }),
    );
    expect(answers.filter((answer) => answer === "done")).toHaveLength(24);
    expect(new Set(answers.filter((answer) => answer !== "done"))).toEqual(new Set(["NOT_ENOUGH_SEATS"]));
    const leases = (await Promise.all(renters.map(leasesOf))).flat();
    expect(new Set(leases.map((lease) => lease.seatId)).size).toBe(24);
  });

  it("rents all that was asked for or nothing", async () => {
    await createSeats(world.as(OPERATOR, AT), { labels: [newId(), newId()], location: "Hall C" });
    expect(await codeOf(rentSeats(owner(), { contractId, count: 3 }))).toBe("NOT_ENOUGH_SEATS");
    expect((await rentSeats(owner(), { contractId, count: 2 })).leases).toHaveLength(2);
  });

  it("says before what the invoice will charge, by tiers and the minimum", async () => {
    const renter = await world.client();
    const id = await activeContract(world, renter, {
      terms: {
        ...TERMS,
        components: [
          {
            type: "seat",
            params: { monthlyRate: "310.00", minSeats: 2, tiers: [{ from: 4, rate: "62.00" }], tierMode: "graduated" },
          },
        ],
      },
    });
    const seatsOf = async (at: string) => {
      const { items } = await currentUsage(owner(renter, at), {});
      return items[0]?.netMinor;
    };
    await rentedSeats(world, renter, id, 1, "2026-03-01T01:00:00Z");
    const said = await quoteSeats(owner(renter), { contractId: id, count: 3 });
    // From the 11th: three seats at 310 where the minimum of two was charged, and a fourth at 62; 21 of 31 days.
    expect(said).toMatchObject({ leased: 1, days: 21, daysInMonth: 31, thisMonthMinor: 25_200n });
    expect(said).toMatchObject({ perMonthMinor: 37_200n, totalPerMonthMinor: 99_200n });
    const end = "2026-03-31T15:00:00Z";
    const before = await seatsOf(end);
    await rentedSeats(world, renter, id, 3, AT);
    expect(((await seatsOf(end)) ?? 0n) - (before ?? 0n)).toBe(said.thisMonthMinor);
    expect(await codeOf(quoteSeats(owner(client), { contractId: id, count: 1 }))).toBe("NOT_FOUND");
  });

  it("takes only seats that record where the contract requires it", async () => {
    const strict = await world.client();
    const strictContract = await activeContract(world, strict, { terms: { ...TERMS, recordingRequired: true } });
    await createSeats(world.as(OPERATOR, AT), { labels: [newId()], location: "Training", recordingCapable: false });
    expect(await codeOf(rentSeats(owner(strict), { contractId: strictContract, count: 1 }))).toBe("NOT_ENOUGH_SEATS");
    const [lease] = (await rentSeats(owner(), { contractId, count: 1 })).leases;
    const rented = (await leasesOf(client)).find(({ id }) => id === lease?.leaseId);
    expect(rented?.recordingEnabled).toBe(false);
    const on = setSeatRecording(owner(), { leaseId: lease?.leaseId ?? "", enabled: true });
    expect(await codeOf(on)).toBe("SEAT_CANNOT_RECORD");
  });

  const onlyCalls = { ...TERMS, components: TERMS.components.slice(1) };
  it.each<[string, Parameters<typeof activeContract>[2], string, string]>([
    ["before its first day", { startsOn: "2026-04-01" }, AT, "CONTRACT_NOT_ACTIVE"],
    ["of form SEAT without a price for seats", { terms: onlyCalls }, AT, "SEATS_NOT_PRICED"],
    ["of form FULL without a price for seats", { form: "FULL", terms: onlyCalls }, AT, "done"],
  ])("under a contract %s", async (_what, contract, at, expected) => {
    const renter = await world.client();
    await createSeats(world.as(OPERATOR, at), { labels: [newId()], location: "Hall D" });
    const id = await activeContract(world, renter, contract);
    expect(await codeOf(rentSeats(owner(renter, at), { contractId: id, count: 1 }))).toBe(expected);
  });

  it("does not rent under another company's contract", async () => {
    const stranger = await world.client();
    expect(await codeOf(rentSeats(owner(stranger), { contractId, count: 1 }))).toBe("NOT_FOUND");
  });
});

describe("a rented seat", () => {
  it("is given to one person of the company who goes on duty, and to nobody else", async () => {
    const [first = "", second = ""] = await rentedSeats(world, client, contractId, 2, AT);
    const agent = await client.person("agent");
    const stranger = await (await world.client()).person("agent");
    await assignSeat(owner(), { leaseId: first, membershipId: agent });
    expect(await codeOf(assignSeat(owner(), { leaseId: second, membershipId: agent }))).toBe("PERSON_HAS_SEAT");
    expect(await codeOf(assignSeat(owner(), { leaseId: second, membershipId: stranger }))).toBe("NOT_FOUND");
    const finance = await client.person("finance");
    expect(await codeOf(assignSeat(owner(), { leaseId: second, membershipId: finance }))).toBe("ROLE_WITHOUT_DUTY");
    // The seat is taken from the person, and two seats at once never end up with them both.
    await assignSeat(owner(), { leaseId: first, membershipId: null });
    const race = await Promise.all(
      [first, second].map((leaseId) => codeOf(assignSeat(owner(), { leaseId, membershipId: agent }))),
    );
    expect(race.sort()).toEqual(["PERSON_HAS_SEAT", "done"]);
  });

  it("is neither released nor given away while somebody is on duty on it", async () => {
    const [used = "", idle = ""] = await rentedSeats(world, client, contractId, 2, AT);
    const agent = await client.person("agent", "Zhou Min");
    await assignSeat(owner(), { leaseId: used, membershipId: agent });
    await onDuty(client, used, agent);
    expect(await codeOf(releaseSeats(owner(), { leaseIds: [used, idle] }))).toBe("SEAT_IN_USE");
    expect(await codeOf(assignSeat(owner(), { leaseId: used, membershipId: null }))).toBe("SEAT_IN_USE");
    const { items } = await listLeasedSeats(owner(), {});
    expect(items.find(({ leaseId }) => leaseId === used)?.inUseBy).toMatchObject({ name: "Zhou Min" });
    await releaseSeats(owner(), { leaseIds: [idle] });
    expect(await codeOf(releaseSeats(owner(), { leaseIds: [idle] }))).toBe("SEAT_RELEASED");
    expect(await codeOf(assignSeat(owner(), { leaseId: idle, membershipId: null }))).toBe("SEAT_RELEASED");
  });

  it("is never unrecorded against the contract", async () => {
    const strict = await world.client();
    const id = await activeContract(world, strict, { terms: { ...TERMS, recordingRequired: true } });
    const [leaseId = ""] = await rentedSeats(world, strict, id, 1, AT);
    expect(await codeOf(setSeatRecording(owner(strict), { leaseId, enabled: false }))).toBe("RECORDING_REQUIRED");
    const [free = ""] = await rentedSeats(world, client, contractId, 1, AT);
    await setSeatRecording(owner(), { leaseId: free, enabled: false });
    const { items } = await listLeasedSeats(owner(), {});
    expect(items.find((item) => item.leaseId === free)?.recordingEnabled).toBe(false);
  });

  it("goes back to the pool with the end of the contract", async () => {
    const leaving = await world.client();
    const id = await activeContract(world, leaving);
    const [leaseId] = await rentedSeats(world, leaving, id, 1, AT);
    await endContract(world.as(OPERATOR, AT), { tenantId: leaving.tenantId, contractId: id, endsOn: "2026-03-15" });
    const lease = (await leasesOf(leaving)).find((one) => one.id === leaseId);
    expect(lease?.endsAt?.toISOString()).toBe("2026-03-15T16:00:00.000Z");
    const pool = await listSeats(world.as(OPERATOR, "2026-03-15T15:59:59Z"), {});
    expect(pool.items.find((seat) => seat.id === lease?.seatId)?.lease?.tenantName).toBe("Galaxy");
    const after = await listSeats(world.as(OPERATOR, "2026-03-15T16:00:00Z"), {});
    expect(after.items.find((seat) => seat.id === lease?.seatId)?.lease).toBeNull();
  });
});

describe("a telephone", () => {
  it("is told where it registers: the node's host, with the port where it is not the usual one", async () => {
    const rented = await world.client();
    const id = await activeContract(world, rented);
    const [leaseId = ""] = await rentedSeats(world, rented, id, 1, AT);
    const nodeId = newId();
    const alive = new Date("2999-01-01T00:00:00Z");
    await world.db.asOperator(async (tx) => {
      await tx.pbxNode.create({
        data: {
          ...{
            id: nodeId,
            name: nodeId,
            ariUrl: "http://10.0.0.7/ari",
            wsUrl: "ws://10.0.0.7/ws",
            ariUsername: "callbay",
          },
          ...{ ariPasswordEnc: "sealed", leaseOwner: "media-bridge", leaseFence: 1n, createdAt: new Date(AT) },
          ...{ leaseExpiresAt: alive, heartbeatAt: alive },
        },
      });
      const channels = { guaranteedChannels: 1, burstChannels: 0 };
      await tx.attachment.create({ data: { tenantId: rented.tenantId, id: newId(), nodeId, ...channels } });
    });
    expect((await issueSeatPhone(owner(rented), { leaseId })).registrar).toBe("10.0.0.7");
    await world.db.asOperator((tx) => tx.pbxNode.update({ where: { id: nodeId }, data: { sipPort: 5080 } }));
    expect((await issueSeatPhone(owner(rented), { leaseId })).registrar).toBe("10.0.0.7:5080");
  });
});
