import { acceptInvitation, getInvitation, type InvitedContext } from "@callbay/services/access/invitation";
import { z } from "zod";
import type { ApiContext } from "../context.ts";
import { publicProcedure, router } from "../trpc.ts";

export const invitationRouter = router({
  get: publicProcedure
    .input(z.object({ token: z.string() }))
    .query(({ ctx, input }) => getInvitation(guest(ctx), input)),
  accept: publicProcedure
    .input(z.object({ token: z.string(), password: z.string().optional(), name: z.string().optional() }))
    .mutation(({ ctx, input }) => acceptInvitation(guest(ctx), input)),
});

function guest(ctx: ApiContext): InvitedContext {
  const { deps, now, requestId, ip, userAgent, signInLimiter, actor } = ctx;
  const accountId = actor && actor.kind !== "system" ? actor.accountId : null;
  return { deps, now, requestId, ip, userAgent, limiter: signInLimiter, accountId };
}
