import { watchEvents } from "@callbay/services/access/live-events";
import { loadActor } from "@callbay/services/access/session";
import { teamOf } from "@callbay/services/people/team-of";
import { router, signedInProcedure } from "../trpc.ts";

export const liveRouter = router({
  /** What moves, while the page is open. Lossy: a screen that (re)connects asks again for what it shows. */
  events: signedInProcedure.subscription(async function* ({ ctx, signal }) {
    const { actor, deps, subscriber } = ctx;
    const team = await teamOf(deps, actor);
    const stillValid = async () => {
      const now = await loadActor(deps, actor.sessionId, new Date());
      const same = now?.kind === actor.kind && now.role === actor.role && tenantOf(now) === tenantOf(actor);
      // Somebody who is moved to another unit watches other people from then on.
      return same && sameTeam(team, await teamOf(deps, actor));
    };
    yield* watchEvents({ subscriber, actor, team, stillValid, signal: signal ?? new AbortController().signal });
  }),
});

type Team = Awaited<ReturnType<typeof teamOf>>;

function sameTeam(before: Team, now: Team): boolean {
  if (before === null || now === null) return before === now;
  return before.size === now.size && [...now].every((one) => before.has(one));
}

function tenantOf(actor: { kind: "operator" } | { kind: "tenant"; tenantId: string }): string | null {
  return actor.kind === "tenant" ? actor.tenantId : null;
}
