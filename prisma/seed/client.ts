import type { OperatorActor, TenantActor } from "@callbay/domain/actor";
import { localDate } from "@callbay/domain/calendar";
import { activateContract } from "@callbay/services/contract/activate";
import { createContract } from "@callbay/services/contract/create";
import { invitePerson } from "@callbay/services/people/invite-person";
import { assignSeat } from "@callbay/services/seat/assign";
import { listLeasedSeats } from "@callbay/services/seat/list";
import { rentSeats } from "@callbay/services/seat/rent";
import { addNumber } from "@callbay/services/tenant/add-number";
import { assignAgent } from "@callbay/services/tenant/assign-agent";
import { attachTenant } from "@callbay/services/tenant/attach-tenant";
import { createTenant } from "@callbay/services/tenant/create-tenant";
import { inviteOwner } from "@callbay/services/tenant/invite-owner";
import type { z } from "zod";
import { seedOrg } from "./org.ts";
import type { DemoTeam } from "./people.ts";
import type { SeededPlatform } from "./platform.ts";
import { seedSkills } from "./skills.ts";
import { accept, type Stage, tenantActor } from "./stage.ts";

type ContractPlan = Omit<z.input<typeof createContract.input>, "tenantId" | "legalEntityId" | "startsOn">;

export interface BillingAddress {
  readonly city: string;
  readonly postalCode: string;
  readonly billingEmail: string;
  /** Electronic address for e-invoices: a scheme of the EAS list and an identifier. */
  readonly endpointScheme: string;
  readonly endpointId: string;
}

/** A client as the operator and its owner set it up. */
export interface ClientPlan {
  readonly tenant: z.input<typeof createTenant.input>;
  /** How invoices reach it. */
  readonly billing: BillingAddress;
  readonly number: { readonly e164: string; readonly label: string };
  readonly channels: { readonly guaranteedChannels: number; readonly burstChannels: number };
  readonly contracts: readonly [ContractPlan, ...ContractPlan[]];
  readonly team: DemoTeam;
  /** Seats rented under the first contract. */
  readonly seats: number;
}

export interface SeededClient {
  readonly tenantId: string;
  readonly owner: TenantActor;
  /** By contract reference. */
  readonly contractIds: ReadonlyMap<string, string>;
  /** Everybody who goes on duty. */
  readonly agents: readonly TenantActor[];
}

/** Onboards a client, or completes what an interrupted run began. */
export async function seedClient(stage: Stage, platform: SeededPlatform, plan: ClientPlan): Promise<SeededClient> {
  const { db } = stage.deps;
  const admin = stage.as(platform.admin);
  const known = await db.asOperator((tx) => tx.tenant.findUnique({ where: { slug: plan.tenant.slug } }));
  const tenantId = known?.id ?? (await createTenant(admin, plan.tenant)).tenantId;
  await db.asOperator((tx) =>
    tx.tenant.updateMany({ where: { id: tenantId, billingEmail: null, city: "" }, data: plan.billing }),
  );
  await attachToNodes(stage, platform, tenantId, plan);
  const numbers = await db.asOperator((tx) => tx.phoneNumber.count({ where: { tenantId } }));
  if (numbers === 0) await addNumber(admin, { tenantId, ...plan.number });
  const contractIds = await ensureContracts(stage, platform, tenantId, plan);
  const { owner, agents } = await ensureTeam(stage, platform.admin, tenantId, plan.team);
  await seedOrg(stage, owner, plan.team.org);
  await seedSkills(stage, owner, plan.team.skills);
  const [main] = plan.contracts;
  await ensureSeats(stage, owner, contractIds.get(main.reference) ?? "", plan.seats, agents);
  return { tenantId, owner, contractIds, agents };
}

/** Attaches a client to the nodes that it is not on yet: at a later start there may be others. */
export async function attachToNodes(
  stage: Stage,
  platform: SeededPlatform,
  tenantId: string,
  { channels }: ClientPlan,
): Promise<void> {
  const known = await stage.deps.db.asOperator((tx) => tx.attachment.findMany({ where: { tenantId } }));
  for (const nodeId of platform.nodeIds)
    if (!known.some((attachment) => attachment.nodeId === nodeId))
      await attachTenant(stage.as(platform.admin), { tenantId, nodeId, ...channels });
}

async function ensureContracts(
  stage: Stage,
  platform: SeededPlatform,
  tenantId: string,
  { contracts, tenant }: ClientPlan,
): Promise<Map<string, string>> {
  const admin = stage.as(platform.admin);
  const startsOn = `${localDate(stage.now, tenant.timezone).slice(0, 8)}01`;
  const ids = new Map<string, string>();
  for (const contract of contracts) {
    const { reference } = contract;
    const known = await stage.deps.db.asOperator((tx) =>
      tx.contract.findUnique({ where: { tenantId_reference: { tenantId, reference } } }),
    );
    const { legalEntityId } = platform;
    const contractId =
      known?.id ?? (await createContract(admin, { ...contract, tenantId, legalEntityId, startsOn })).contractId;
    if (!known || known.state === "draft") await activateContract(admin, { tenantId, contractId });
    ids.set(reference, contractId);
  }
  return ids;
}

async function ensureTeam(stage: Stage, admin: OperatorActor, tenantId: string, team: DemoTeam) {
  const member = async (email: string, name: string, invite: () => Promise<string | null>): Promise<TenantActor> => {
    const there = await tenantActor(stage, tenantId, email);
    if (there) return there;
    const inviteUrl = await invite();
    if (inviteUrl) await accept(stage, inviteUrl, name);
    const joined = await tenantActor(stage, tenantId, email);
    if (!joined) throw new Error(`${email} did not become a member`);
    return joined;
  };
  const owner = await member(team.owner.email, team.owner.name, async () => {
    const { email, name } = team.owner;
    return (await inviteOwner(stage.as(admin), { tenantId, email, name })).inviteUrl;
  });
  const people: TenantActor[] = [];
  for (const { email, name, role } of team.others)
    people.push(
      await member(email, name, async () => (await invitePerson(stage.as(owner), { email, name, role })).inviteUrl),
    );
  for (const { email, name, role } of team.operatorsAgents)
    people.push(
      await member(
        email,
        name,
        async () => (await assignAgent(stage.as(admin), { tenantId, email, name, role })).inviteUrl,
      ),
    );
  return { owner, agents: people.filter(({ role }) => role === "agent" || role === "supervisor") };
}

/** Rents what is still missing and gives each agent a seat. */
async function ensureSeats(
  stage: Stage,
  owner: TenantActor,
  contractId: string,
  wanted: number,
  agents: readonly TenantActor[],
): Promise<void> {
  const ctx = stage.as(owner);
  const rented = (await listLeasedSeats(ctx, {})).items;
  if (rented.length < wanted) await rentSeats(ctx, { contractId, count: wanted - rented.length });
  const { items } = await listLeasedSeats(ctx, {});
  const seated = new Set(items.flatMap(({ assignedTo }) => assignedTo?.membershipId ?? []));
  const free = items.filter(({ assignedTo }) => !assignedTo);
  for (const { membershipId } of agents.filter((agent) => !seated.has(agent.membershipId))) {
    const seat = free.shift();
    if (seat) await assignSeat(ctx, { leaseId: seat.leaseId, membershipId });
  }
}
