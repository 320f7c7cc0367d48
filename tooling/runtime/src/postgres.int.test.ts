import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freePort } from "./ports.ts";
import { type PostgresServer, startPostgres } from "./postgres.ts";

const dir = mkdtempSync(join(tmpdir(), "callbay-pg-test-"));
// mkdtemp makes it for its owner alone, and then the database would have to live elsewhere.
chmodSync(dir, 0o755);
let port: number;
let server: PostgresServer;

async function query<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  port = await freePort("127.0.0.1", "tcp");
  server = await startPostgres({ dir, port, throwaway: true });
});
afterAll(async () => {
  await server.stop();
  rmSync(dir, { recursive: true, force: true });
});

it("gives each role what it needs and no more", async () => {
  const roles = await query(
    server.adminUrl,
    "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname LIKE 'callbay%' ORDER BY 1",
  );
  const plain = { rolsuper: false, rolbypassrls: false, rolcreatedb: false, rolcreaterole: false };
  expect(roles).toEqual([
    { rolname: "callbay_app", ...plain },
    { rolname: "callbay_cel", ...plain },
    { rolname: "callbay_owner", ...plain, rolcreatedb: true },
  ]);
});

it("lets the owner make the extension we need and clone a database", async () => {
  await query(server.ownerUrl, "CREATE EXTENSION btree_gist");
  await query(server.ownerUrl, "CREATE DATABASE a_clone TEMPLATE callbay");
  await expect(query(server.appUrl, "CREATE DATABASE another")).rejects.toThrow(/permission denied/);
  await expect(query(server.appUrl, "CREATE TABLE public.mine (x int)")).rejects.toThrow(/permission denied/);
});

it("stores UTF-8, in a collation that is the same on every machine", async () => {
  const [row] = await query(
    server.ownerUrl,
    "SELECT pg_encoding_to_char(encoding) AS encoding, datlocprovider::text AS provider FROM pg_database WHERE datname = 'callbay'",
  );
  expect(row).toEqual({ encoding: "UTF8", provider: "b" });
});

it("keeps its passwords to itself and its ears on the loopback address", async () => {
  expect(statSync(join(dir, "secrets.json")).mode & 0o077).toBe(0);
  expect(await query(server.adminUrl, "SHOW listen_addresses")).toEqual([{ listen_addresses: "127.0.0.1" }]);
  await expect(query(server.appUrl.replace(/:[^:@]+@/, ":wrong@"), "SELECT 1")).rejects.toThrow(/password/);
});

it("dies with the process that started it, and starts again on the same data", async () => {
  await query(server.ownerUrl, "CREATE TABLE kept AS SELECT 42 AS answer");
  await server.stop();
  const script = `
    const { startPostgres } = await import(${JSON.stringify(fileURLToPath(new URL("./postgres.ts", import.meta.url)))});
    await startPostgres({ dir: ${JSON.stringify(dir)}, port: ${port}, throwaway: true });
    console.log("up");
    setInterval(() => undefined, 1000);`;
  const parent = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise<void>((resolve) => parent.stdout.once("data", () => resolve()));
  const ended = new Promise((resolve) => parent.once("exit", resolve));
  parent.kill("SIGKILL");
  await ended;
  server = await startPostgres({ dir, port, throwaway: true });
  expect(await query(server.ownerUrl, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
});

it.runIf(process.getuid?.() === 0)("finds a place of its own when its OS user cannot enter the project", async () => {
  const closed = join(dir, "closed");
  mkdirSync(closed);
  chmodSync(closed, 0o700);
  const told: string[] = [];
  const start = async () =>
    startPostgres({
      dir: join(closed, "pg"),
      port: await freePort("127.0.0.1", "tcp"),
      throwaway: true,
      onProgress: (message) => told.push(message),
    });
  const first = await start();
  try {
    expect(told[0]).toContain("cannot enter");
    await query(first.ownerUrl, "CREATE TABLE kept AS SELECT 7 AS answer");
    await first.stop();
    const second = await start();
    expect(second.dataDir).toBe(first.dataDir);
    expect(await query(second.ownerUrl, "SELECT answer FROM kept")).toEqual([{ answer: 7 }]);
    await second.stop();
  } finally {
    await first.stop();
    rmSync(dirname(first.dataDir), { recursive: true, force: true });
  }
});
