import {
  beginBuild,
  type DirtySpan,
  lockRollState,
  noteRolled,
  type RollState,
  type Run,
  rollRun,
  takeDirty,
  tenantsToRoll,
} from "@callbay/db/sql/report-roll";
import { QUARTER_MS, runsOf } from "@callbay/domain/reports/runs";
import type { VerbContext } from "../context.ts";
import { platformVerb } from "../node/platform-verb.ts";
import { hotVerb, z } from "../verb.ts";

/** Marks taken at a time. */
const SPANS = 2_000;
/** The most a transaction of this may take: building a year anew begins with one statement over all of it. */
const TIMEOUT_MS = 600_000;

export interface Rolled {
  /** Marks that were rolled up. */
  readonly spans: number;
  /** Is there more to do at once? */
  readonly more: boolean;
}

/**
 * Brings a tenant's figures up to date: takes the marks of what changed, and counts those quarters anew. Another
 * process that is at it is left alone. Settings or a zone that changed start everything anew.
 */
export const rollReports = hotVerb({
  name: "report.roll",
  input: z.strictObject({ tenantId: z.uuid(), spans: z.int().min(1).default(SPANS) }),
  timeoutMs: TIMEOUT_MS,
  run: async ({ tx, tenantId, now }, { spans: most }): Promise<Rolled> => {
    const state = await lockRollState(tx, tenantId);
    if (!state) return { spans: 0, more: false };
    if (Math.abs(state.rolledRevision) !== state.revision || state.rolledZone !== state.zone) {
      await beginBuild(tx, tenantId, state);
      await noteRolled(tx, tenantId, [], now);
      return { spans: 0, more: true };
    }
    const spans = await takeDirty(tx, tenantId, most);
    await roll(tx, tenantId, state, spans);
    await noteRolled(tx, tenantId, spans, now);
    return { spans: spans.length, more: spans.length === most };
  },
});

async function roll(
  tx: Parameters<typeof rollRun>[0],
  tenantId: string,
  state: RollState,
  spans: readonly DirtySpan[],
): Promise<void> {
  const longest = spans.reduce(
    (most, { fromAt, toAt }) => Math.max(most, toAt.getTime() - fromAt.getTime()),
    Number(state.longestDutyMs),
  );
  for (const quarters of runsOf(spans.map(({ fromAt, toAt }) => ({ from: fromAt, to: toAt })))) {
    const [first, last] = [quarters[0], quarters.at(-1)];
    if (!first || !last) continue;
    const run: Run = { from: first, to: new Date(last.getTime() + QUARTER_MS), quarters };
    await rollRun(tx, tenantId, state, run, longest);
  }
}

/** Tenants whose figures are behind. */
export const findTenantsToRoll = platformVerb({
  name: "report.find_tenants",
  input: z.object({}),
  run: async ({ tx }) => (await tenantsToRoll(tx)).map(({ tenantId }) => tenantId),
});

/** Rolls a tenant up until nothing is left; how many marks that were. */
export async function rollAll(ctx: VerbContext, tenantId: string): Promise<number> {
  let total = 0;
  for (let more = true; more; ) {
    const rolled = await rollReports(ctx, { tenantId });
    total += rolled.spans;
    more = rolled.more;
  }
  return total;
}
