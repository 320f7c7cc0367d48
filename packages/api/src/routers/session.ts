import { changePassword } from "@callbay/services/access/change-password";
import { listSessions } from "@callbay/services/access/list-sessions";
import { me } from "@callbay/services/access/me";
import { revokeSession, signOut } from "@callbay/services/access/revoke-session";
import { setPreferences } from "@callbay/services/access/set-preferences";
import { switchWorkspace } from "@callbay/services/access/switch-workspace";
import { z } from "zod";
import { ask, change, router, signedInProcedure } from "../trpc.ts";

export const sessionRouter = router({
  me: ask(me),
  list: ask(listSessions),
  preferences: change(setPreferences),
  switchWorkspace: change(switchWorkspace),
  signOut: change(signOut),
  revoke: change(revokeSession),
  changePassword: signedInProcedure
    .input(z.object({ current: z.string(), next: z.string() }))
    .mutation(({ ctx, input }) => changePassword(ctx.verb, ctx.signInLimiter, input)),
});
