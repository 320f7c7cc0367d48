import { newId } from "@callbay/db/ids";
import type { TenantActor } from "@callbay/domain/actor";
import type { Deps } from "@callbay/services/context";
import { type HistoryPlan, seedCosts, seedHistory } from "./billing.ts";
import { COSTS, MANGROVE_DESK } from "./billing-plans.ts";
import { type CampaignPlan, type ListPlan, seedCampaign, seedList } from "./campaign.ts";
import { attachToNodes, type ClientPlan, type SeededClient, seedClient } from "./client.ts";
import { seedMorning } from "./conversations.ts";
import { type DemoTeam, FJORD_TEAM, MANGROVE_TEAM, OPERATOR_PEOPLE } from "./people.ts";
import {
  FJORD,
  FJORD_DRAFT,
  FJORD_LIST,
  MANGROVE,
  MANGROVE_LIST,
  MANGROVE_RUNNING,
  MANGROVE_SUBMITTED,
} from "./plans.ts";
import { refreshDemoPasswords, type SeededPlatform, type SeedNode, seedPlatform } from "./platform.ts";
import { seedQuality } from "./quality.ts";
import { MANGROVE_ENDED, MANGROVE_MORNING } from "./quality-plans.ts";
import { createStage, type Stage, tenantActor } from "./stage.ts";

export interface SeedOptions {
  readonly deps: Pick<Deps, "db" | "storageDir" | "secretKey" | "appUrl" | "relayUrl">;
  /** The PBX nodes that run now. */
  readonly nodes: readonly SeedNode[];
  /** What everybody of the demo signs in with. */
  readonly password: string;
  readonly now: Date;
}

export interface SignIn {
  readonly email: string;
  readonly name: string;
  readonly role: string;
  /** The operator, or the client's name. */
  readonly where: string;
}

/**
 * Fills an installation with a demo operator and two clients, one of them with a running campaign. Repeatable: it
 * completes what a stopped run left, and leaves a client alone that was seeded to the end.
 * @returns who signs in, all with the one password
 */
export async function seedDemo({ deps, nodes, password, now }: SeedOptions): Promise<{ signIns: SignIn[] }> {
  const stage = createStage(deps, now, password);
  const platform = await seedPlatform(stage, nodes);
  await seedCosts(stage, platform.admin, COSTS);
  const mangrove = [
    { plan: MANGROVE_RUNNING, contract: "MT-SEAT-1" },
    { plan: MANGROVE_SUBMITTED, contract: "MT-FULL-1" },
  ];
  await seedOnce(stage, platform, MANGROVE, MANGROVE_LIST, mangrove, MANGROVE_DESK);
  await seedOnce(stage, platform, FJORD, FJORD_LIST, [{ plan: FJORD_DRAFT, contract: "FE-SEAT-1" }]);
  const signIns = allSignIns();
  await refreshDemoPasswords(
    stage,
    signIns.map(({ email }) => email),
  );
  return { signIns };
}

const SEEDED = "demo.seeded";

interface PlannedCampaign {
  readonly plan: CampaignPlan;
  /** Reference of the contract that it runs under. */
  readonly contract: string;
}

async function seedOnce(
  stage: Stage,
  platform: SeededPlatform,
  plan: ClientPlan,
  listPlan: ListPlan,
  campaigns: readonly PlannedCampaign[],
  history?: HistoryPlan,
): Promise<void> {
  const { db } = stage.deps;
  const seeded = await db.asOperator((tx) =>
    tx.auditLog.findFirst({ where: { action: SEEDED, entityId: plan.tenant.slug } }),
  );
  if (seeded) {
    if (seeded.tenantId) await attachToNodes(stage, platform, seeded.tenantId, plan);
    return;
  }
  const client = await seedClient(stage, platform, plan);
  const { tenantId } = client;
  const managerEmail = plan.team.others.find(({ role }) => role === "manager")?.email ?? plan.team.owner.email;
  const manager = (await tenantActor(stage, tenantId, managerEmail)) ?? client.owner;
  const listId = await seedList(stage, manager, listPlan);
  // Its past first: what is newest stands first in every list.
  if (history) {
    const email = plan.team.others.find(({ role }) => role === "finance")?.email ?? "";
    await seedHistory(stage, platform, client, (await tenantActor(stage, tenantId, email)) ?? client.owner, history);
    await seedDesk(stage, platform, { client, manager, listId, history, plan });
  }
  for (const { plan: campaign, contract } of campaigns) {
    const contractId = client.contractIds.get(contract) ?? "";
    await seedCampaign(stage, { client, manager, admin: platform.admin, contractId, listId }, campaign);
  }
  await db.asOperator((tx) =>
    tx.auditLog.createMany({
      data: {
        id: newId(),
        tenantId,
        at: stage.now,
        actorKind: "system",
        actorName: "seed",
        action: SEEDED,
        entity: "tenant",
        entityId: plan.tenant.slug,
      },
    }),
  );
}

interface Desk {
  readonly client: SeededClient;
  readonly manager: TenantActor;
  readonly listId: string;
  readonly history: HistoryPlan;
  readonly plan: ClientPlan;
}

/** Yesterday's conversations under the contract that has run for a while, on its seats; and what was made of them. */
async function seedDesk(stage: Stage, platform: SeededPlatform, desk: Desk): Promise<void> {
  const { client, manager, listId, history, plan } = desk;
  const { tenantId } = client;
  const leases = await stage.deps.db.withTenant(tenantId, (tx) =>
    tx.seatLease.findMany({
      where: { tenantId, contract: { reference: history.reference } },
      orderBy: { label: "asc" },
      select: { id: true, contractId: true },
    }),
  );
  const [nodeId] = platform.nodeIds;
  const email = plan.team.others.find(({ role }) => role === "supervisor")?.email ?? "";
  const supervisor = await tenantActor(stage, tenantId, email);
  if (!nodeId || !leases[0] || !supervisor) return;
  const agents = client.agents.filter(({ role }) => role === "agent").slice(0, leases.length);
  const of = { client, manager, admin: platform.admin, contractId: leases[0].contractId, listId };
  const talks = await seedMorning(stage, of, {
    ...{ campaign: MANGROVE_ENDED, talks: MANGROVE_MORNING, timezone: history.timezone, nodeId, agents },
    seats: leases.map(({ id }) => id),
  });
  await seedQuality(stage, { supervisor, manager, talks });
}

function allSignIns(): SignIn[] {
  const teamOf = (where: string, { owner, others, operatorsAgents }: DemoTeam): SignIn[] =>
    [owner, ...others, ...operatorsAgents].map((person) => ({ ...person, where }));
  return [
    ...OPERATOR_PEOPLE.map((person) => ({ ...person, where: "Operator" })),
    ...teamOf(MANGROVE.tenant.name, MANGROVE_TEAM),
    ...teamOf(FJORD.tenant.name, FJORD_TEAM),
  ];
}
