import { router } from "../trpc.ts";

export const liveRouter = router({});
