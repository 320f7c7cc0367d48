import { newId } from "@callbay/db/ids";
import type { SystemActor, TenantActor } from "@callbay/domain/actor";
import {
  type DutyEvent,
  type DutySnapshot,
  startDuty as freshDuty,
  tiles,
  transition,
} from "@callbay/domain/duty-machine";
import { type CallFloor, reserveContact, seedCallFloor } from "@callbay/testing/call-kit/seed";
import { createTestDatabase, type TestDatabase } from "@callbay/testing/database";
import { type Recorder, recorder } from "@callbay/testing/recorder";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { VerbContext } from "../context.ts";
import { recordDutyState } from "../duty/record-state.ts";
import { startDuty } from "../duty/start.ts";
import { claimNodeLease } from "./lease.ts";
import { hasRefuge, moveDutySession, releaseNodeAttempts } from "./leave.ts";

const SYSTEM: SystemActor = { kind: "system", name: "media-bridge" };
const T0 = new Date("2026-03-11T10:00:00.000Z");
const at = (seconds: number) => new Date(T0.getTime() + seconds * 1_000);
const FOREVER = new Date("2100-01-01T00:00:00Z");

let database: TestDatabase;
let world: Recorder;
let floor: CallFloor;
let other: string;
let fence: bigint;

const as = (actor: TenantActor | SystemActor): VerbContext => ({
  deps: world.deps,
  actor,
  now: T0,
  requestId: newId(),
});
const by = () => ({ tenantId: floor.tenantId, nodeId: floor.nodeId, fence });
const move = (dutySessionId: string) => moveDutySession(as(SYSTEM), { ...by(), dutySessionId });
const session = (id: string) =>
  database.db.asOperator((tx) =>
    tx.dutySession.findFirstOrThrow({ where: { id }, include: { intervals: { orderBy: { seq: "asc" } } } }),
  );
const setOther = (data: object) =>
  database.db.asOperator((tx) => tx.pbxNode.updateMany({ where: { id: other }, data: { ...ALIVE, ...data } }));
const ALIVE = { state: "active" as const, leaseExpiresAt: FOREVER, heartbeatAt: FOREVER };

/** An agent of the floor whose duty has gone along these events, as the node's owner writes it. */
async function onDuty(index: number, ...events: DutyEvent[]): Promise<{ id: string; duty: DutySnapshot; seq: number }> {
  const actor = floor.agents[index];
  if (!actor) throw new Error("no such agent");
  const { dutySessionId: id } = await startDuty(as(actor), {});
  let [duty, seq] = [freshDuty(T0), 1];
  for (const [i, event] of events.entries()) {
    const step = transition(duty, event, at(i + 1));
    if (!step.ok) throw new Error(step.code);
    duty = step.duty;
    if (step.opensInterval) seq += 1;
    await write(id, duty, seq);
  }
  return { id, duty, seq };
}

async function write(dutySessionId: string, duty: DutySnapshot, seq: number, nodeId = floor.nodeId, mine = fence) {
  const { state, since, pauseReason, next, currentCallId, offReason } = duty;
  const to = { tenantId: floor.tenantId, nodeId, fence: mine, dutySessionId, seq };
  await recordDutyState(as(SYSTEM), { ...to, state, since, pauseReason, next, currentCallId, offReason });
}

beforeAll(async () => {
  database = await createTestDatabase();
  world = recorder(database.db);
  floor = await seedCallFloor(database.db, {
    secretKey: world.deps.secretKey,
    agents: 5,
    phones: ["+8613800138010", "+8613800138011"],
    now: T0,
  });
  other = newId();
  const address = { ariUrl: "http://b.test/ari", wsUrl: "ws://b.test/ws", ariUsername: "b", ariPasswordEnc: "sealed" };
  await database.db.asOperator(async (tx) => {
    await tx.pbxNode.create({ data: { id: other, name: "pbx-2", ...address, ...ALIVE, createdAt: T0 } });
    const { tenantId } = floor;
    await tx.attachment.createMany({
      data: { tenantId, id: newId(), nodeId: other, guaranteedChannels: 5, burstChannels: 0, createdAt: T0 },
    });
  });
  fence = (await claimNodeLease(as(SYSTEM), { nodeId: floor.nodeId, owner: "a", ttlMs: 60_000 }))?.fence ?? 0n;
  // Leases run by the database's own clock: this one outlasts the file, however slow the machine.
  await database.db.asOperator((tx) =>
    tx.pbxNode.updateMany({ where: { id: floor.nodeId }, data: { leaseExpiresAt: FOREVER } }),
  );
});
afterAll(() => database.close());
beforeEach(async () => {
  world.clear();
  await setOther({});
});

