import type { Tx } from "@callbay/db/client";
import { lineCapacity, liveAttempts } from "@callbay/db/sql/dial-snapshot";
import { explainEligibility, type Refusal, whenEligible } from "@callbay/domain/eligibility";
import { notFound } from "@callbay/domain/errors";
import { freeLines } from "@callbay/domain/free-lines";
import { maskPhone } from "@callbay/domain/phone";
import { overrideInForce } from "../compliance/override.ts";
import { readFacts } from "../dial/facts.ts";
import { type LoadedFrame, loadFrame } from "../dial/frame.ts";
import { snapshotsOf } from "../dial/gate.ts";
import { candidateOf, isLiftable, judgedState } from "../dial/judge-now.ts";
import { nodeLines } from "../dial/plan.ts";
import { tenantQuery, z } from "../verb.ts";

/**
 * Why is this contact not dialled, and when will it be? Every reason that holds now for each of its numbers, and the
 * instant at which none is left if nothing but time changes: the gate's own answer, asked as the dialer would ask it.
 */
export const whyNotDialled = tenantQuery({
  name: "campaign.why",
  permission: "campaign.read",
  input: z.strictObject({ campaignId: z.uuid(), contactId: z.uuid() }),
  run: async ({ tx, tenantId, now, deps }, { campaignId, contactId }) => {
    const loaded = await loadFrame(tx, { tenantId, campaignId }, null, now);
    const row = await tx.campaignContact.findUnique({
      where: { tenantId_campaignId_contactId: { tenantId, campaignId, contactId } },
    });
    if (!row) throw notFound("contact");
    const { profile } = loaded.frame;
    const { rules } = profile;
    const which = { tenantId, campaignId, rules, registers: deps.registers, now, locked: false };
    const facts = await readFacts(tx, which, [contactId]);
    const frame = { ...loaded.frame, lines: await linesNow(tx, tenantId, campaignId, loaded) };
    const given = overrideInForce(row.override, now);
    const judged = snapshotsOf(frame, { ...candidateOf(row), state: judgedState(row) }, facts);
    const points = judged.map(({ point, snapshot }) => ({
      contactPointId: point?.id ?? null,
      phone: point ? maskPhone(point.phone) : null,
      country: point?.country ?? null,
      timezone: point?.timezone ?? null,
      callerId: snapshot.callerId?.e164 ?? null,
      tried: point?.tried ?? 0,
      refusals: explainEligibility(snapshot, now).map(({ reason, retryAt }: Refusal) => ({
        reason,
        retryAt,
        liftable: isLiftable(rules.overridable, reason),
        lifted: given?.reasons.some((one) => one === reason) ?? false,
      })),
      when: whenEligible(snapshot, now),
    }));
    // What is written down as blocked waits for the queue to take it again, even when nothing holds it back any more.
    const outOfQueue = row.state === "blocked" || row.state === "done";
    const times = points.flatMap(({ when }) => (when ? [when.getTime()] : []));
    const promised = row.callbackBy
      ? await tx.membership.findUnique({
          where: { tenantId_id: { tenantId, id: row.callbackBy } },
          select: { account: { select: { name: true } } },
        })
      : null;
    return {
      state: row.state,
      reason: row.reason,
      when: outOfQueue || times.length === 0 ? null : new Date(Math.min(...times)),
      points,
      callbackBy: promised?.account.name ?? null,
      agentOnlyUntil: row.agentOnlyUntil && row.agentOnlyUntil > now ? row.agentOnlyUntil : null,
      override: given,
      profile: { id: profile.id, revision: profile.revision, region: rules.region },
    };
  },
});

/** The freest node's lines for this campaign, as the loop would find them. */
async function linesNow(tx: Tx, tenantId: string, campaignId: string, { frame, maxChannels }: LoadedFrame) {
  if (frame.campaign.state !== "running") return frame.lines;
  const rows = await lineCapacity(tx);
  const inUse = (await liveAttempts(tx, tenantId, [campaignId])).length;
  const nodes = [...new Set(rows.map(({ nodeId }) => nodeId))].flatMap((id) => nodeLines(rows, id) ?? []);
  if (nodes.length === 0) return { trunkFree: null, channelsFree: 0 };
  const free = nodes.map((node) => ({
    trunkFree: node.trunks.reduce((sum, { max, inUse: used }) => sum + Math.max(0, max - used), 0),
    channelsFree: freeLines(node, { max: maxChannels, inUse }),
  }));
  return free.reduce((best, one) => (one.channelsFree > best.channelsFree ? one : best));
}
