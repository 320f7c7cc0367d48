import { newId } from "@callbay/db/ids";
import { createSecretBox } from "@callbay/db/secret-box";
import type { OperatorActor } from "@callbay/domain/actor";
import { hashPassword, verifyPassword } from "@callbay/services/access/password";
import { createSeats } from "@callbay/services/seat/pool";
import { OPERATOR_PEOPLE } from "./people.ts";
import { operatorActor, type Stage } from "./stage.ts";

/** A PBX node as it runs now. */
export interface SeedNode {
  readonly name: string;
  readonly ariUrl: string;
  readonly wsUrl: string;
  readonly sipPort?: number;
  readonly ariUsername: string;
  readonly ariPassword: string;
  readonly maxChannels?: number;
  readonly trunk?: SeedTrunk;
}

export interface SeedTrunk {
  readonly name: string;
  /** The PJSIP endpoint on the node. */
  readonly endpoint: string;
  readonly maxChannels: number;
  readonly callsPerSecond: number;
}

const CARRIER: SeedTrunk = { name: "carrier", endpoint: "carrier", maxChannels: 200, callsPerSecond: 20 };

export interface SeededPlatform {
  readonly legalEntityId: string;
  readonly nodeIds: readonly string[];
  readonly admin: OperatorActor;
}

/** Hong Kong has neither postal codes nor IBANs, and no scheme of its own for e-invoices: an e-mail address is one. */
const REACHED_AT = {
  city: "Hong Kong",
  country: "HK",
  email: "billing@callbay.example",
  bic: "HBHKHKHH",
  endpointScheme: "EM",
  endpointId: "billing@callbay.example",
} as const;

/** The operator: its company, its people, its pool. There is no verb for these; whoever installs Callbay makes them. */
export async function seedPlatform(stage: Stage, nodes: readonly SeedNode[]): Promise<SeededPlatform> {
  const { db } = stage.deps;
  const nodeIds: string[] = [];
  for (const node of nodes) nodeIds.push(await upsertNode(stage, node));
  const legalEntityId = await db.asOperator(async (tx) => {
    const { id } = await tx.legalEntity.upsert({
      where: { invoicePrefix: "HLS" },
      update: {},
      create: {
        id: newId(),
        name: "Harbour Line Services Ltd. 海港线服务有限公司",
        addressLines: ["18/F, 88 Connaught Road West", "Sheung Wan 香港上环干诺道西88号18楼"],
        taxNumber: "HK-58213344",
        invoicePrefix: "HLS",
        bankDetails: "Harbour Bank, account 012-345678-001, SWIFT HBHKHKHH",
        createdAt: stage.now,
        ...REACHED_AT,
      },
    });
    // An installation from before these fields existed; what somebody has written there stays.
    await tx.legalEntity.updateMany({ where: { id, country: "", city: "", email: null }, data: REACHED_AT });
    return id;
  });
  const actors: OperatorActor[] = [];
  for (const person of OPERATOR_PEOPLE) {
    const accountId = await ensureAccount(stage, person);
    await db.asOperator((tx) =>
      tx.operatorMember.createMany({ data: { accountId, role: person.role }, skipDuplicates: true }),
    );
    actors.push(operatorActor(person, accountId));
  }
  const [admin] = actors;
  if (!admin) throw new Error("the demo operator has no admin");
  await ensureSeats(stage, admin);
  return { legalEntityId, nodeIds, admin };
}

/** Addresses and passwords of nodes change with each start of the embedded runtime; the row keeps its id and state. */
async function upsertNode(stage: Stage, node: SeedNode): Promise<string> {
  const { name, ariUrl, wsUrl, sipPort = 5060, ariUsername, ariPassword, maxChannels = 500, trunk = CARRIER } = node;
  const ariPasswordEnc = createSecretBox(stage.deps.secretKey).seal(ariPassword);
  const reach = { ariUrl, wsUrl, sipPort, ariUsername, ariPasswordEnc };
  return stage.deps.db.asOperator(async (tx) => {
    const { id } = await tx.pbxNode.upsert({
      where: { name },
      update: reach,
      create: { id: newId(), name, maxChannels, createdAt: stage.now, ...reach },
    });
    await tx.trunk.upsert({
      where: { nodeId_name: { nodeId: id, name: trunk.name } },
      update: { endpoint: trunk.endpoint },
      create: { id: newId(), nodeId: id, ...trunk },
    });
    return id;
  });
}

async function ensureAccount(stage: Stage, person: { email: string; name: string }): Promise<string> {
  const { email, name } = person;
  const passwordHash = await hashPassword(stage.password);
  return stage.deps.db.asAuthenticator(async (tx) => {
    const known = await tx.account.findUnique({ where: { email } });
    if (known) return known.id;
    const id = newId();
    await tx.account.createMany({ data: { id, email, name, createdAt: stage.now } });
    await tx.accountCredential.createMany({ data: { accountId: id, passwordHash, updatedAt: stage.now } });
    return id;
  });
}

/**
 * Gives the demo's people the password that this start will print, where they still have an earlier demo password:
 * one that was never changed since the account was made. A password of somebody's own stays.
 */
export async function refreshDemoPasswords(stage: Stage, emails: readonly string[]): Promise<void> {
  const accounts = await stage.deps.db.asAuthenticator((tx) =>
    tx.account.findMany({ where: { email: { in: [...emails] } }, include: { credential: true } }),
  );
  for (const { id, createdAt, credential } of accounts) {
    if (!credential || credential.updatedAt.getTime() !== createdAt.getTime()) continue;
    if (await verifyPassword(credential.passwordHash, stage.password)) return; // all demo passwords are one
    const passwordHash = await hashPassword(stage.password);
    await stage.deps.db.asAuthenticator((tx) =>
      tx.accountCredential.updateMany({ where: { accountId: id, updatedAt: createdAt }, data: { passwordHash } }),
    );
  }
}

/** Two rooms: one that can be recorded, and one for newcomers that cannot. */
async function ensureSeats(stage: Stage, admin: OperatorActor): Promise<void> {
  const rooms = [
    { prefix: "H3", count: 20, location: "Harbour House, floor 3 海港楼三楼", recordingCapable: true },
    { prefix: "N1", count: 6, location: "Newcomers' room 新人培训室", recordingCapable: false },
  ];
  for (const { prefix, count, location, recordingCapable } of rooms) {
    const labels = Array.from({ length: count }, (_, i) => `${prefix}-${String(i + 1).padStart(2, "0")}`);
    const known = await stage.deps.db.asOperator((tx) =>
      tx.seat.findMany({ where: { label: { in: labels } }, select: { label: true } }),
    );
    const missing = labels.filter((label) => !known.some((seat) => seat.label === label));
    if (missing.length > 0) await createSeats(stage.as(admin), { labels: missing, location, recordingCapable });
  }
}
