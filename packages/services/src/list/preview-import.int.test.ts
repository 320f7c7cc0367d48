import { existsSync } from "node:fs";
import { join } from "node:path";
import { callerAs, verbContext } from "@callbay/testing/caller";
import { openWorld } from "@callbay/testing/world";
import ExcelJS from "exceljs";
import { describe, expect, it } from "vitest";
import { runImport } from "./run-import.ts";
import { startImport } from "./start-import.ts";

const now = new Date("2026-03-11T10:00:00.000Z");
const clock = () => now;

const world = openWorld({ now });
const { record } = world;

const manager = () => callerAs(record, world.a.people.manager.actor, now);
const run = (importId: string, options = {}) =>
  runImport(
    verbContext(record, { kind: "system", name: "test" }, now),
    { tenantId: world.a.tenantId, importId },
    { clock, ...options },
  );
const imported = (importId: string) =>
  world.db.withTenant(world.a.tenantId, (tx) => tx.contactImport.findFirstOrThrow({ where: { id: importId } }));
const contactsOf = (listId: string) =>
  world.db.withTenant(world.a.tenantId, async (tx) => {
    const rows = await tx.contact.findMany({
      where: { listId },
      orderBy: { id: "asc" },
      include: { points: { orderBy: { position: "asc" } } },
    });
    return rows.map(({ displayName, attributes, points }) => [
      displayName,
      points.map(({ phone }) => phone),
      attributes,
    ]);
  });

let lists = 0;
async function newList(): Promise<string> {
  const { listId } = await manager().lists.create({
    ...{ name: `Looked at ${++lists}`, source: "test", consentBasis: "consent", defaultCountry: "HK" },
  });
  return listId;
}

async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1_000) yield bytes.subarray(at, at + 1_000);
}

async function hold(listId: string, bytes: Uint8Array | string, fileName = "people.csv"): Promise<string> {
  const ctx = verbContext(record, world.a.people.manager.actor, now);
  const body = typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes;
  return (await startImport(ctx, { listId, fileName, hold: true }, chunks(body))).importId;
}

async function workbook(rows: number): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet("Customers");
  sheet.addRow(["客户", "电话", "城市"]);
  for (let row = 0; row < rows; row++) sheet.addRow([`Customer ${row}`, 85_223_450_000 + row, "Sha Tin"]);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

