import { access } from "node:fs/promises";
import { join } from "node:path";
import type { Tx } from "@callbay/db/client";
import { trunkCalls } from "@callbay/db/sql/platform";
import { type PlatformFacts, platformProblems } from "@callbay/domain/platform-problems";
import type { Deps } from "../context.ts";
import { readPool } from "../pool/overview.ts";

const QUARTER_MS = 15 * 60_000;
const WEEK_MS = 7 * 86_400_000;

/** Everything that is wrong now, the pool's and all else's, the worst first. Needs the operator's scope. */
export async function readProblems(tx: Tx, deps: Pick<Deps, "storageDir">, now: Date) {
  const pool = await readPool(tx, now);
  const rank = { critical: 0, warning: 1, info: 2 };
  const found = [...pool.problems, ...platformProblems(await readFacts(tx, deps, now), now)];
  return { pool, problems: found.sort((a, b) => rank[a.severity] - rank[b.severity]) };
}

async function readFacts(tx: Tx, deps: Pick<Deps, "storageDir">, now: Date): Promise<PlatformFacts> {
  const mails = await tx.mail.groupBy({
    by: ["state"],
    where: { state: { in: ["held", "failed"] }, createdAt: { gt: new Date(now.getTime() - WEEK_MS) } },
    _count: { _all: true },
    _min: { createdAt: true },
  });
  const of = (state: string) => mails.find((one) => one.state === state);
  const submitted = await tx.campaign.aggregate({
    where: { state: "submitted" },
    _count: { _all: true },
    _min: { submittedAt: true },
  });
  const webhooks = await tx.webhookEvent.aggregate({
    where: { processedAt: null },
    _count: { _all: true },
    _min: { receivedAt: true },
  });
  return {
    probes: await latestProbes(tx),
    trunks: await trunkCalls(tx, new Date(now.getTime() - QUARTER_MS)),
    mails: {
      held: of("held")?._count._all ?? 0,
      failed: of("failed")?._count._all ?? 0,
      since: of("failed")?._min.createdAt ?? of("held")?._min.createdAt ?? null,
    },
    registers: await registerStates(tx, deps),
    approvals: { waiting: submitted._count._all, since: submitted._min.submittedAt },
    webhooks: { waiting: webhooks._count._all, since: webhooks._min.receivedAt },
  };
}

/** The latest word of each probe. */
export async function latestProbes(tx: Tx) {
  const rows = await tx.healthProbe.findMany({
    orderBy: [{ part: "asc" }, { at: "desc" }],
    distinct: ["part"],
  });
  return rows.map(({ status, ...row }) => ({
    ...row,
    status: status === "ok" ? ("ok" as const) : status === "degraded" ? ("degraded" as const) : ("down" as const),
  }));
}

async function registerStates(tx: Tx, { storageDir }: Pick<Deps, "storageDir">): Promise<PlatformFacts["registers"]> {
  const registers = await tx.dncRegister.findMany({
    where: { tenantId: null, enabled: true },
    select: { name: true, storageKey: true, validUntil: true },
  });
  return Promise.all(
    registers.map(async ({ name, storageKey, validUntil }) => ({
      name,
      validUntil,
      unreadable: storageKey !== null && !(await readable(join(storageDir, storageKey))),
    })),
  );
}

function readable(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
