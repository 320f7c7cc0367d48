import { router } from "../trpc.ts";

export const operatorTenantsRouter = router({});