describe("a file that is looked at first", () => {
  it("says what each row would become, and writes nothing until somebody confirms it", async () => {
    const listId = await newList();
    const importId = await hold(
      listId,
      "name,phone,city\nAda,2345 6718,Sha Tin\nBo,12,Tai Po\nAda again,+852 23456718,X\n",
    );
    expect(record.jobs).toEqual([]);
    const preview = await manager().lists.previewImport({ importId });
    expect(preview).toMatchObject({
      unread: true,
      columnsBy: "guess",
      unreadable: 0,
      columns: { phones: [1], names: [0] },
    });
    expect(preview.reading).toEqual({ kind: "text", encoding: "utf-8", delimiter: "," });
    expect(preview.rows).toEqual([
      {
        ...{ rowNumber: 2, accepted: true, name: "Ada", attributes: { city: "Sha Tin" }, consentAt: null },
        phones: [{ phone: "+85223456718", country: "HK", timezone: "Asia/Hong_Kong" }],
      },
      { rowNumber: 3, accepted: false, reason: "phone_too_short", raw: "Bo,12,Tai Po" },
      { rowNumber: 4, accepted: false, reason: "duplicate_in_file", raw: "Ada again,+852 23456718,X" },
    ]);
    expect(await contactsOf(listId)).toEqual([]);
    expect(await run(importId)).toBe("not_needed");

    await manager().lists.confirmImport({ importId, reading: {}, columns: preview.columns });
    expect(record.jobs).toMatchObject([{ name: "import-contacts", payload: { importId } }]);
    expect(await run(importId)).toBe("completed");
    expect(await contactsOf(listId)).toEqual([["Ada", ["+85223456718"], { city: "Sha Tin" }]]);
    await expect(
      manager().lists.confirmImport({ importId, reading: {}, columns: preview.columns }),
    ).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("is read in the encoding and with the columns that a person says, and the next file with this header too", async () => {
    const listId = await newList();
    const bytes = Buffer.from("a;b;c\nZoë;2345 6718;x\n", "latin1");
    const importId = await hold(listId, bytes);
    const { columns } = await manager().lists.previewImport({ importId });
    const wrong = await manager().lists.previewImport({ importId, reading: { encoding: "utf-8" } });
    expect(wrong).toMatchObject({ unreadable: 1, rows: [{ accepted: false, reason: "broken_encoding" }] });
    const mine = { ...columns, names: [2], attributes: [{ column: 0, key: "nickname" }] };
    const reading = { encoding: "windows-1252", delimiter: ";" } as const;
    const seen = await manager().lists.previewImport({ importId, reading, columns: mine });
    expect(seen).toMatchObject({ columnsBy: "person", rows: [{ name: "x", attributes: { nickname: "Zoë" } }] });
    await manager().lists.confirmImport({ importId, reading, columns: mine });
    await run(importId);
    expect(await contactsOf(listId)).toEqual([["x", ["+85223456718"], { nickname: "Zoë" }]]);

    const next = await hold(listId, "A;b ;C\nBo;2345 6755;y\n");
    expect(await manager().lists.previewImport({ importId: next })).toMatchObject({
      columnsBy: "memory",
      columns: mine,
    });
    const other = callerAs(record, world.b.people.manager.actor, now);
    await expect(other.lists.previewImport({ importId: next })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("goes away when it is cancelled, and comes back when somebody goes on", async () => {
    const listId = await newList();
    const importId = await hold(listId, "name,phone\nAda,2345 6718\n");
    await manager().lists.cancelImport({ importId });
    expect((await imported(importId)).state).toBe("cancelled");
    await manager().lists.resumeImport({ importId });
    expect((await imported(importId)).state).toBe("uploaded");
    expect(record.jobs).toEqual([]);
  });
});

describe("a workbook", () => {
  it("comes in as a CSV does, each row once whatever dies", async () => {
    const listId = await newList();
    const importId = await hold(listId, await workbook(500), "people.xlsx");
    const preview = await manager().lists.previewImport({ importId });
    expect(preview.reading).toMatchObject({
      kind: "workbook",
      sheets: [{ name: "Customers", hidden: false }],
      sheet: 0,
    });
    expect(preview.rows[0]).toMatchObject({ accepted: true, name: "Customer 0", phones: [{ phone: "+85223450000" }] });
    await manager().lists.confirmImport({ importId, reading: { sheet: 0 }, columns: preview.columns });
    for (let death = 0; death < 3; death++) {
      let batches = 0;
      const dying = () => {
        if (batches++ >= 2) throw new Error("killed");
        return false;
      };
      await expect(run(importId, { batchRows: 37, stopping: dying })).rejects.toThrow("killed");
    }
    expect((await imported(importId)).processedRows).toBe(3 * 2 * 37);
    expect(await run(importId)).toBe("completed");
    const contacts = await contactsOf(listId);
    expect(contacts).toHaveLength(500);
    expect(contacts[499]).toEqual(["Customer 499", ["+85223450499"], { 城市: "Sha Tin" }]);
    const row = await imported(importId);
    expect(row).toMatchObject({ processedRows: 500, acceptedRows: 500, bytesRead: row.fileBytes });
    expect(existsSync(join(record.deps.storageDir, `${row.storageKey}.strings`))).toBe(false);
  });

  it("that was stopped is read on from where it stood", async () => {
    const listId = await newList();
    const importId = await hold(listId, await workbook(60), "people.xlsx");
    const { columns } = await manager().lists.previewImport({ importId });
    await manager().lists.confirmImport({ importId, reading: {}, columns });
    let batches = 0;
    await run(importId, { batchRows: 10, stopping: () => ++batches > 2 });
    await manager().lists.cancelImport({ importId });
    expect(await run(importId)).toBe("not_needed");
    await manager().lists.resumeImport({ importId });
    await expect(manager().lists.resumeImport({ importId })).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await run(importId)).toBe("completed");
    expect(await contactsOf(listId)).toHaveLength(60);
    expect(await imported(importId)).toMatchObject({ processedRows: 60, acceptedRows: 60, rejectedRows: 0 });
  });

  it("that is no workbook leaves nothing behind", async () => {
    const listId = await newList();
    await expect(hold(listId, "%PDF-1.7 and so on", "people.xlsx")).rejects.toMatchObject({ code: "FILE_NOT_A_TABLE" });
    await expect(hold(listId, "\n \n")).rejects.toMatchObject({ code: "FILE_EMPTY" });
    expect(await manager().lists.imports({ listId })).toEqual([]);
  });
});
