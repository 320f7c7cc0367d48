import { Readable } from "node:stream";
import type { OperatorActor, TenantActor } from "@callbay/domain/actor";
import { createCampaign } from "@callbay/services/campaign/create-campaign";
import { getCampaign, listCallerIds } from "@callbay/services/campaign/read-campaigns";
import { approveCampaign } from "@callbay/services/campaign/review";
import { setAgents } from "@callbay/services/campaign/set-agents";
import { setDispositions } from "@callbay/services/campaign/set-dispositions";
import { startCampaign, submitCampaign } from "@callbay/services/campaign/steps";
import { createList } from "@callbay/services/list/create-list";
import { runImport } from "@callbay/services/list/run-import";
import { startImport } from "@callbay/services/list/start-import";
import type { z } from "zod";
import type { SeededClient } from "./client.ts";
import type { Stage } from "./stage.ts";

export interface ListPlan {
  readonly list: z.input<typeof createList.input>;
  readonly fileName: string;
  readonly csv: string;
}

/** Makes a list and reads a file into it. An import that a stopped run left half-way goes on. */
export async function seedList(stage: Stage, manager: TenantActor, plan: ListPlan): Promise<string> {
  const { db } = stage.deps;
  const { tenantId } = manager;
  const ctx = stage.as(manager);
  const known = await db.withTenant(tenantId, (tx) =>
    tx.contactList.findUnique({ where: { tenantId_name: { tenantId, name: plan.list.name } } }),
  );
  const listId = known?.id ?? (await createList(ctx, plan.list)).listId;
  const earlier = await db.withTenant(tenantId, (tx) => tx.contactImport.findFirst({ where: { tenantId, listId } }));
  const importId =
    earlier?.id ??
    (await startImport(ctx, { listId, fileName: plan.fileName }, Readable.from([Buffer.from(plan.csv, "utf8")])))
      .importId;
  const system = stage.as({ kind: "system", name: "seed" });
  await runImport(system, { tenantId, importId }, { clock: () => stage.now });
  return listId;
}

type CampaignFields = Omit<z.input<typeof createCampaign.input>, "contractId" | "lists" | "callerIdId">;

export interface CampaignPlan {
  readonly fields: CampaignFields;
  readonly dispositions: z.input<typeof setDispositions.input>["items"];
  /** How far it has come. */
  readonly upTo: "draft" | "submitted" | "running";
}

export interface CampaignOf {
  readonly client: SeededClient;
  readonly manager: TenantActor;
  readonly admin: OperatorActor;
  readonly contractId: string;
  readonly listId: string;
}

/** Builds a campaign and takes it along, one step after the other, as far as the plan says. */
export async function seedCampaign(stage: Stage, of: CampaignOf, plan: CampaignPlan): Promise<string> {
  const { manager, client, admin, contractId, listId } = of;
  const { tenantId } = client;
  const ctx = stage.as(manager);
  const { name } = plan.fields;
  const known = await stage.deps.db.withTenant(tenantId, (tx) =>
    tx.campaign.findUnique({ where: { tenantId_name: { tenantId, name } } }),
  );
  const [callerId] = await listCallerIds(ctx, {});
  const campaignId =
    known?.id ??
    (await createCampaign(ctx, { ...plan.fields, contractId, lists: [{ listId }], callerIdId: callerId?.id ?? null }))
      .campaignId;

  const stateNow = async () => (await getCampaign(ctx, { campaignId })).state;
  if ((await stateNow()) === "draft") {
    const { revision } = await getCampaign(ctx, { campaignId });
    await setDispositions(ctx, { campaignId, revision, items: plan.dispositions });
    await setAgents(ctx, { campaignId, membershipIds: client.agents.map(({ membershipId }) => membershipId) });
    if (plan.upTo !== "draft") await submitCampaign(ctx, { campaignId });
  }
  if (plan.upTo !== "running") return campaignId;
  if ((await stateNow()) === "submitted") await approveCampaign(stage.as(admin), { tenantId, campaignId });
  if ((await stateNow()) === "approved") await startCampaign(ctx, { campaignId });
  return campaignId;
}
