import { addCostSheet } from "@callbay/services/costs/add";
import { campaignMargin } from "@callbay/services/costs/margin";
import { explainCosts, listCostSheets } from "@callbay/services/costs/read";
import { ask, change, router } from "../trpc.ts";

export const operatorCostsRouter = router({
  list: ask(listCostSheets),
  add: change(addCostSheet),
  explain: ask(explainCosts),
  margin: ask(campaignMargin),
});
