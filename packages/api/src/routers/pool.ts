import { listCallerIdRules, removeCallerIdRule, setCallerIdRule } from "@callbay/services/caller-id/rules";
import { explainRoute, listCarriers, replaceCarrierRates } from "@callbay/services/pool/carriers";
import { poolOverview } from "@callbay/services/pool/overview";
import { setNodeState } from "@callbay/services/pool/set-node-state";
import { addTrunk, setTrunk } from "@callbay/services/pool/trunks";
import { ask, change, router } from "../trpc.ts";

export const operatorPoolRouter = router({
  overview: ask(poolOverview),
  setState: change(setNodeState),
  addTrunk: change(addTrunk),
  setTrunk: change(setTrunk),
  carriers: ask(listCarriers),
  replaceCarrierRates: change(replaceCarrierRates),
  explainRoute: ask(explainRoute),
});

export const callerIdsRouter = router({
  list: ask(listCallerIdRules),
  set: change(setCallerIdRule),
  remove: change(removeCallerIdRule),
});
