import { ownBillingDetails, updateOwnBillingDetails } from "@callbay/services/tenant/update-billing-details";
import { ask, change, router } from "../trpc.ts";

export const billingDetailsRouter = router({
  mine: ask(ownBillingDetails),
  update: change(updateOwnBillingDetails),
});
