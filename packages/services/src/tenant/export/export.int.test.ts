import { crc32, inflateRawSync } from "node:zlib";
import { exportTables } from "@callbay/db/sql/tenant-export";
import { verbContext } from "@callbay/testing/caller";
import { openWorld } from "@callbay/testing/world";
import { expect, test } from "vitest";
import { exportTenant } from "./export.ts";

const world = openWorld();
const { record } = world;

/** Reads an archive by its central directory, as every program does. */
function unzip(zip: Buffer): Map<string, string> {
  const files = new Map<string, string>();
  const end = zip.length - 22;
  expect(zip.readUInt32LE(end)).toBe(0x06054b50);
  const end64 = Number(zip.readBigUInt64LE(end - 20 + 8));
  let at = Number(zip.readBigUInt64LE(end64 + 48));
  for (let left = Number(zip.readBigUInt64LE(end64 + 32)); left > 0; left -= 1) {
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString("utf8", at + 46, at + 46 + nameLength);
    const extra = at + 46 + nameLength + 4;
    const [plain, packed, offset] = [0, 8, 16].map((by) => Number(zip.readBigUInt64LE(extra + by))) as [
      number,
      number,
      number,
    ];
    const data = offset + 30 + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28);
    const text = inflateRawSync(zip.subarray(data, data + packed));
    expect([name, text.length, crc32(text)]).toEqual([name, plain, zip.readUInt32LE(at + 16)]);
    files.set(name, text.toString("utf8"));
    at += 46 + nameLength + zip.readUInt16LE(at + 30);
  }
  return files;
}

async function taken(actor: Parameters<typeof verbContext>[1], tenantId: string | null): Promise<Buffer> {
  const { bytes } = await exportTenant(verbContext(record, actor), tenantId);
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces);
}

test("an owner takes every row of the workspace, nobody else's, and no secret", async () => {
  const { a, b } = world;
  const files = unzip(await taken(a.people.owner.actor, null));
  const tables = await world.db.withTenant(a.tenantId, (tx) => exportTables(tx));
  expect(tables.length).toBeGreaterThan(40);
  const manifest = JSON.parse(files.get("manifest.json") ?? "{}") as { files: { file: string; rows: number }[] };
  for (const { name } of tables) {
    const [{ count } = { count: -1 }] = await world.db.withTenant(a.tenantId, (tx) =>
      tx.$queryRawUnsafe<{ count: number }[]>(
        `SELECT count(*)::int AS count FROM "${name}" WHERE tenant_id IS NOT NULL`,
      ),
    );
    const lines = (files.get(`${name}.ndjson`) ?? "").split("\n").filter(Boolean);
    // The audit row of the export itself is written before it begins.
    expect([name, lines.length]).toEqual([name, count]);
    expect(manifest.files).toContainEqual(expect.objectContaining({ file: `${name}.ndjson`, rows: count }));
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ tenant_id: a.tenantId });
  }
  const all = [...files.values()].join("");
  expect(all).not.toContain(b.tenantId);
  expect(all).toContain("owner@alder.test");
  expect(all).not.toMatch(/"(token_hash|secret_box|secret_hash|link_box)"/);
});

test("the operator takes any client's, closed ones too; both are audited", async () => {
  await world.db.asOperator((tx) =>
    tx.tenant.updateMany({ where: { id: world.b.tenantId }, data: { state: "closed" } }),
  );
  const { actor } = world.platform.operators.admin;
  expect(unzip(await taken(actor, world.b.tenantId)).get("company.ndjson")).toContain("birch");
  await expect(taken(actor, world.a.campaignId)).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(taken(world.platform.operators.noc.actor, world.b.tenantId)).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
  await expect(taken(world.a.people.manager.actor, null)).rejects.toMatchObject({ code: "FORBIDDEN" });
  const rows = await world.db.asOperator((tx) => tx.auditLog.findMany({ where: { action: { endsWith: ".export" } } }));
  expect(rows.map(({ action, tenantId }) => [action, tenantId])).toEqual([
    ["workspace.export", world.a.tenantId],
    ["tenant.export", world.b.tenantId],
  ]);
});