describe("an agent who leaves a node", () => {
  test("goes on with the same duty on the other, with new credentials, and both sides are told", async () => {
    const { id, duty, seq } = await onDuty(0, { type: "legUp" }, { type: "legDown" });
    expect(await move(id)).toEqual({ nodeId: other });
    expect(await session(id)).toMatchObject({ nodeId: other, generation: 2, state: "connecting", endedAt: null });
    expect(world.commands.at(-1)).toMatchObject({ nodeId: other, command: { type: "duty.attach", dutySessionId: id } });
    expect(world.events.at(-1)?.event).toMatchObject({ type: "duty.changed", dutySessionId: id, state: "connecting" });
    // Nobody moves an agent who is gone already, and the old node's late word is not written.
    expect(await move(id)).toBeNull();
    await write(id, { ...duty, state: "paused", since: at(9), pauseReason: "meal" }, seq + 1);
    expect(await session(id)).toMatchObject({ state: "connecting" });
    const lease = await database.db.asOperator((tx) =>
      tx.pbxNode.update({ where: { id: other }, data: { leaseFence: { increment: 1 } }, select: { leaseFence: true } }),
    );
    const up = transition(duty, { type: "legUp" }, at(12));
    if (!up.ok) throw new Error(up.code);
    await write(id, up.duty, seq + 1, other, lease.leaseFence);
    const off = transition(up.duty, { type: "goOff" }, at(20));
    if (!off.ok) throw new Error(off.code);
    await write(id, off.duty, seq + 1, other, lease.leaseFence);
    const { intervals, startedAt, endedAt, state } = await session(id);
    expect(state).toBe("off");
    expect(tiles(intervals, { startedAt, endedAt })).toEqual([]);
  });

  test("keeps a wrap-up, and is not moved out of a conversation", async () => {
    const callId = newId();
    const talks = await onDuty(1, { type: "legUp" }, { type: "join", callId });
    expect(await move(talks.id)).toBeNull();
    const wraps = await onDuty(2, { type: "legUp" }, { type: "join", callId }, { type: "callEnded", callId });
    expect(await move(wraps.id)).toEqual({ nodeId: other });
    expect(await session(wraps.id)).toMatchObject({ nodeId: other, state: "wrapup", currentCallId: callId });
  });

  test.each([
    ["drains", { state: "draining" as const }],
    ["has no owner", { leaseExpiresAt: T0 }],
    ["does not answer its owner", { heartbeatAt: T0 }],
  ])("stays where the other node %s", async (_what, data) => {
    const { id } = await onDuty(3, { type: "legUp" });
    await setOther(data);
    expect(await hasRefuge(as(SYSTEM), { tenantId: floor.tenantId, nodeId: floor.nodeId })).toBe(false);
    expect(await move(id)).toBeNull();
    expect(await session(id)).toMatchObject({ nodeId: floor.nodeId, generation: 1 });
  });

  test("is moved by the node's owner alone", async () => {
    const { id } = await onDuty(4, { type: "legUp" });
    const stale = moveDutySession(as(SYSTEM), { ...by(), fence: fence - 1n, dutySessionId: id });
    await expect(stale).rejects.toMatchObject({ code: "LEASE_LOST" });
  });
});

test("what is reserved on a node that will not place it goes back uncounted", async () => {
  const id = await reserveContact(database.db, floor, 0, T0);
  expect(await releaseNodeAttempts(as(SYSTEM), { nodeId: floor.nodeId, fence })).toBe(1);
  expect(await releaseNodeAttempts(as(SYSTEM), { nodeId: floor.nodeId, fence })).toBe(0);
  const [attempt, contact] = await database.db.asOperator(async (tx) => [
    await tx.attempt.findFirstOrThrow({ where: { id } }),
    await tx.campaignContact.findFirstOrThrow({ where: { contactId: floor.contacts[0]?.contactId ?? "" } }),
  ]);
  expect(attempt).toMatchObject({ state: "released", releasedReason: "pbx_away" });
  expect(contact).toMatchObject({ state: "ready", reason: "released_pbx_away", attempts: 0 });
});
