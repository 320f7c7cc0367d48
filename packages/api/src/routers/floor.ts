import { floorLive } from "@callbay/services/duty/floor-live";
import { kick } from "@callbay/services/duty/requests";
import { floorAlertCount } from "@callbay/services/floor/alert-count";
import { acknowledgeAlert, setAlerts } from "@callbay/services/floor/alerts";
import { floorPulse } from "@callbay/services/floor/pulse";
import { ask, change, router } from "../trpc.ts";

/** The live floor, as supervisors see it. */
export const floorRouter = router({
  live: ask(floorLive),
  kick: change(kick),
  pulse: ask(floorPulse),
  alertCount: ask(floorAlertCount),
  acknowledge: change(acknowledgeAlert),
  setAlerts: change(setAlerts),
});
