import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { newId } from "@callbay/db/ids";
import type { OperatorActor, TenantActor } from "@callbay/domain/actor";
import { localDate } from "@callbay/domain/calendar";
import type { TenantRole } from "@callbay/domain/permissions";
import { startImport } from "@callbay/services/list/start-import";
import { until } from "@callbay/tooling-runtime/process/until";
import type { DispositionIds } from "./agents.ts";
import type { DeskSide } from "./desk-side.ts";

export const TIME_ZONE = "Asia/Hong_Kong";
const PASSWORD = "a demo needs no secrets";

/** What exists before the first client: the operator's company, one of its people, and the pool. */
export interface Platform {
  readonly operator: OperatorActor;
  readonly legalEntityId: string;
  readonly nodeIds: readonly string[];
}

export interface Client {
  readonly tenantId: string;
  readonly contractId: string;
  readonly owner: TenantActor;
  readonly manager: TenantActor;
  readonly finance: TenantActor;
  readonly agents: readonly TenantActor[];
}

/** The operator onboards a client; its owner rents seats, invites people and gives each agent a seat. */
export async function onboardClient(side: DeskSide, platform: Platform, agents: number): Promise<Client> {
  const operator = side.as(platform.operator);
  const startsOn = `${localDate(new Date(), TIME_ZONE).slice(0, 8)}01`;
  const { tenantId } = await operator.operator.tenants.create({
    slug: "lantern-books",
    name: "Lantern Books",
    legalName: "Lantern Books (Hong Kong) Ltd. 灯笼书店",
    addressLines: ["7 Tai Yuen Street", "Wan Chai", "Hong Kong"],
    timezone: TIME_ZONE,
    country: "HK",
  });
  for (const nodeId of platform.nodeIds) {
    await operator.operator.tenants.attach({
      tenantId,
      nodeId,
      guaranteedChannels: agents + 10,
      burstChannels: agents,
    });
  }
  await operator.operator.tenants.addNumber({ tenantId, e164: "+85230080000", label: "Lantern Books" });
  await operator.operator.seats.create({
    labels: Array.from({ length: agents + 5 }, (_, index) => `D-${String(index + 1).padStart(3, "0")}`),
    location: "Hall D",
  });
  const { contractId } = await operator.operator.contracts.create({
    tenantId,
    legalEntityId: platform.legalEntityId,
    reference: "LB-2026-1",
    form: "SEAT",
    currency: "HKD",
    startsOn,
    terms: {
      minTalkMs: 3_000,
      recordingRequired: true,
      taxRatePpm: 0,
      components: [
        { type: "seat", params: { monthlyRate: "1200.00", minSeats: 5 } },
        { type: "per_call", direction: "outbound", params: { rate: "0.85", baseFee: "500.00" } },
      ],
    },
  });
  await operator.operator.contracts.activate({ tenantId, contractId });

  const { inviteUrl } = await operator.operator.tenants.inviteOwner({
    tenantId,
    email: "owner@lantern.example",
    name: "Mei Lam",
  });
  const owner = await accept(side, tenantId, inviteUrl, "Mei Lam", "owner");
  const invite = async (role: TenantRole, name: string, email: string) => {
    const { inviteUrl: url } = await side.as(owner).people.invite({ email, name, role });
    return accept(side, tenantId, url, name, role);
  };
  const manager = await invite("manager", "Jonas Weber", "manager@lantern.example");
  const finance = await invite("finance", "Priya Nair", "finance@lantern.example");
  const people: TenantActor[] = [];
  for (let index = 1; index <= agents; index++) {
    people.push(await invite("agent", `Agent ${index}`, `agent${index}@lantern.example`));
  }
  await side.as(owner).seats.rent({ contractId, count: agents });
  const seats = await side.as(owner).seats.list();
  for (const [index, agent] of people.entries()) {
    const lease = seats.items[index];
    if (!lease) throw new Error("fewer seats were rented than asked for");
    await side.as(owner).seats.assign({ leaseId: lease.leaseId, membershipId: agent.membershipId });
  }
  return { tenantId, contractId, owner, manager, finance, agents: people };
}

