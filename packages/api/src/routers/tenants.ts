import { resetSecondFactor } from "@callbay/services/people/reset-second-factor";
import { addNumber } from "@callbay/services/tenant/add-number";
import { assignAgent } from "@callbay/services/tenant/assign-agent";
import { attachTenant } from "@callbay/services/tenant/attach-tenant";
import { createTenant } from "@callbay/services/tenant/create-tenant";
import { getTenant } from "@callbay/services/tenant/get-tenant";
import { inviteOwner } from "@callbay/services/tenant/invite-owner";
import { listTenants } from "@callbay/services/tenant/list-tenants";
import { closeTenant, resumeTenant, suspendTenant } from "@callbay/services/tenant/state";
import { updateBillingDetails } from "@callbay/services/tenant/update-billing-details";
import { ask, change, router } from "../trpc.ts";

export const operatorTenantsRouter = router({
  list: ask(listTenants),
  get: ask(getTenant),
  create: change(createTenant),
  resetSecondFactor: change(resetSecondFactor),
  attach: change(attachTenant),
  addNumber: change(addNumber),
  assignAgent: change(assignAgent),
  inviteOwner: change(inviteOwner),
  updateBillingDetails: change(updateBillingDetails),
  suspend: change(suspendTenant),
  resume: change(resumeTenant),
  close: change(closeTenant),
});
