import { listDisputes } from "@callbay/services/month/list-disputes";
import { resolveDispute } from "@callbay/services/month/resolve";
import { ask, change, router } from "../trpc.ts";

export const operatorDisputesRouter = router({
  list: ask(listDisputes),
  resolve: change(resolveDispute),
});
