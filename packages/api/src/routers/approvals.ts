import { listApprovals } from "@callbay/services/campaign/list-approvals";
import { approveCampaign, returnCampaign } from "@callbay/services/campaign/review";
import { ask, change, router } from "../trpc.ts";

export const operatorApprovalsRouter = router({
  list: ask(listApprovals),
  approve: change(approveCampaign),
  return: change(returnCampaign),
});
