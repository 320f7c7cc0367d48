import {
  getCompanySignIn,
  removeCompanySignIn,
  setCompanySignIn,
} from "@callbay/services/access/company/provider-settings";
import {
  getAccess,
  getPlatformAccess,
  setAccess,
  setPlatformAccess,
} from "@callbay/services/access/second-factor-policy";
import { ask, change, router } from "../trpc.ts";

/** What a workspace asks of who enters it. */
export const accessRouter = router({
  get: ask(getAccess),
  set: change(setAccess),
});

/** How a workspace's people sign in by their company. */
export const companySignInRouter = router({
  get: ask(getCompanySignIn),
  set: change(setCompanySignIn),
  remove: change(removeCompanySignIn),
});

/** What the operator asks of its own people. */
export const operatorAccessRouter = router({
  get: ask(getPlatformAccess),
  set: change(setPlatformAccess),
});
