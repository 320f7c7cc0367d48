import { router } from "../trpc.ts";

export const peopleRouter = router({});
