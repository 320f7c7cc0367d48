import { floorAlerts } from "@callbay/domain/floor-alerts";
import { isWithin, scopeOf } from "../people/scope.ts";
import { tenantQuery, z } from "../verb.ts";
import { readPulse } from "./pulse.ts";

/**
 * How many alerts of the floor nobody has taken up yet, for pages on which the floor is not seen. Worked out here, by what
 * the floor's own page works them out by: these pages load neither the agents nor the rules.
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
    const pulse = await readPulse(unit);
    const taken = new Set(pulse.acknowledged.map(({ key }) => key));
    const agents = sessions
      .filter(({ membershipId }) => isWithin(scope, membershipId))
      .map(({ id, membershipId, state, stateSince }) => ({
        ...{ dutySessionId: id, membershipId, name: "", state, since: stateSince },
      }));
    const open = floorAlerts({ ...pulse, agents }, pulse.settings, now).filter(({ key }) => !taken.has(key));
    return { open: open.length, isDanger: open.some(({ tone }) => tone === "danger") };
  },
});
