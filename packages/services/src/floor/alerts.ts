import { newId } from "@callbay/db/ids";
import { CallbayError } from "@callbay/domain/errors";
import { ALERT_RULE_KEYS } from "@callbay/domain/floor-alerts";
import { alertOutOfBounds, alertSettings, alertSettingsSchema } from "@callbay/domain/floor-alerts/settings";
import { tenantVerb, z } from "../verb.ts";

/** Notes who has taken notice of an alert; of two at once the first is kept. */
export const acknowledgeAlert = tenantVerb({
  name: "floor.acknowledge",
  permission: "floor.read",
  input: z.strictObject({ key: z.string().min(1).max(120), rule: z.enum(ALERT_RULE_KEYS) }),
  run: async ({ tx, tenantId, actor, now, audit, emit }, { key, rule }) => {
    const ack = { tenantId, id: newId(), key, rule, membershipId: actor.membershipId, at: now };
    await tx.floorAlertAck.createMany({ data: ack, skipDuplicates: true });
    await audit({ action: "floor.acknowledge", entity: "alert", entityId: key, after: { rule } });
    emit({ type: "floor.changed" });
    return { key };
  },
});

/**
 * Sets the limits of this workspace's floor; what is not named goes back to its default.
 * @throws CallbayError ALERT_LIMIT when a limit is beyond what its rule allows
 */
export const setAlerts = tenantVerb({
  name: "floor.set_alerts",
  permission: "floor.write",
  input: z.strictObject({ alerts: alertSettingsSchema }),
  run: async ({ tx, tenantId, now, audit, emit }, { alerts }) => {
    const rule = alertOutOfBounds(alerts);
    if (rule)
      throw new CallbayError("invalid", "ALERT_LIMIT", "A limit is too large. Nothing was changed; lower it.", {
        rule,
      });
    const before = await tx.supervisionSetting.findUnique({ where: { tenantId }, select: { alerts: true } });
    const data = { alerts, updatedAt: now };
    await tx.supervisionSetting.upsert({ where: { tenantId }, create: { tenantId, ...data }, update: data });
    await audit({
      ...{ action: "floor.set_alerts", entity: "tenant", entityId: tenantId },
      before: plain(before?.alerts),
      after: plain(alerts),
    });
    emit({ type: "floor.changed" });
    return alertSettings(alerts);
  },
});

/** Every rule with its limit, as the audit log keeps it. */
function plain(stored: unknown): Record<string, { on: boolean; limit: number }> {
  return Object.fromEntries(Object.entries(alertSettings(stored)).map(([rule, setting]) => [rule, { ...setting }]));
}
