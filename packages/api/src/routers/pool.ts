import { poolOverview } from "@callbay/services/pool/overview";
import { setNodeState } from "@callbay/services/pool/set-node-state";
import { ask, change, router } from "../trpc.ts";

export const operatorPoolRouter = router({ overview: ask(poolOverview), setState: change(setNodeState) });
