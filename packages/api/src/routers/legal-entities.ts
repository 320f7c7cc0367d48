import { getLegalEntity } from "@callbay/services/legal-entity/get";
import { setLegalEntityLogo } from "@callbay/services/legal-entity/set-logo";
import { updateLegalEntity } from "@callbay/services/legal-entity/update";
import { listLegalEntities } from "@callbay/services/tenant/list-legal-entities";
import { ask, change, router } from "../trpc.ts";

export const operatorLegalEntitiesRouter = router({
  list: ask(listLegalEntities),
  get: ask(getLegalEntity),
  update: change(updateLegalEntity),
  setLogo: change(setLegalEntityLogo),
});
