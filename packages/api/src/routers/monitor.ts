import { chooseMode, getMonitor, leaveMonitor } from "@callbay/services/monitor/control";
import { getSupervision, setSupervision } from "@callbay/services/monitor/settings";
import { startMonitor } from "@callbay/services/monitor/start";
import { ask, change, router } from "../trpc.ts";

/** Listening to calls, whispering and joining, within the team. */
export const monitorRouter = router({
  start: change(startMonitor),
  choose: change(chooseMode),
  leave: change(leaveMonitor),
  get: ask(getMonitor),
});

/** What a workspace decided about supervision. */
export const supervisionRouter = router({
  get: ask(getSupervision),
  set: change(setSupervision),
});
