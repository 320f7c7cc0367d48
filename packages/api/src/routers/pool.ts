import { router } from "../trpc.ts";

export const operatorPoolRouter = router({});
