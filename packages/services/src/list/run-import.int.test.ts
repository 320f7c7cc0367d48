import { readFileSync } from "node:fs";
import { importContacts } from "@callbay/jobs/catalogue";
import { callerAs, verbContext } from "@callbay/testing/caller";
import { openWorld } from "@callbay/testing/world";
import { beforeAll, describe, expect, it } from "vitest";
import { createList } from "./create-list.ts";
import { listRejects, rejectsCsv } from "./read-rejects.ts";
import { runImport } from "./run-import.ts";
import { startImport } from "./start-import.ts";

const now = new Date("2026-03-11T10:00:00.000Z");
const clock = () => now;
const system = { kind: "system", name: "test" } as const;

const fixture = (name: string) => readFileSync(new URL(`../../../testing/fixtures/${name}`, import.meta.url));
const expected: {
  rows: number;
  accepted: number;
  duplicate: number;
  doNotCall: number;
  rejected: number;
  reasons: Record<string, number>;
  countries: Record<string, number>;
} = JSON.parse(fixture("sample-list.expected.json").toString());

const world = openWorld({ now });
const { record } = world;

const manager = () => verbContext(record, world.a.people.manager.actor, now);
const run = (importId: string, options = {}) =>
  runImport(verbContext(record, system, now), { tenantId: world.a.tenantId, importId }, { clock, ...options });

let lists = 0;
async function upload(bytes: Uint8Array | string, listId?: string) {
  const to =
    listId ??
    (
      await createList(manager(), {
        name: `List ${++lists}`,
        source: "test",
        consentBasis: "consent",
        defaultCountry: "US",
      })
    ).listId;
  const body = typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes;
  const { importId } = await startImport(manager(), { listId: to, fileName: "people.csv" }, chunks(body));
  return { listId: to, importId };
}

async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1_000) yield bytes.subarray(at, at + 1_000);
}

const imported = (importId: string) =>
  world.db.withTenant(world.a.tenantId, (tx) => tx.contactImport.findFirstOrThrow({ where: { id: importId } }));
const phonesOf = (listId: string) =>
  world.db.withTenant(world.a.tenantId, async (tx) =>
    (await tx.contactPoint.findMany({ where: { listId }, orderBy: { phone: "asc" } })).map(({ phone }) => phone),
  );
const reasonsOf = async (importId: string) => {
  const rows = await world.db.withTenant(world.a.tenantId, (tx) =>
    tx.contactImportReject.groupBy({ by: ["reason"], where: { importId }, _count: true }),
  );
  return Object.fromEntries(rows.map((row) => [row.reason, row._count]));
};

describe("the sample list", () => {
  beforeAll(async () => {
    const numbers = fixture("sample-dnc.csv").toString().trim().split("\n").slice(1);
    const caller = callerAs(record, world.a.people.manager.actor, now);
    for (const line of numbers) await caller.dnc.add({ phone: line.split(",")[0] ?? "", reason: "asked" });
  });

  it("comes in with exactly the counts that its README promises", async () => {
    const { listId, importId } = await upload(fixture("sample-list.csv"));
    expect(await run(importId)).toBe("completed");
    const row = await imported(importId);
    expect(row).toMatchObject({
      state: "completed",
      processedRows: expected.rows,
      acceptedRows: expected.accepted,
      duplicateRows: expected.duplicate,
      doNotCallRows: expected.doNotCall,
      rejectedRows: expected.rejected,
      bytesRead: row.fileBytes,
    });
    expect(await reasonsOf(importId)).toEqual(expected.reasons);
    const countries = await world.db.withTenant(world.a.tenantId, (tx) =>
      tx.contactPoint.groupBy({ by: ["country"], where: { listId }, _count: true }),
    );
    expect(Object.fromEntries(countries.map((each) => [each.country, each._count]))).toEqual(expected.countries);
  });

  it("is the same after a death between any two batches, each row once", async () => {
    const whole = await upload(fixture("sample-list.csv"));
    await run(whole.importId);
    const broken = await upload(fixture("sample-list.csv"));
    for (let death = 0; death < 4; death++) {
      let batches = 0;
      const dying = () => {
        if (batches++ >= 2) throw new Error("killed");
        return false;
      };
      await expect(run(broken.importId, { batchRows: 97, stopping: dying })).rejects.toThrow("killed");
    }
    expect((await imported(broken.importId)).processedRows).toBe(4 * 2 * 97);
    expect(await run(broken.importId, { batchRows: 211 })).toBe("completed");
    expect(await phonesOf(broken.listId)).toEqual(await phonesOf(whole.listId));
    expect(await reasonsOf(broken.importId)).toEqual(await reasonsOf(whole.importId));
    expect(await run(broken.importId)).toBe("not_needed");
  });

  it("is imported once when two runners have the same job", async () => {
    const { listId, importId } = await upload(fixture("sample-list.csv"));
    const ends = await Promise.all([run(importId, { batchRows: 50 }), run(importId, { batchRows: 50 })]);
    expect(ends).toContain("completed");
    expect(await phonesOf(listId)).toHaveLength(expected.accepted);
    expect((await imported(importId)).processedRows).toBe(expected.rows);
  });

  it("is all duplicates the second time", async () => {
    const first = await upload(fixture("sample-list.csv"));
    await run(first.importId);
    const second = await upload(fixture("sample-list.csv"), first.listId);
    await run(second.importId);
    expect(await imported(second.importId)).toMatchObject({
      acceptedRows: 0,
      duplicateRows: expected.accepted + expected.duplicate,
      doNotCallRows: expected.doNotCall,
      rejectedRows: expected.rejected,
    });
  });
});

