import { newId } from "@callbay/db/ids";
import type { Deps } from "@callbay/services/context";
import { type HistoryPlan, seedCosts, seedHistory } from "./billing.ts";
import { COSTS, MANGROVE_DESK } from "./billing-plans.ts";
import { type CampaignPlan, type ListPlan, seedCampaign, seedList } from "./campaign.ts";
import { attachToNodes, type ClientPlan, seedClient } from "./client.ts";
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
  for (const { plan: campaign, contract } of campaigns) {
    const contractId = client.contractIds.get(contract) ?? "";
    await seedCampaign(stage, { client, manager, admin: platform.admin, contractId, listId }, campaign);
  }
  if (history) {
    const email = plan.team.others.find(({ role }) => role === "finance")?.email ?? "";
    await seedHistory(stage, platform, client, (await tenantActor(stage, tenantId, email)) ?? client.owner, history);
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

function allSignIns(): SignIn[] {
  const teamOf = (where: string, { owner, others, operatorsAgents }: DemoTeam): SignIn[] =>
    [owner, ...others, ...operatorsAgents].map((person) => ({ ...person, where }));
  return [
    ...OPERATOR_PEOPLE.map((person) => ({ ...person, where: "Operator" })),
    ...teamOf(MANGROVE.tenant.name, MANGROVE_TEAM),
    ...teamOf(FJORD.tenant.name, FJORD_TEAM),
  ];
}
