import "server-only";
import { asRefusal } from "@callbay/api/errors";
import { createCaller, type RouterOutputs } from "@callbay/api/router";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { server } from "./composition.ts";
import { cookieNames } from "./cookie-names.ts";
import { visitorOf } from "./request.ts";
import { actorOfToken } from "./session.ts";

export type Me = RouterOutputs["session"]["me"];

/** Who looks at this page, once per request; null when nobody is signed in. */
export const viewer = cache(async (): Promise<Me | null> => {
  try {
    return await look();
  } catch (error) {
    // All that reaches the page of an error is its digest: app/error.tsx says by it what is the matter.
    const { code, message } = asRefusal(error, "");
    if (code !== "DATABASE_UNAVAILABLE") throw error;
    throw Object.assign(new Error(message, { cause: error }), { digest: code });
  }
});

async function look(): Promise<Me | null> {
  const here = server();
  const token = (await cookies()).get(cookieNames(here.config.APP_URL).session)?.value;
  const visitor = visitorOf(await headers());
  const actor = await actorOfToken(token, visitor.now);
  if (!actor) return null;
  const caller = createCaller({
    ...visitor,
    deps: here.deps,
    actor,
    subscriber: here.subscriber,
    logger: here.logger,
    signInLimiter: here.signInLimiter,
  });
  return caller.session.me();
}

const OPERATOR_HOME = { admin: "/operator", noc: "/operator/pool", finance: "/operator/billing" } as const;

/** Where a person lands: the agent at the desk, the operator's people where their work is, all others in the workspace. */
export function homeOf({ workspace, secondFactorMissing }: Me): string {
  if (secondFactorMissing) return "/account/security";
  if (workspace.kind === "operator") return OPERATOR_HOME[workspace.role];
  return workspace.role === "agent" ? "/desk" : "/w";
}

/** The viewer of a shell's page; whoever does not belong there is sent where they do. */
export async function requireViewer(kind: "operator" | "tenant"): Promise<Me> {
  const me = await viewer();
  if (!me) redirect("/sign-in");
  if (me.secondFactorMissing) redirect("/account/security");
  if (me.workspace.kind !== kind) redirect(homeOf(me));
  return me;
}
