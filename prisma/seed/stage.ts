import { randomUUID } from "node:crypto";
import { newId } from "@callbay/db/ids";
import type { Actor, OperatorActor, TenantActor } from "@callbay/domain/actor";
import { acceptInvitation } from "@callbay/services/access/invitation";
import type { Deps, VerbContext } from "@callbay/services/context";
import type { DemoPerson } from "./people.ts";

/** What every step of the seed needs: the means, the moment, the one password. */
export interface Stage {
  readonly deps: Deps;
  readonly now: Date;
  readonly password: string;
  as(actor: Actor): VerbContext;
}

/** Deps for a process in which nothing else runs: nobody listens to events, and the seed does its own jobs. */
export function createStage(
  own: Pick<Deps, "db" | "storageDir" | "secretKey" | "appUrl" | "relayUrl">,
  now: Date,
  password: string,
): Stage {
  const deps: Deps = {
    ...own,
    events: { publish: async () => {} },
    jobs: { enqueue: async () => {} },
    nodes: {
      send: async (nodeId) => {
        throw new Error(`the seed asks nothing of node ${nodeId}`);
      },
    },
  };
  return {
    deps,
    now,
    password,
    as: (actor) => ({ deps, actor, now, requestId: `seed-${randomUUID()}` }),
  };
}

/** Takes an invitation as the person whom it names would, with the demo password. */
export async function accept(stage: Stage, inviteUrl: string, name: string): Promise<void> {
  const token = inviteUrl.slice(inviteUrl.lastIndexOf("/") + 1);
  await acceptInvitation(
    {
      deps: stage.deps,
      limiter: { take: async () => 0, succeeded: async () => {} },
      now: stage.now,
      requestId: `seed-${randomUUID()}`,
      accountId: null,
    },
    { token, password: stage.password, name },
  );
}

/** The actor of an operator's person who is there already. */
export function operatorActor(person: DemoPerson<OperatorActor["role"]>, accountId: string): OperatorActor {
  return { kind: "operator", accountId, name: person.name, role: person.role, sessionId: newId() };
}

/** The actor of a member, or null while they are none. */
export async function tenantActor(stage: Stage, tenantId: string, email: string): Promise<TenantActor | null> {
  const member = await stage.deps.db.withTenant(tenantId, (tx) =>
    tx.membership.findFirst({ where: { tenantId, endedAt: null, account: { email } }, include: { account: true } }),
  );
  if (!member) return null;
  const { id, accountId, role, account } = member;
  return { kind: "tenant", tenantId, membershipId: id, accountId, role, name: account.name, sessionId: newId() };
}
