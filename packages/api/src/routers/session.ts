import { changePassword } from "@callbay/services/access/change-password";
import { companiesOf } from "@callbay/services/access/company/sign-in";
import { listSessions } from "@callbay/services/access/list-sessions";
import { me } from "@callbay/services/access/me";
import { requestPasswordReset, resetPassword } from "@callbay/services/access/password-reset";
import { revokeOtherSessions, revokeSession, signOut } from "@callbay/services/access/revoke-session";
import {
  confirmSecondFactor,
  disableSecondFactor,
  getSecondFactor,
  renewCodes,
  startSecondFactor,
} from "@callbay/services/access/second-factor";
import { setPreferences } from "@callbay/services/access/set-preferences";
import { switchWorkspace } from "@callbay/services/access/switch-workspace";
import { z } from "zod";
import { ask, change, publicProcedure, router, signedInProcedure } from "../trpc.ts";

export const sessionRouter = router({
  me: ask(me),
  list: ask(listSessions),
  preferences: change(setPreferences),
  switchWorkspace: change(switchWorkspace),
  signOut: change(signOut),
  revoke: change(revokeSession),
  revokeOthers: change(revokeOtherSessions),
  secondFactor: ask(getSecondFactor),
  startSecondFactor: signedInProcedure
    .input(z.object({ password: z.string() }))
    .mutation(({ ctx, input }) => startSecondFactor(ctx.verb, ctx.signInLimiter, input)),
  confirmSecondFactor: signedInProcedure
    .input(z.object({ code: z.string() }))
    .mutation(({ ctx, input }) => confirmSecondFactor(ctx.verb, ctx.signInLimiter, input)),
  disableSecondFactor: signedInProcedure
    .input(z.object({ password: z.string() }))
    .mutation(({ ctx, input }) => disableSecondFactor(ctx.verb, ctx.signInLimiter, input)),
  renewRecoveryCodes: signedInProcedure
    .input(z.object({ password: z.string() }))
    .mutation(({ ctx, input }) => renewCodes(ctx.verb, ctx.signInLimiter, input)),
  companies: publicProcedure
    .input(z.object({ email: z.string() }))
    .mutation(({ ctx, input }) => companiesOf({ ...ctx, limiter: ctx.signInLimiter }, input)),
  requestPasswordReset: publicProcedure
    .input(z.object({ email: z.string() }))
    .mutation(({ ctx, input }) => requestPasswordReset({ ...ctx, limiter: ctx.signInLimiter }, input)),
  resetPassword: publicProcedure
    .input(z.object({ token: z.string(), password: z.string() }))
    .mutation(({ ctx, input }) => resetPassword({ ...ctx, limiter: ctx.signInLimiter }, input)),
  changePassword: signedInProcedure
    .input(z.object({ current: z.string(), next: z.string() }))
    .mutation(({ ctx, input }) => changePassword(ctx.verb, ctx.signInLimiter, input)),
});
