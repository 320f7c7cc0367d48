import { cloneCampaign } from "@callbay/services/campaign/clone-campaign";
import { createCampaign } from "@callbay/services/campaign/create-campaign";
import { campaignMachineError } from "@callbay/services/campaign/machine-error";
import { campaignProgress } from "@callbay/services/campaign/progress";
import { getCampaign, listCallerIds, listCampaigns } from "@callbay/services/campaign/read-campaigns";
import { getCampaignContact, listCampaignContacts } from "@callbay/services/campaign/read-contacts";
import { listRecyclable, recycleCampaign } from "@callbay/services/campaign/recycle";
import { setAgents } from "@callbay/services/campaign/set-agents";
import { setDispositions } from "@callbay/services/campaign/set-dispositions";
import {
  completeCampaign,
  pauseCampaign,
  resumeCampaign,
  startCampaign,
  submitCampaign,
} from "@callbay/services/campaign/steps";
import { updateCampaign } from "@callbay/services/campaign/update-campaign";
import { whyNotDialled } from "@callbay/services/campaign/why";
import { campaignReasons } from "@callbay/services/campaign/why-counts";
import { liftRefusal } from "@callbay/services/compliance/override";
import { ask, change, router } from "../trpc.ts";

export const campaignsRouter = router({
  list: ask(listCampaigns),
  get: ask(getCampaign),
  create: change(createCampaign),
  clone: change(cloneCampaign),
  update: change(updateCampaign),
  setDispositions: change(setDispositions),
  setAgents: change(setAgents),
  submit: change(submitCampaign),
  start: change(startCampaign),
  pause: change(pauseCampaign),
  resume: change(resumeCampaign),
  complete: change(completeCampaign),
  recyclable: ask(listRecyclable),
  recycle: change(recycleCampaign),
  progress: ask(campaignProgress),
  contact: ask(getCampaignContact),
  contacts: ask(listCampaignContacts),
  callerIds: ask(listCallerIds),
  why: ask(whyNotDialled),
  reasons: ask(campaignReasons),
  liftRefusal: change(liftRefusal),
  machineError: ask(campaignMachineError),
});
