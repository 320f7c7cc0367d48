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

/** What the operator asks of its own people. */
export const operatorAccessRouter = router({
  get: ask(getPlatformAccess),
  set: change(setPlatformAccess),
});
