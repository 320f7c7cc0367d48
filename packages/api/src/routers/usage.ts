import { currentUsage } from "@callbay/services/billing/current";
import { getRateTable, listRateTables } from "@callbay/services/rate-table/read";
import { uploadRateTable } from "@callbay/services/rate-table/upload";
import { acceptSuccess } from "@callbay/services/success/accept";
import { getSuccess } from "@callbay/services/success/get";
import { listSuccesses } from "@callbay/services/success/list";
import { rejectAnySuccess, rejectSuccess } from "@callbay/services/success/reject";
import { addUsage } from "@callbay/services/usage/add";
import { ask, change, router } from "../trpc.ts";

export const usageRouter = router({
  current: ask(currentUsage),
});

export const successRouter = router({
  list: ask(listSuccesses),
  get: ask(getSuccess),
  accept: change(acceptSuccess),
  reject: change(rejectSuccess),
});

export const operatorUsageRouter = router({
  add: change(addUsage),
  rejectSuccess: change(rejectAnySuccess),
});

export const operatorRateTablesRouter = router({
  get: ask(getRateTable),
  list: ask(listRateTables),
  upload: change(uploadRateTable),
});
