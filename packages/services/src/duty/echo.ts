import { ECHO_MS } from "@callbay/domain/duty/echo";
import { tenantVerb, z } from "../verb.ts";
import { requireOpenSession, sendToNode } from "./open-session.ts";

/**
 * Lets the agent hear themselves as the telephone system does, or ends that. Their own leg alone is asked, and no line
 * is taken for it.
 *
 * @returns how long it lasts at most, in milliseconds. @throws CallbayError NOT_ON_DUTY, and what the owner answers
 * (ECHO_NOT_NOW, DUTY_LEG_DOWN, PBX_REFUSED).
 */
export const echoTest = tenantVerb({
  name: "duty.echo",
  permission: "duty.own",
  input: z.strictObject({ on: z.boolean() }),
  run: async ({ tx, tenantId, actor, deps, audit, afterCommit }, { on }) => {
    const session = await requireOpenSession(tx, tenantId, actor.membershipId);
    const dutySessionId = session.id;
    await audit({ action: "duty.echo", entity: "duty_session", entityId: dutySessionId, after: { on } });
    afterCommit(() => sendToNode(deps, session.nodeId, { type: "duty.echo", tenantId, dutySessionId, on }));
    return { lastsMs: on ? ECHO_MS : 0 };
  },
});
