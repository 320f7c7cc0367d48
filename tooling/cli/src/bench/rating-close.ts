/**
 * A process of its own that makes a client with a month of calls and then, when its parent says so, closes the month and
 * finalises its invoice: the most memory that a process ever had is told by that process alone.
 */
import { once } from "node:events";
import { createDb, type Db } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import type { OperatorActor } from "@callbay/domain/actor";
import { formatRateTable } from "@callbay/domain/rating/rate-table";
import { closePeriod } from "@callbay/services/billing/close";
import { finaliseInvoice } from "@callbay/services/billing/finalise";
import type { VerbContext } from "@callbay/services/context";
import { activateContract } from "@callbay/services/contract/activate";
import { createContract } from "@callbay/services/contract/create";
import { uploadRateTable } from "@callbay/services/rate-table/upload";
import { priceList } from "./rating-data.ts";

/** How the calls are priced. */
export type Prices = "per_call" | "per_minute_by_destination";

export interface CloseTask {
  readonly appUrl: string;
  readonly calls: number;
  readonly prices: Prices;
}

export interface CloseReport {
  readonly closeSeconds: number;
  readonly finaliseSeconds: number;
  /** The most resident memory that the process ever had: up to the closing, and with it. */
  readonly beforeMiB: number;
  readonly peakMiB: number;
  readonly linked: number;
  /** Sum of all ledger entries of the client: zero when it is balanced. */
  readonly ledgerSum: string;
  readonly ledgerEntries: number;
}

/** What the process tells: that the month is there, then what came of it. */
export type CloseMessage = { readonly ready: { readonly tenantId: string } } | { readonly report: CloseReport };

const NOW = new Date("2026-11-01T02:00:00Z");
const CAMPAIGNS = 20;

async function serve({ appUrl, calls, prices }: CloseTask): Promise<void> {
  const db = createDb({ url: appUrl, poolSize: 2, applicationName: "callbay-bench" });
  const { tenantId, contractId } = await client(db, prices);
  await monthOfCalls(db, { tenantId, contractId, calls, withPhones: prices === "per_minute_by_destination" });
  await tell({ ready: { tenantId } });
  await once(process, "message");
  const beforeMiB = process.resourceUsage().maxRSS / 1024;
  const [closed, closeSeconds] = await timed(() =>
    closePeriod(context(db), { tenantId, contractId, periodTo: "2026-11-01" }),
  );
  const peakMiB = process.resourceUsage().maxRSS / 1024;
  const [, finaliseSeconds] = await timed(() =>
    finaliseInvoice(context(db), { tenantId, invoiceId: closed.invoiceId }),
  );
  await tell({ report: { closeSeconds, finaliseSeconds, beforeMiB, peakMiB, ...(await outcome(db, tenantId)) } });
  await db.close();
}

function tell(message: CloseMessage): Promise<void> {
  return new Promise((resolve) => process.send?.(message, () => resolve()));
}

async function timed<T>(run: () => Promise<T>): Promise<[T, number]> {
  const started = performance.now();
  const out = await run();
  return [out, (performance.now() - started) / 1000];
}

async function outcome(db: Db, tenantId: string) {
  return db.asOperator(async (tx) => {
    const entries = await tx.ledgerEntry.aggregate({ where: { tenantId }, _sum: { amountMinor: true }, _count: true });
    return {
      linked: await tx.chargeUsage.count({ where: { tenantId } }),
      ledgerSum: String(entries._sum.amountMinor ?? 0n),
      ledgerEntries: entries._count,
    };
  });
}

const OPERATOR: OperatorActor = {
  kind: "operator",
  accountId: newId(),
  name: "Bench",
  role: "admin",
  sessionId: newId(),
};

function context(db: Db): VerbContext {
  return {
    deps: {
      db,
      events: { publish: async () => {} },
      jobs: { enqueue: async () => {} },
      nodes: { send: async () => ({ ok: true }) },
      storageDir: "/nonexistent",
      secretKey: "0123456789abcdef0123456789abcdef",
      appUrl: "http://127.0.0.1:3000",
      relayUrl: "ws://127.0.0.1:3010",
    },
    actor: OPERATOR,
    now: NOW,
    requestId: "bench",
  };
}

