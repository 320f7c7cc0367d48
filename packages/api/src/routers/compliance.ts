import { getProfile, listPresets, listProfiles } from "@callbay/services/compliance/read";
import { createProfile, reviseProfile } from "@callbay/services/compliance/write";
import { ask, change, router } from "../trpc.ts";

export const complianceRouter = router({
  presets: ask(listPresets),
  list: ask(listProfiles),
  get: ask(getProfile),
  create: change(createProfile),
  revise: change(reviseProfile),
});
