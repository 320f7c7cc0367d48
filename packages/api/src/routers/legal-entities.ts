import { router } from "../trpc.ts";

export const operatorLegalEntitiesRouter = router({});
