import { mkdtempSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newId } from "@callbay/db/ids";
import type { TenantRole } from "@callbay/domain/permissions";
import { createTestDatabase, type TestDatabase } from "@callbay/testing/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  activeContract,
  type BillingWorld,
  codeOf,
  OPERATOR,
  openBillingWorld,
  rentedSeats,
  type TestClient,
} from "../billing/billing-world.ts";
import { closePeriod } from "../billing/close.ts";
import { finaliseInvoice } from "../billing/finalise.ts";
import { getCall } from "../calls-read/get.ts";
import { listCalls } from "../calls-read/list.ts";
import { openRecording } from "../recording/open.ts";
import { exportAnyInvoice, exportInvoice } from "./export.ts";
import { getAnyInvoice, getInvoice, invoiceUsage, listInvoices } from "./read.ts";
import { usageCsv } from "./usage-export.ts";

const NOW = "2026-04-01T02:00:00Z";
const storage = mkdtempSync(join(tmpdir(), "callbay-storage-"));
let database: TestDatabase;
let world: BillingWorld;
let client: TestClient;
let campaignId: string;
let agents: string[];
let calls: string[];
let invoiceId: string;
let draftId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await openBillingWorld(database.db, storage);
  client = await world.client({ name: "广州银河呼叫中心" });
  const contractId = await activeContract(world, client);
  await rentedSeats(world, client, contractId, 3, "2026-03-30T01:00:00Z");
  campaignId = await client.campaign(contractId);
  agents = [await client.person("agent", "=cmd|calc"), await client.person("agent", "Zhou Min")];
  calls = [];
  for (let i = 0; i < 7; i++) {
    const at = `2026-03-1${i}T03:00:00Z`;
    const membershipId = agents[i % 2] ?? "";
    calls.push(await client.call(campaignId, { at, talkMs: 30_000 + i, membershipId }));
  }
  const of = { tenantId: client.tenantId, contractId };
  const closed = await closePeriod(world.as(OPERATOR, NOW), { ...of, periodTo: "2026-04-01" });
  invoiceId = closed.invoiceId;
  await finaliseInvoice(world.as(OPERATOR, NOW), { tenantId: client.tenantId, invoiceId });
  const next = await closePeriod(world.as(OPERATOR, NOW), { ...of, periodTo: "2026-04-02" });
  draftId = next.invoiceId;
});
afterAll(() => database?.close());

const as = (role: TenantRole, membershipId?: string) =>
  world.as({ ...client.actor(role), ...(membershipId ? { membershipId } : {}) }, NOW);
const audits = (action: string) =>
  world.db.withTenant(client.tenantId, (tx) => tx.auditLog.findMany({ where: { action } }));

describe("an invoice", () => {
  it("opens each line into its usage, page by page, with masked numbers", async () => {
    const invoice = await getInvoice(as("finance"), { invoiceId });
    expect(invoice.charges.reduce((sum, charge) => sum + charge.amountMinor, 0n)).toBe(invoice.netMinor);
    expect(invoice.taxes).toEqual([{ ratePpm: 60_000, netMinor: invoice.netMinor, taxMinor: invoice.taxMinor }]);
    const [seats, , perCall] = invoice.charges;
    const seen: string[] = [];
    for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
      const page: Awaited<ReturnType<typeof invoiceUsage>> = await invoiceUsage(as("finance"), {
        invoiceId,
        chargeId: perCall?.id ?? "",
        limit: 3,
        cursor,
      });
      seen.push(...page.items.map((item) => item.callId ?? ""));
      expect(JSON.stringify(page)).not.toContain("13800138000");
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(calls);
    const seatDays = await invoiceUsage(as("owner"), { invoiceId, chargeId: seats?.id ?? "" });
    expect(seatDays.items.map((item) => item.day).sort()).toEqual([
      ...Array(3).fill("2026-03-30"),
      ...Array(3).fill("2026-03-31"),
    ]);
    expect(seatDays.items[0]?.seatLabel).toEqual(expect.any(String));
  });

  it("is the client's once it is final; a draft is the operator's alone", async () => {
    expect((await listInvoices(as("finance"), {})).items.map((invoice) => invoice.id)).toEqual([invoiceId]);
    expect(await codeOf(getInvoice(as("finance"), { invoiceId: draftId }))).toBe("NOT_FOUND");
    expect(await codeOf(exportInvoice(as("finance"), { invoiceId: draftId }))).toBe("NOT_FOUND");
    expect(await codeOf(usageCsv(as("finance"), { invoiceId: draftId, tenantId: null }))).toBe("NOT_FOUND");
    const draft = await getAnyInvoice(world.as(OPERATOR, NOW), { tenantId: client.tenantId, invoiceId: draftId });
    expect(draft.number).toBeNull();
    const line = { invoiceId: draftId, chargeId: draft.charges[0]?.id ?? "" };
    expect(await codeOf(invoiceUsage(as("finance"), line))).toBe("NOT_FOUND");
    expect(await codeOf(getInvoice(as("agent"), { invoiceId }))).toBe("FORBIDDEN");
  });

  it("is exported as the same PDF each time, and each export is in the audit log", async () => {
    const first = await exportInvoice(as("finance"), { invoiceId });
    const again = await exportAnyInvoice(world.as(OPERATOR, NOW), { tenantId: client.tenantId, invoiceId });
    expect(Buffer.from(first.bytes).equals(Buffer.from(again.bytes))).toBe(true);
    expect(Buffer.from(first.bytes).toString("latin1", 0, 5)).toBe("%PDF-");
    expect(first.fileName).toMatch(/^HLS-2026-\d{6}\.pdf$/);
    expect((await audits("invoice.export")).length).toBe(2);
  });

  it("is exported as CSV whose amounts sum to the net and whose texts run no formula", async () => {
    const { bytes } = await exportInvoice(as("finance"), { invoiceId, kind: "lines" });
    const lines = new TextDecoder().decode(bytes).trim().split("\r\n");
    expect(lines[0]).toBe(
      "invoice_number,line,component,contract_version,description,period_from,period_through,quantity,unit,unit_price,amount,currency,tax_rate_percent,arithmetic,usage_records,kind,reason",
    );
    expect(lines).toHaveLength(4);
    expect(lines[3]).toContain(",per_call,1,Chargeable outbound calls,2026-03-01,2026-03-31,7,call,0.85,5.95,CNY,6,");
    const streamed = await usageCsv(as("finance"), { invoiceId, tenantId: null });
    const pieces: string[] = [];
    for await (const piece of streamed.pieces) pieces.push(piece);
    const usage = pieces.join("").trim().split("\r\n");
    expect(streamed.fileName).toMatch(/^HLS-2026-\d{6}-usage\.csv$/);
    expect(usage).toHaveLength(1 + 6 + 7);
    expect(usage.join()).toContain("'=cmd|calc");
    expect(usage.join()).not.toContain("13800138000");
  });
});

