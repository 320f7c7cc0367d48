import { floorAlerts } from "@callbay/domain/floor-alerts";
import { isWithin, scopeOf } from "../people/scope.ts";
import { tenantQuery, z } from "../verb.ts";
import { ACK_MS, readAlertSettings, readWatch } from "./pulse.ts";

/**
 * How many alerts of the floor nobody has taken up yet, for pages on which the floor is not seen. Worked out here, by what
 * the floor's own page works them out by: these pages load neither the agents nor the rules. Every open page asks for it
 * all day, so that it reads no name and counts no call that was counted a moment ago.
 */
export const floorAlertCount = tenantQuery({
  name: "floor.alert_count",
  permission: "floor.read",
  input: z.strictObject({}).default({}),
  run: async (unit) => {
    const { tx, tenantId, now } = unit;
    const scope = await scopeOf(unit, "floor.read");
    const sessions = await tx.dutySession.findMany({
      where: { tenantId, endedAt: null },
      select: { id: true, membershipId: true, state: true, stateSince: true },
    });
    const agents = sessions
      .filter(({ membershipId }) => isWithin(scope, membershipId))
      .map(({ id, membershipId, state, stateSince }) => ({
        ...{ dutySessionId: id, membershipId, name: "", state, since: stateSince },
      }));
    const isReadyAsked = agents.length > 0 && !agents.some(({ state }) => state === "ready");
    const watch = await readWatch(unit, scope, isReadyAsked);
    const alerts = floorAlerts({ ...watch, agents }, await readAlertSettings(unit), now);
    if (alerts.length === 0) return { open: 0, isDanger: false };
    const taken = await tx.floorAlertAck.findMany({
      where: { tenantId, key: { in: alerts.map(({ key }) => key) }, at: { gte: new Date(now.getTime() - ACK_MS) } },
      select: { key: true },
    });
    const open = alerts.filter(({ key }) => !taken.some((one) => one.key === key));
    return { open: open.length, isDanger: open.some(({ tone }) => tone === "danger") };
  },
});