async function accept(
  side: DeskSide,
  tenantId: string,
  inviteUrl: string,
  name: string,
  role: TenantRole,
): Promise<TenantActor> {
  const token = inviteUrl.split("/").at(-1) ?? "";
  const { membershipId } = await side.as(null).invitation.accept({ token, password: PASSWORD, name });
  const { accountId } = await side.db.withTenant(tenantId, (tx) =>
    tx.membership.findUniqueOrThrow({ where: { tenantId_id: { tenantId, id: membershipId } } }),
  );
  return { kind: "tenant", accountId, membershipId, tenantId, name, role, sessionId: newId() };
}

const ALWAYS = [[0, 1_440]] as const;

/** The manager uploads the list, builds the campaign and has it approved; it is ready to start. */
export async function prepareCampaign(
  side: DeskSide,
  platform: Platform,
  client: Client,
  files: { readonly list: string; readonly doNotCall: string },
): Promise<{ campaignId: string; importId: string; dispositions: DispositionIds }> {
  const manager = side.as(client.manager);
  const forbidden = (await readFile(files.doNotCall, "utf8")).trim().split(/\r?\n/).slice(1);
  for (const line of forbidden) {
    const [phone = "", reason = ""] = line.split(",");
    await manager.dnc.add({ phone, reason });
  }
  const { listId } = await manager.lists.create({
    name: "Readers 2026",
    source: "Book fair, July 2026",
    consentBasis: "consent",
    defaultCountry: "HK",
  });
  const { importId } = await startImport(
    side.context(client.manager),
    { listId, fileName: "sample-list.csv" },
    createReadStream(files.list),
  );
  await until(
    async () => {
      const imports = await manager.lists.imports({ listId });
      const state = imports.find((item) => item.id === importId)?.state;
      if (state === "failed" || state === "cancelled") throw new Error(`the import ${state}`);
      return state === "completed";
    },
    { deadlineMs: 60_000, everyMs: 100, describe: () => "the import did not end within a minute" },
  );
  const [callerId] = await manager.campaigns.callerIds();
  const { campaignId } = await manager.campaigns.create({
    name: "Autumn catalogue",
    purpose: "telemarketing",
    contractId: client.contractId,
    lists: [{ listId }],
    callerIdId: callerId?.id ?? null,
    script: "Hello {{displayName}}, this is {{agent.name}} of Lantern Books. Our autumn catalogue is out …",
    callingWindow: {
      weekly: { mon: ALWAYS, tue: ALWAYS, wed: ALWAYS, thu: ALWAYS, fri: ALWAYS, sat: ALWAYS, sun: ALWAYS },
      holidays: [],
    },
    retryRules: { maxAttempts: 1, outcomes: {} },
    ringTimeoutMs: 5_000,
  });
  const { revision } = await manager.campaigns.get({ campaignId });
  await manager.campaigns.setDispositions({
    campaignId,
    revision,
    items: [
      { code: "sale", label: "Sale", success: true },
      { code: "no_interest", label: "No interest" },
      { code: "do_not_call", label: "Do not call again", doNotCall: true },
      { code: "machine", label: "Answering machine" },
    ],
  });
  await manager.campaigns.setAgents({ campaignId, membershipIds: client.agents.map((agent) => agent.membershipId) });
  await manager.campaigns.submit({ campaignId });
  await side.as(platform.operator).operator.approvals.approve({ tenantId: client.tenantId, campaignId });
  const { dispositions } = await manager.campaigns.get({ campaignId });
  const id = (code: string) => dispositions.find((disposition) => disposition.code === code)?.id ?? "";
  return {
    campaignId,
    importId,
    dispositions: {
      sale: id("sale"),
      noInterest: id("no_interest"),
      doNotCall: id("do_not_call"),
      machine: id("machine"),
    },
  };
}