describe("calls", () => {
  it("are listed newest first, filtered, page by page, with masked numbers", async () => {
    const first = await listCalls(as("manager"), { campaignId, limit: 4 });
    const second = await listCalls(as("manager"), { campaignId, limit: 4, cursor: first.nextCursor });
    expect([...first.items, ...second.items].map((call) => call.id)).toEqual([...calls].reverse());
    expect(second.nextCursor).toBeNull();
    expect(first.items[0]?.maskedPhone).toBe("+86•••••••00");
    const between = { from: new Date("2026-03-11T00:00:00Z"), to: new Date("2026-03-13T00:00:00Z") };
    expect((await listCalls(as("viewer"), between)).items).toHaveLength(2);
    expect((await listCalls(as("viewer"), { outcome: "busy" })).items).toHaveLength(0);
    expect(await codeOf(listCalls(as("manager"), { cursor: "tomorrow" }))).toBe("INVALID_INPUT");
  });

  it("are an agent's own, and nobody else's are found", async () => {
    const agent = as("agent", agents[0]);
    expect((await listCalls(agent, {})).items.map((call) => call.id)).toEqual([6, 4, 2, 0].map((i) => calls[i]));
    expect((await listCalls(agent, { membershipId: agents[1] })).items).toEqual([]);
    expect(await codeOf(getCall(agent, { callId: calls[1] ?? "" }))).toBe("NOT_FOUND");
    expect(await getCall(agent, { callId: calls[0] ?? "" })).toMatchObject({ chargeable: true, mayPlay: false });
  });

  it("play their recording to those who may, each time into the audit log, and never leave the storage", async () => {
    const callId = calls[0] ?? "";
    const recording = (storageKey: string | null, state: "stored" | "recording") => ({
      tenantId: client.tenantId,
      id: newId(),
      callId,
      state,
      storageKey,
      bytes: 1_234n,
      startedAt: new Date(NOW),
    });
    const stored = recording("recordings/2026/a.wav", "stored");
    const running = recording(null, "recording");
    const escaping = recording("../../etc/passwd", "stored");
    await world.db.withTenant(client.tenantId, (tx) => tx.recording.createMany({ data: [stored, running, escaping] }));
    await mkdir(join(storage, "recordings/2026"), { recursive: true });
    await writeFile(join(storage, "recordings/2026/a.wav"), Buffer.alloc(1_234));
    const opened = await openRecording(as("manager"), { recordingId: stored.id });
    expect(opened.contentType).toBe("audio/wav");
    expect(await opened.size()).toBe(1_234);
    expect((await audits("recording.play")).map((row) => row.entityId)).toEqual([stored.id]);
    expect(await codeOf(openRecording(as("agent"), { recordingId: stored.id }))).toBe("FORBIDDEN");
    // The call is nobody's of the team leader's team.
    expect(await codeOf(openRecording(as("supervisor"), { recordingId: stored.id }))).toBe("NOT_FOUND");
    expect(await codeOf(openRecording(as("owner"), { recordingId: running.id }))).toBe("RECORDING_NOT_STORED");
    const outside = await openRecording(as("owner"), { recordingId: escaping.id });
    await expect(outside.size()).rejects.toMatchObject({ code: "NOT_FOUND" });
    const stranger = world.as((await world.client()).actor("owner"), NOW);
    expect(await codeOf(openRecording(stranger, { recordingId: stored.id }))).toBe("NOT_FOUND");
    expect((await getCall(as("owner"), { callId })).recordings).toHaveLength(3);
  });
});
