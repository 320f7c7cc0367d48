import { activateContract } from "@callbay/services/contract/activate";
import { amendContract } from "@callbay/services/contract/amend";
import { createContract } from "@callbay/services/contract/create";
import { endContract } from "@callbay/services/contract/end";
import { getContract, listContracts, myContracts } from "@callbay/services/contract/read";
import { ask, change, router } from "../trpc.ts";

export const contractsRouter = router({
  mine: ask(myContracts),
});

export const operatorContractsRouter = router({
  list: ask(listContracts),
  get: ask(getContract),
  create: change(createContract),
  amend: change(amendContract),
  activate: change(activateContract),
  end: change(endContract),
});