async function client(db: Db, prices: Prices): Promise<{ tenantId: string; contractId: string }> {
  const [tenantId, legalEntityId] = [newId(), newId()];
  await db.asOperator(async (tx) => {
    await tx.legalEntity.createMany({
      data: {
        id: legalEntityId,
        name: "Bench",
        addressLines: [],
        taxNumber: "1",
        invoicePrefix: legalEntityId.slice(-8),
      },
    });
    const names = { slug: tenantId, name: "Bench", legalName: "Bench" };
    await tx.tenant.createMany({ data: { id: tenantId, ...names, addressLines: [], timezone: "UTC", country: "CN" } });
  });
  const { contractId } = await createContract(context(db), {
    tenantId,
    legalEntityId,
    reference: "B-1",
    form: "FULL",
    currency: "CNY",
    startsOn: "2026-10-01",
    terms: { taxRatePpm: 60_000, reviewDays: 0, components: [await component(db, prices)] },
  });
  await activateContract(context(db), { tenantId, contractId });
  return { tenantId, contractId };
}

async function component(db: Db, prices: Prices) {
  if (prices === "per_call") {
    const tiers = [
      { from: 10_001, rate: "0.80" },
      { from: 500_001, rate: "0.75" },
    ];
    return { type: "per_call", direction: "outbound" as const, params: { rate: "0.85", baseFee: "620", tiers } };
  }
  const csv = formatRateTable(priceList(40_000));
  const { rateTableId } = await uploadRateTable(context(db), { name: newId(), currency: "CNY", csv });
  const params = { rate: "0.25", increments: { first: 60, next: 6 }, rateTableId };
  return { type: "per_minute", direction: "outbound" as const, params };
}

interface Month {
  readonly tenantId: string;
  readonly contractId: string;
  readonly calls: number;
  /** Prices by destination read the number from the call itself. */
  readonly withPhones: boolean;
}

/** The usage of a month, over all its days and some campaigns, made where it is kept; ids in the order of time. */
async function monthOfCalls(db: Db, { tenantId, contractId, calls, withPhones }: Month): Promise<void> {
  await db.asOperator(
    async (tx) => {
      const version = await tx.contractVersion.findFirstOrThrow({ where: { tenantId, contractId } });
      const campaignIds = Array.from({ length: CAMPAIGNS }, newId);
      await tx.campaign.createMany({
        data: campaignIds.map((id) => ({
          tenantId,
          id,
          contractId,
          name: id,
          purpose: "telemarketing",
          callingWindow: {},
          retryRules: {},
        })),
      });
      // UUIDv7 as the application makes them: sorted by time.
      await tx.$executeRaw`
        CREATE TEMP TABLE bench_call ON COMMIT DROP AS
        SELECT n, (lpad(to_hex(1790812800000 + n), 12, '0') || '7' || substr(md5(n::text || ${tenantId}), 1, 3) || '8' ||
                substr(md5(n::text), 1, 15))::uuid AS id,
               '2026-10-01Z'::timestamptz + n * (interval '31 days' / ${calls}::float8) AS at,
               (10000 + (n::bigint * 7919) % 290000)::int AS talk_ms,
               (${campaignIds}::uuid[])[1 + n % ${CAMPAIGNS}] AS campaign_id,
               '+' || (20 + (n * 31) % 970)::text || lpad(((n::bigint * 104729) % 1000000000)::text, 9, '0') AS phone
        FROM generate_series(0, ${calls - 1}) AS n`;
      if (withPhones) {
        await tx.$executeRaw`
          INSERT INTO call (tenant_id, id, direction, campaign_id, phone, caller_id, node_id, started_at, answered_at,
                            joined_at, parted_at, ended_at, talk_ms, outcome)
          SELECT ${tenantId}::uuid, id, 'outbound', campaign_id, phone, '+8613800000000', ${newId()}::uuid, at, at, at,
                 at + talk_ms * interval '1 ms', at + talk_ms * interval '1 ms', talk_ms, 'answered' FROM bench_call`;
      }
      await tx.$executeRaw`
        INSERT INTO usage_record (tenant_id, id, kind, source_key, contract_id, contract_version_id, direction,
                                  occurred_at, local_date, call_id, quantity, data)
        SELECT ${tenantId}::uuid, id, 'call', 'call:' || id, ${contractId}::uuid, ${version.id}::uuid, 'outbound', at,
               (at AT TIME ZONE 'UTC')::date, id, 1,
               jsonb_build_object('talkMs', talk_ms, 'holdMs', 0, 'outcome', 'answered', 'phone', '+86•••••••00',
                                  'campaignId', campaign_id, 'membershipId', ${newId()}::text)
        FROM bench_call ORDER BY n`;
    },
    { timeoutMs: 900_000 },
  );
}

// Only as a child; whoever imports its types starts nothing.
if (process.send) {
  const [task] = await once(process, "message");
  await serve(task as CloseTask);
  process.disconnect();
}
