import { tenantQuery, z } from "../verb.ts";
import { findOpenSession } from "./open-session.ts";

/** Names on a screen; whoever is not among them is found by typing. */
const MOST = 30;

/**
 * To whom the agent can send a call: colleagues on duty on the same node, with what they do now, and the groups they are
 * in, with how many of each are free.
 */
export const transferTargets = tenantQuery({
  name: "duty.transferTargets",
  permission: "call.own",
  input: z.strictObject({ search: z.string().trim().max(80).default("") }).default({ search: "" }),
  run: async ({ tx, tenantId, actor }, { search }) => {
    const own = await findOpenSession(tx, tenantId, actor.membershipId);
    if (!own) return { agents: [], queues: [] };
    const sessions = await tx.dutySession.findMany({
      where: { tenantId, nodeId: own.nodeId, endedAt: null, id: { not: own.id } },
      select: {
        state: true,
        stateSince: true,
        membershipId: true,
        membership: {
          select: {
            account: { select: { name: true } },
            orgUnit: { select: { id: true, name: true } },
            skills: { select: { skill: { select: { id: true, name: true } } } },
            campaignAgents: {
              where: { campaign: { state: { in: ["approved", "running", "paused"] } } },
              select: { campaign: { select: { id: true, name: true } } },
            },
          },
        },
      },
    });
    const fits = (name: string): boolean => name.toLocaleLowerCase().includes(search.toLocaleLowerCase());
    const agents = sessions
      .map(({ state, stateSince, membershipId, membership }) => ({
        ...{ membershipId, state, stateSince },
        name: membership.account.name,
        team: membership.orgUnit?.name ?? null,
      }))
      .filter(({ name }) => fits(name))
      .sort((a, b) => Number(b.state === "ready") - Number(a.state === "ready") || a.name.localeCompare(b.name));
    const queues = new Map<
      string,
      { kind: "campaign" | "team" | "skill"; id: string; name: string; ready: number; onDuty: number }
    >();
    for (const { state, membership } of sessions) {
      const groups = [
        ...membership.campaignAgents.map(({ campaign }) => ({ kind: "campaign" as const, ...campaign })),
        ...(membership.orgUnit ? [{ kind: "team" as const, ...membership.orgUnit }] : []),
        ...membership.skills.map(({ skill }) => ({ kind: "skill" as const, ...skill })),
      ];
      for (const group of groups) {
        const known = queues.get(group.id) ?? { ...group, ready: 0, onDuty: 0 };
        queues.set(group.id, {
          ...known,
          ready: known.ready + (state === "ready" ? 1 : 0),
          onDuty: known.onDuty + 1,
        });
      }
    }
    return {
      agents: agents.slice(0, MOST),
      queues: [...queues.values()].filter(({ name }) => fits(name)).sort((a, b) => a.name.localeCompare(b.name)),
    };
  },
});
