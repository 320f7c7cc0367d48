import { listMessages } from "@callbay/services/message/read";
import { sendMessage } from "@callbay/services/message/send";
import { ask, change, router } from "../trpc.ts";

/** Words to agents at their desks; what agents do with them is at duty. */
export const messagesRouter = router({
  list: ask(listMessages),
  send: change(sendMessage),
});
