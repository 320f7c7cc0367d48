import type { Tx } from "@callbay/db/client";
import { CallbayError } from "@callbay/domain/errors";
import { noticeFor } from "@callbay/domain/monitor";
import { sendToNode } from "../duty/open-session.ts";
import { tenantQuery, tenantVerb, z } from "../verb.ts";

/** May calls be listened to here, and is the agent told? Off until an owner said otherwise. */
export async function monitoringOf(tx: Tx, tenantId: string): Promise<{ monitoring: boolean; announce: boolean }> {
  const setting = await tx.supervisionSetting.findUnique({
    where: { tenantId },
    select: { monitoring: true, announce: true },
  });
  return setting ?? { monitoring: false, announce: true };
}

/** What this workspace decided about listening, by whom, and which notice applies to it. */
export const getSupervision = tenantQuery({
  name: "supervision.get",
  permission: "floor.read",
  input: z.strictObject({}),
  run: async ({ tx, tenantId }) => {
    const setting = await tx.supervisionSetting.findUnique({ where: { tenantId } });
    const { country } = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { country: true } });
    const by = setting?.noticeConfirmedBy
      ? await tx.membership.findUnique({
          where: { tenantId_id: { tenantId, id: setting.noticeConfirmedBy } },
          select: { account: { select: { name: true } } },
        })
      : null;
    return {
      monitoring: setting?.monitoring ?? false,
      announce: setting?.announce ?? true,
      notice: noticeFor(country),
      confirmed:
        by && setting?.noticeConfirmedAt
          ? { by: by.account.name, at: setting.noticeConfirmedAt, notice: setting.notice }
          : null,
    };
  },
});

/**
 * Lets team leaders listen to calls of their team, or stops it: what is listened to ends at once. Turning it on confirms
 * the notice of the workspace's country (requirements, "Silent monitoring").
 *
 * @throws CallbayError MONITOR_NOTICE_OPEN when it is turned on and the notice was not confirmed
 */
export const setSupervision = tenantVerb({
  name: "supervision.set",
  permission: "monitoring.write",
  input: z.strictObject({
    monitoring: z.boolean(),
    announce: z.boolean(),
    noticeConfirmed: z.boolean().default(false),
  }),
  run: async (unit, { monitoring, announce, noticeConfirmed }) => {
    const { tx, tenantId, actor, now, deps, audit, afterCommit } = unit;
    const before = await monitoringOf(tx, tenantId);
    const turnsOn = monitoring && !before.monitoring;
    if (turnsOn && !noticeConfirmed)
      throw new CallbayError(
        "precondition",
        "MONITOR_NOTICE_OPEN",
        "Listening was not turned on. Read the notice and confirm it first.",
      );
    const { country } = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { country: true } });
    const confirmed = turnsOn
      ? { notice: noticeFor(country), noticeConfirmedBy: actor.membershipId, noticeConfirmedAt: now }
      : {};
    const data = { monitoring, announce, updatedAt: now, ...confirmed };
    // Not an upsert: the row that it proposes first would lack the notice, which the table refuses.
    const { count } = await tx.supervisionSetting.updateMany({ where: { tenantId }, data });
    if (count === 0) await tx.supervisionSetting.create({ data: { tenantId, ...data } });
    await audit({
      ...{ action: "supervision.set", entity: "tenant", entityId: tenantId },
      before,
      after: { monitoring, announce, ...(turnsOn ? { notice: noticeFor(country) } : {}) },
    });
    const open = monitoring ? [] : await tx.monitorSession.findMany({ where: { tenantId, endedAt: null } });
    for (const { id, nodeId, dutySessionId } of open)
      afterCommit(() =>
        sendToNode(deps, nodeId, {
          type: "monitor.end",
          ...{ tenantId, dutySessionId, monitorId: id, reason: "switched_off" },
        }),
      );
    return { monitoring, announce };
  },
});
