import { listLegalEntities } from "@callbay/services/tenant/list-legal-entities";
import { ask, router } from "../trpc.ts";

export const operatorLegalEntitiesRouter = router({ list: ask(listLegalEntities) });
