import { getCall } from "@callbay/services/calls-read/get";
import { listCalls } from "@callbay/services/calls-read/list";
import { ask, router } from "../trpc.ts";

export const callsRouter = router({
  list: ask(listCalls),
  get: ask(getCall),
});
