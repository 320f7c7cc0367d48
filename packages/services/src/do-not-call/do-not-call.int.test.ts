import { access, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { newId } from "@callbay/db/ids";
import { importNumbers } from "@callbay/jobs/catalogue";
import { verbContext } from "@callbay/testing/caller";
import { openWorld } from "@callbay/testing/world";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { claimCampaignLease, findCampaignsWithoutLoop } from "../dial/lease.ts";
import { reserveAttempts } from "../dial/reserve.ts";
import { addDoNotCall, removeDoNotCall } from "../list/do-not-call.ts";
import { requeueNumbers } from "./import-steps.ts";
import { NumberFile } from "./number-file.ts";
import { cancelRegisterImport, numbersImportRejects, registerImportRejects } from "./read-imports.ts";
import { createRegisterLookup, type RunningRegisterLookup, registersInForce } from "./register-lookup.ts";
import { createOwnRegister, createRegister, listOwnRegisters, listRegisters, updateRegister } from "./registers.ts";
import { settleRegisters } from "./rejudge.ts";
import { revokeByCustomer } from "./revoke.ts";
import { runNumbersImport } from "./run-import.ts";
import { searchNumber } from "./search.ts";
import { takeSms } from "./sms.ts";
import { type NumbersTarget, startNumbersImport } from "./start-import.ts";

let now: Date;
let registers: RunningRegisterLookup;
const clock = () => now;

const world = openWorld();
const { record } = world;
beforeAll(async () => {
  now = world.now;
});
beforeEach(() => {
  record.clear();
  now = world.now;
  registers = createRegisterLookup({
    storageDir: record.deps.storageDir,
    inForce: registersInForce(world.db),
    memoryBytes: 0,
    clock,
  });
});

const operator = () => verbContext(record, world.platform.operators.admin.actor, now);
const manager = (of = world.a) => {
  const ctx = verbContext(record, of.people.manager.actor, now);
  return { ...ctx, deps: { ...ctx.deps, registers } };
};
const system = () => verbContext(record, { kind: "system", name: "test" }, now);
const run = (importId: string, stopping?: () => boolean) =>
  runNumbersImport(system(), importId, { clock, ...(stopping ? { stopping } : {}) });

async function* bytes(text: string) {
  yield Buffer.from(text);
}
const upload = (ctx: ReturnType<typeof operator>, target: Omit<NumbersTarget, "fileName">, text: string) =>
  startNumbersImport(ctx, { fileName: "numbers.txt", ...target }, bytes(text));
const imported = (importId: string) =>
  world.db.asOperator((tx) => tx.dncImport.findUniqueOrThrow({ where: { id: importId } }));
const register = async (text: string, validUntil: Date | null = null) => {
  const { registerId } = await createRegister(operator(), { name: `Register ${newId()}`, validUntil });
  const { importId } = await upload(operator(), { registerId, mode: "replace" }, text);
  expect(await run(importId)).toBe("completed");
  return registerId;
};
const off = (registerId: string) => updateRegister(operator(), { registerId, enabled: false });
const inForce = async (registerId: string): Promise<number[]> => {
  const row = await world.db.asOperator((tx) => tx.dncRegister.findUniqueOrThrow({ where: { id: registerId } }));
  const file = await NumberFile.open(join(record.deps.storageDir, row.storageKey ?? ""), () => false);
  const out: number[] = [];
  for await (const piece of file.numbers()) out.push(...piece);
  await file.close();
  expect(out.length).toBe(Number(row.numbers));
  return out;
};

describe("a register", () => {
  it("is what its file says, counted, with the rows that are no numbers", async () => {
    const { registerId } = await createRegister(operator(), { name: "National", source: "by hand" });
    const text = "number\n+85291110002\n+85291110001\nnobody\n+85291110002\n";
    const { importId } = await upload(operator(), { registerId, mode: "replace" }, text);
    expect(record.jobs).toEqual([{ queue: importNumbers.queue, name: importNumbers.name, payload: { importId } }]);
    expect(await run(importId)).toBe("completed");
    expect(await run(importId)).toBe("not_needed");
    const { items } = await listRegisters(operator(), {});
    expect(items.find(({ id }) => id === registerId)).toMatchObject({
      name: "National",
      operator: true,
      filled: true,
      numbers: 2,
      latest: { state: "completed", percent: 100, processed: 4, accepted: 3, rejected: 1, writing: false },
    });
    expect(await registerImportRejects(operator(), { importId })).toEqual({
      total: 1,
      items: [{ row: 4, reason: "phone_not_a_number", raw: "nobody" }],
    });
    expect(await inForce(registerId)).toEqual([85_291_110_001, 85_291_110_002]);
    expect(await readdir(join(record.deps.storageDir, "numbers", "uploads"))).toEqual([]);
    await off(registerId);
  });

  it("is added to, taken from and replaced", async () => {
    const registerId = await register("+85291110001\n+85291110002\n+85291110003\n");
    const change = async (mode: "add" | "remove" | "replace", text: string) => {
      const { importId } = await upload(operator(), { registerId, mode }, text);
      expect(await run(importId)).toBe("completed");
      return inForce(registerId);
    };
    expect(await change("add", "+85291110009\n+85291110002\n")).toEqual([1, 2, 3, 9].map((n) => 85_291_110_000 + n));
    expect(await change("remove", "+85291110001\n+85291110777\n")).toEqual([2, 3, 9].map((n) => 85_291_110_000 + n));
    expect(await change("replace", "+85291110005\n")).toEqual([85_291_110_005]);
    // The one in force and the one before it, which somebody may still be opening.
    expect(await readdir(join(record.deps.storageDir, "numbers", "registers", registerId))).toHaveLength(2);
    await off(registerId);
  });

  it("loses nothing when two files are added at the same time", async () => {
    const registerId = await register("+85291110001\n");
    const a = await upload(operator(), { registerId, mode: "add" }, "+85291110002\n");
    const b = await upload(operator(), { registerId, mode: "add" }, "+85291110003\n");
    expect(await Promise.all([run(a.importId), run(b.importId)])).toEqual(["completed", "completed"]);
    expect(await inForce(registerId)).toEqual([1, 2, 3].map((n) => 85_291_110_000 + n));
    await off(registerId);
  });

  it.each([
    ["has no numbers in it", "name\nA\nB\n", "NO_NUMBERS"],
    ["could mostly not be read", "+85291110001\nx\ny\n", "MOSTLY_REJECTED"],
  ])("stays as it was after a file that %s", async (_, text, errorCode) => {
    const registerId = await register("+85291110001\n");
    const { importId } = await upload(operator(), { registerId, mode: "replace" }, text);
    expect(await run(importId)).toBe("failed");
    expect(await imported(importId)).toMatchObject({ state: "failed", errorCode });
    expect(await inForce(registerId)).toEqual([85_291_110_001]);
    await off(registerId);
  });

  it("stays as it was when the import is stopped or cancelled, and the run after a stop begins anew", async () => {
    const registerId = await register("+85291110001\n");
    const { importId } = await upload(operator(), { registerId, mode: "replace" }, "+85291110008\n+85291110009\n");
    expect(await run(importId, () => true)).toBe("stopped");
    expect(await imported(importId)).toMatchObject({ state: "running" });
    // As a process that was killed leaves them.
    const { storageDir } = record.deps;
    const left = [`numbers/uploads/${importId}-x.runs`, `numbers/registers/${registerId}/${importId}-x.part`];
    for (const path of left) await writeFile(join(storageDir, path), "half");
    expect(await inForce(registerId)).toEqual([85_291_110_001]);
    record.clear();
    await requeueNumbers(system());
    expect(record.jobs.map(({ payload }) => payload)).toContainEqual({ importId });
    expect(await run(importId)).toBe("completed");
    expect(await imported(importId)).toMatchObject({ processedRows: 2n, acceptedRows: 2n });
    expect(await inForce(registerId)).toHaveLength(2);
    for (const path of left) await expect(access(join(storageDir, path))).rejects.toMatchObject({ code: "ENOENT" });

    const other = await upload(operator(), { registerId, mode: "replace" }, "+85291110003\n");
    // An import tells when it has read something; what it then writes down finds it cancelled.
    let isCancelled = false;
    const ctx = system();
    const { events } = ctx.deps;
    const publish: typeof events.publish = async (to, event) => {
      if (!isCancelled) {
        isCancelled = true;
        await cancelRegisterImport(operator(), { importId: other.importId });
      }
      await events.publish(to, event);
    };
    const told = { ...ctx, deps: { ...ctx.deps, events: { ...events, publish } } };
    expect(await runNumbersImport(told, other.importId, { clock })).toBe("stopped");
    expect(await imported(other.importId)).toMatchObject({ state: "cancelled" });
    expect(await inForce(registerId)).toEqual([85_291_110_008, 85_291_110_009]);
    await expect(cancelRegisterImport(operator(), { importId: other.importId })).rejects.toMatchObject({
      code: "IMPORT_FINISHED",
    });
    const third = await upload(operator(), { registerId, mode: "replace" }, "+85291110004\n");
    await cancelRegisterImport(operator(), { importId: third.importId });
    expect(await run(third.importId)).toBe("not_needed");
    expect(await inForce(registerId)).toEqual([85_291_110_008, 85_291_110_009]);
    await off(registerId);
  });

  it("of the operator binds every workspace, one of a workspace that one alone", async () => {
    const registerId = await register("+85291110001\n");
    const own = await createOwnRegister(manager(), { name: "Ours" });
    const { importId } = await upload(manager(), { registerId: own.registerId, mode: "replace" }, "+85291110002\n");
    await run(importId);
    const phones = ["+85291110001", "+85291110002", "+85291110003", "nobody"];
    expect(await registers.onRegisters(world.a.tenantId, phones)).toEqual(
      new Map([
        ["+85291110001", { registerId, operator: true, unreadable: false }],
        ["+85291110002", { registerId: own.registerId, operator: false, unreadable: false }],
      ]),
    );
    expect([...(await registers.onRegisters(world.b.tenantId, phones)).keys()]).toEqual(["+85291110001"]);
    const seen = await listOwnRegisters(manager(), {});
    expect(seen.items.filter(({ filled, enabled }) => filled && enabled).map(({ operator }) => operator)).toEqual([
      true,
      false,
    ]);
    // The other workspace neither sees nor writes it; nobody of a workspace writes the operator's.
    const theirs = await listOwnRegisters(manager(world.b), {});
    expect(theirs.items.map(({ id }) => id)).not.toContain(own.registerId);
    for (const target of [own.registerId, registerId])
      await expect(upload(manager(world.b), { registerId: target, mode: "add" }, "+1\n")).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    await off(registerId);
    await world.db.withTenant(world.a.tenantId, (tx) =>
      tx.dncRegister.updateMany({ where: { id: own.registerId }, data: { enabled: false } }),
    );
  });

  it("counts in its new version without a restart, and switched off not at all", async () => {
    const registerId = await register("+85291110001\n");
    const on = async () => [
      ...(await registers.onRegisters(world.a.tenantId, ["+85291110001", "+85291110002"])).keys(),
    ];
    expect(await on()).toEqual(["+85291110001"]);
    const { importId } = await upload(operator(), { registerId, mode: "replace" }, "+85291110002\n");
    await run(importId);
    now = new Date(now.getTime() + 10_000);
    expect(await on()).toEqual(["+85291110002"]);
    await off(registerId);
    now = new Date(now.getTime() + 10_000);
    expect(await on()).toEqual([]);
  });

  it("that is too old to dial by lets nobody of its numbers' range through", async () => {
    const until = new Date(now.getTime() + 60_000);
    const registerId = await register("+85291110001\n+85291119999\n", until);
    const ask = (phone: string) => registers.onRegisters(world.a.tenantId, [phone]);
    expect((await ask("+85291115555")).size).toBe(0);
    now = new Date(until.getTime() + 1);
    await expect(ask("+85291115555")).rejects.toMatchObject({
      code: "REGISTER_UNREADABLE",
      details: { registerId, why: "outdated" },
    });
    expect((await ask("+4723450001")).size).toBe(0);
    // The gate is told number by number.
    const marks = await registers.marksOf(world.a.tenantId, ["+85291115555", "+4723450001"]);
    expect([...marks]).toEqual([["+85291115555", { registerId, operator: true, unreadable: true }]]);
    await off(registerId);
  });

  it.each([
    ["gone", async (path: string) => rm(path)],
    [
      "damaged",
      async (path: string) => writeFile(path, "no register at all, and long enough to be looked at ".repeat(9)),
    ],
  ])("whose file is %s lets nobody through", async (_, harm) => {
    const registerId = await register("+85291110001\n");
    const row = await world.db.asOperator((tx) => tx.dncRegister.findUniqueOrThrow({ where: { id: registerId } }));
    await harm(join(record.deps.storageDir, row.storageKey ?? ""));
    await expect(registers.onRegisters(world.a.tenantId, ["+4723450001"])).rejects.toMatchObject({
      code: "REGISTER_UNREADABLE",
      details: { registerId },
    });
    const marks = await registers.marksOf(world.a.tenantId, ["+4723450001"]);
    expect(marks.get("+4723450001")).toMatchObject({ registerId, unreadable: true });
    await off(registerId);
  });

  it("keeps the gate from dialling its numbers, and lets contacts go when it has them no more", async () => {
    const { tenantId, campaignId, phones, contactIds } = world.a;
    await world.db.withTenant(tenantId, async (tx) => {
      await tx.campaign.updateMany({
        where: { id: campaignId },
        data: { callingWindow: { weekly: Object.fromEntries(DAYS.map((day) => [day, [[0, 1440]]])) } },
      });
      await tx.campaignContact.updateMany({ where: { campaignId }, data: { state: "done" } });
      await tx.campaignContact.updateMany({
        where: { campaignId, contactId: { in: contactIds.slice(3, 5) } },
        data: { state: "ready", reason: "new", nextAttemptAt: now },
      });
      await tx.doNotCall.deleteMany({ where: { tenantId } });
    });
    await world.db.asOperator(
      (tx) =>
        tx.$executeRaw`UPDATE pbx_node SET lease_expires_at = clock_timestamp() + interval '1 hour',
                       heartbeat_at = clock_timestamp() + interval '1 hour'`,
    );
    const registerId = await register(`${phones[3]}\n`);
    const found = (await findCampaignsWithoutLoop(system(), {})).find((each) => each.campaignId === campaignId);
    const fence = found?.fence ?? 0n;
    await claimCampaignLease(system(), { tenantId, campaignId, fence, owner: "test", ttlMs: 120_000 });
    const context = system();
    await reserveAttempts(
      { ...context, deps: { ...context.deps, registers } },
      { tenantId, campaignId, fence, nodes: [{ nodeId: world.platform.nodeId, launch: 2 }], pacing: {} },
    );
    const states = () =>
      world.db.withTenant(tenantId, async (tx) => {
        const rows = await tx.campaignContact.findMany({
          where: { campaignId, contactId: { in: contactIds.slice(3, 5) } },
          orderBy: { contactId: "asc" },
        });
        return rows.map(({ state, reason }) => `${state} ${reason}`);
      });
    expect(await states()).toEqual(["blocked dnc_register_operator", "reserved in_attempt"]);
    const held = contactIds[3] ?? "";
    const contact = () =>
      world.db.withTenant(tenantId, (tx) =>
        tx.campaignContact.findFirstOrThrow({ where: { campaignId, contactId: held } }),
      );
    await off(registerId);
    expect(await states()).toEqual(["ready dnc_lifted", "reserved in_attempt"]);
    // Not before every process knows that the register is off.
    expect((await contact()).nextAttemptAt).toEqual(new Date(now.getTime() + 10_000));

    // A gate that had not heard of it held the contact once more, and nobody was told.
    const block = (doneAt: Date) =>
      world.db.withTenant(tenantId, (tx) =>
        tx.campaignContact.updateMany({
          where: { campaignId, contactId: held },
          data: { state: "blocked", reason: "dnc_register_operator", doneAt },
        }),
      );
    const later = { ...system(), now: new Date(now.getTime() + 60_000) };
    const seen = new Set<string>();
    await block(new Date(now.getTime() + 3_000));
    await settleRegisters(later, seen);
    expect(await contact()).toMatchObject({ state: "ready", nextAttemptAt: later.now });
    // Whoever is held back by the register as it is now stays so, whoever looks.
    await block(new Date(now.getTime() + 20_000));
    await settleRegisters(later, seen);
    await settleRegisters(later, new Set());
    expect(await contact()).toMatchObject({ state: "blocked" });
  });
});

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

describe("a do-not-call list", () => {
  const contacts = async () =>
    world.db.withTenant(world.a.tenantId, async (tx) => {
      const rows = await tx.campaignContact.findMany({
        where: { campaignId: world.a.campaignId },
        orderBy: { contactId: "asc" },
      });
      return rows.map(({ state, reason, nextAttemptAt }) => ({ state, reason, nextAttemptAt }));
    });
  beforeEach(async () => {
    const { tenantId, campaignId } = world.a;
    await world.db.withTenant(tenantId, async (tx) => {
      await tx.doNotCall.deleteMany({ where: { tenantId } });
      await tx.campaignContact.updateMany({
        where: { campaignId },
        data: { state: "ready", reason: "new", nextAttemptAt: now, doneAt: null },
      });
    });
  });
  const entries = () =>
    world.db.withTenant(world.a.tenantId, (tx) => tx.doNotCall.findMany({ orderBy: { phone: "asc" } }));

  it("takes a file's numbers in, holds contacts back at once, and gives them free again", async () => {
    const { phones } = world.a;
    const text = `${phones[0]}\n${phones[1]}\n${phones[1]}\nx\n+85291110001\n`;
    const { importId } = await upload(manager(), { mode: "add" }, text);
    expect(await run(importId)).toBe("completed");
    expect(await imported(importId)).toMatchObject({ processedRows: 5n, acceptedRows: 4n, rejectedRows: 1n });
    expect((await entries()).map(({ phone, reason }) => [phone, reason])).toEqual(
      [phones[0], phones[1], "+85291110001"].sort().map((phone) => [phone, "import:numbers.txt"]),
    );
    expect((await contacts()).slice(0, 3).map(({ state, reason }) => `${state} ${reason}`)).toEqual([
      "blocked dnc_tenant",
      "blocked dnc_tenant",
      "ready new",
    ]);
    expect(await numbersImportRejects(manager(), { importId })).toMatchObject({ total: 1 });
    const removal = await upload(manager(), { mode: "remove" }, `${phones[0]}\n`);
    await run(removal.importId);
    expect((await contacts()).slice(0, 2).map(({ state, reason }) => `${state} ${reason}`)).toEqual([
      "ready dnc_lifted",
      "blocked dnc_tenant",
    ]);
  });

  it("is never replaced, and a file takes nobody off it who asked for it themselves", async () => {
    const { phones, callId, people } = world.a;
    await expect(upload(manager(), { mode: "replace" }, "+1\n")).rejects.toMatchObject({ code: "LIST_NOT_REPLACED" });
    const call = await world.db.withTenant(world.a.tenantId, (tx) =>
      tx.call.update({
        where: { tenantId_id: { tenantId: world.a.tenantId, id: callId } },
        data: { phone: phones[2] ?? "", membershipId: people.agent.membershipId },
      }),
    );
    const agent = verbContext(record, people.agent.actor, now);
    expect(await revokeByCustomer(agent, { callId: call.id })).toMatchObject({ added: true });
    expect(await revokeByCustomer(agent, { callId: call.id })).toMatchObject({ added: false });
    const stranger = verbContext(record, people.supervisor.actor, now);
    await expect(revokeByCustomer(stranger, { callId: call.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const removal = await upload(manager(), { mode: "remove" }, `${phones[2]}\n`);
    await run(removal.importId);
    expect(await imported(removal.importId)).toMatchObject({ acceptedRows: 0n, rejectedRows: 1n });
    const [entry] = await entries();
    expect(entry).toMatchObject({ phone: phones[2], expiresAt: null });
    await expect(
      addDoNotCall(manager(), { phone: phones[2] ?? "", reason: "soon", expiresAt: new Date(now.getTime() + 1) }),
    ).rejects.toMatchObject({ code: "DNC_BY_CUSTOMER" });
    await expect(removeDoNotCall(manager(), { id: entry?.id ?? "" })).rejects.toMatchObject({
      code: "DNC_REASON_NEEDED",
    });
    await removeDoNotCall(manager(), { id: entry?.id ?? "", reason: "They wrote that they want to be called" });
    expect(await entries()).toEqual([]);
  });

  it("lets a contact wait for the day on which its entry ends, and no longer", async () => {
    const { phones } = world.a;
    const until = new Date(now.getTime() + 86_400_000);
    const phone = phones[0] ?? "";
    await addDoNotCall(manager(), { phone, reason: "away", expiresAt: until });
    expect((await contacts())[0]).toEqual({ state: "ready", reason: "dnc_tenant", nextAttemptAt: until });
    // For good, and then until a day again: the contact follows.
    await addDoNotCall(manager(), { phone, reason: "away" });
    expect((await contacts())[0]).toMatchObject({ state: "blocked", reason: "dnc_tenant" });
    await addDoNotCall(manager(), { phone, reason: "away", expiresAt: until });
    expect((await contacts())[0]).toEqual({ state: "ready", reason: "dnc_tenant", nextAttemptAt: until });
    expect(await searchNumber(manager(), { phone })).toMatchObject({
      blocked: true,
      blocks: [{ list: "tenant", reason: "away", until, expired: false }],
    });
    now = new Date(until.getTime());
    expect(await searchNumber(manager(), { phone })).toMatchObject({ blocked: false, blocks: [{ expired: true }] });
  });

  it("of one campaign holds that one's contacts alone; a contact with another number is still called", async () => {
    const { phones, campaignId, tenantId, contactIds, listId } = world.a;
    await world.db.withTenant(tenantId, (tx) =>
      tx.contactPoint.createMany({
        data: {
          tenantId,
          id: newId(),
          contactId: contactIds[1] ?? "",
          listId,
          position: 1,
          phone: "+85223459998",
          country: "HK",
          timezone: "Asia/Hong_Kong",
        },
      }),
    );
    for (const phone of phones.slice(0, 2)) await addDoNotCall(manager(), { phone, reason: "asked", campaignId });
    expect((await contacts()).slice(0, 2).map(({ state, reason }) => `${state} ${reason}`)).toEqual([
      "blocked dnc_campaign",
      "ready new",
    ]);
    await addDoNotCall(manager(), { phone: "+85223459998", reason: "asked" });
    expect((await contacts())[1]).toMatchObject({ state: "blocked", reason: "dnc_tenant" });
    await expect(
      addDoNotCall(manager(world.b), { phone: world.b.phones[0] ?? "", reason: "x", campaignId }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("takes a stop word by text message, for whoever holds the number that it was sent to, once", async () => {
    const { callerId, phones } = world.a;
    const sms = (text: string, to = callerId) =>
      takeSms({ deps: record.deps, now, requestId: "test" }, { from: (phones[4] ?? "").slice(1), to, text });
    expect(await sms("When do you open?")).toEqual({ revoked: false, why: "no_stop_word" });
    expect(await sms("STOP", "+12025550199")).toEqual({ revoked: false, why: "unknown_recipient" });
    expect(await entries()).toEqual([]);
    expect(await sms("退订")).toEqual({ revoked: true, word: "退订" });
    expect(await sms("STOP")).toEqual({ revoked: true, word: "stop" });
    expect((await entries()).map(({ phone, reason }) => [phone, reason])).toEqual([[phones[4], "sms:退订"]]);
    const audits = await world.db.withTenant(world.a.tenantId, (tx) =>
      tx.auditLog.findMany({ where: { action: "dnc.revokeBySms" } }),
    );
    expect(audits).toHaveLength(1);
    expect(JSON.stringify(audits)).not.toContain(phones[4]);
    expect((await contacts())[4]).toMatchObject({ state: "blocked", reason: "dnc_tenant" });
  });
});