describe("an import", () => {
  it("is enqueued once its file is durable, and tells the list", async () => {
    const { listId, importId } = await upload("name,phone\nA,+12125550142\n");
    expect(record.jobs).toEqual([
      { queue: importContacts.queue, name: importContacts.name, payload: { tenantId: world.a.tenantId, importId } },
    ]);
    expect(record.events.map(({ event }) => event)).toContainEqual({ type: "import.progress", importId, listId });
  });

  it("reads GB18030, semicolons and several numbers of a contact", async () => {
    // 姓名;电话;手机 and 王 in GB18030.
    const head = Uint8Array.from([
      0xd0, 0xd5, 0xc3, 0xfb, 0x3b, 0xb5, 0xe7, 0xbb, 0xb0, 0x3b, 0xca, 0xd6, 0xbb, 0xfa, 0x0a, 0xcd, 0xf5,
    ]);
    const tail = new TextEncoder().encode(";+1 212 555 0143;+1 212 555 0144\n");
    const { listId, importId } = await upload(Uint8Array.from([...head, ...tail]));
    expect(await run(importId)).toBe("completed");
    expect(await phonesOf(listId)).toEqual(["+12125550143", "+12125550144"]);
    const contact = await world.db.withTenant(world.a.tenantId, (tx) => tx.contact.findFirst({ where: { listId } }));
    expect(contact?.displayName).toBe("王");
  });

  it("with no column that looks like a number fails with its name", async () => {
    const { importId } = await upload("colour,size\nred,L\n");
    expect(await run(importId)).toBe("failed");
    expect(await imported(importId)).toMatchObject({ state: "failed", errorCode: "NO_PHONE_COLUMN" });
  });

  it("stops when it is cancelled and keeps what came in", async () => {
    const { listId, importId } = await upload("name,phone\nA,+12125550142\nB,+12125550143\nC,+12125550144\n");
    const caller = callerAs(record, world.a.people.manager.actor, now);
    // An import tells that it began, and then of its first batch: the second batch finds it cancelled.
    let told = 0;
    const { events } = record.deps;
    const publish: typeof events.publish = async (to, event) => {
      if (event.type === "import.progress" && ++told === 2) await caller.lists.cancelImport({ importId });
      await events.publish(to, event);
    };
    const ctx = { ...verbContext(record, system, now), deps: { ...record.deps, events: { ...events, publish } } };
    expect(await runImport(ctx, { tenantId: world.a.tenantId, importId }, { clock, batchRows: 1 })).toBe("stopped");
    expect(await imported(importId)).toMatchObject({ state: "cancelled", processedRows: 1 });
    expect(await phonesOf(listId)).toEqual(["+12125550142"]);
    expect(await run(importId)).toBe("not_needed");
  });

  it("refuses a file that is too large, and keeps nothing of it", async () => {
    const { listId } = await createList(manager(), {
      name: "Too large",
      source: "test",
      consentBasis: "consent",
      defaultCountry: "US",
    });
    const target = { listId, fileName: "x.csv" };
    const large = chunks(new Uint8Array(5_000));
    await expect(startImport(manager(), target, large, 4_000)).rejects.toMatchObject({ code: "FILE_TOO_LARGE" });
    await expect(startImport(manager(), target, chunks(new Uint8Array(0)))).rejects.toMatchObject({
      code: "FILE_EMPTY",
    });
    await expect(
      startImport(verbContext(record, world.b.people.manager.actor, now), target, chunks(new Uint8Array(5))),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(record.jobs).toEqual([]);
  });

  it("gives its rejects with a reason, masked for who may not see numbers, and no formula runs in the CSV", async () => {
    const { importId } = await upload('name,phone\n=cmd()|x,12\nB,"+1 212 555 01"\n');
    await run(importId);
    const seen = await listRejects(manager(), { importId });
    expect(seen.items).toEqual([
      { rowNumber: 2, reason: "phone_too_short", raw: "=cmd()|x,12" },
      { rowNumber: 3, reason: "phone_too_short", raw: 'B,"+1 212 555 01"' },
    ]);
    const masked = await listRejects(verbContext(record, world.a.people.viewer.actor, now), { importId });
    expect(masked.items[1]?.raw).toBe('B,"+• ••• ••• ••"');
    let csv = "";
    for await (const part of rejectsCsv(manager(), importId)) csv += part;
    expect(csv).toBe(
      '\uFEFFrow,reason,text\r\n2,phone_too_short,"\'=cmd()|x,12"\r\n3,phone_too_short,"B,""+1 212 555 01"""\r\n',
    );
  });

  it("adds to campaigns that run on its list, with the window's opening for those who sleep", async () => {
    const first = await upload("name,phone\nA,+12125550142\n");
    await run(first.importId);
    const { tenantId, pausedCampaignId } = world.a;
    const window = { weekly: { wed: [[480, 720]] } };
    await world.db.withTenant(tenantId, async (tx) => {
      await tx.campaign.updateMany({ where: { id: pausedCampaignId }, data: { callingWindow: window } });
      await tx.campaignList.updateMany({ where: { campaignId: pausedCampaignId }, data: { listId: first.listId } });
    });
    const second = await upload("name,phone\nB,+442079460001\n", first.listId);
    await run(second.importId);
    const rows = await world.db.withTenant(tenantId, (tx) =>
      tx.campaignContact.findMany({
        where: { campaignId: pausedCampaignId },
        orderBy: { contactId: "asc" },
        select: { state: true, reason: true, nextAttemptAt: true },
      }),
    );
    // Wednesday 10:00 in London is open; New York opens at 08:00, which is noon in UTC.
    expect(rows).toEqual([
      { state: "ready", reason: "outside_window", nextAttemptAt: new Date("2026-03-11T12:00:00.000Z") },
      { state: "ready", reason: "new", nextAttemptAt: now },
    ]);
  });
});
