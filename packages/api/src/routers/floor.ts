import { floorLive } from "@callbay/services/duty/floor-live";
import { kick } from "@callbay/services/duty/requests";
import { ask, change, router } from "../trpc.ts";

/** The live floor, as supervisors see it. */
export const floorRouter = router({
  live: ask(floorLive),
  kick: change(kick),
});
