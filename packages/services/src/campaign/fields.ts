import { Prisma, type Tx } from "@callbay/db/client";
import { parseAgentlessScript, parseAnsweringMachine } from "@callbay/domain/agentless/parse";
import { parseCallingWindow } from "@callbay/domain/calling-window";
import { storedSchedule } from "@callbay/domain/campaign-schedule/parse";
import { notFound } from "@callbay/domain/errors";
import { parseRetryRules } from "@callbay/domain/retry";
import { CAMPAIGN_PURPOSES, DIAL_MODES } from "@callbay/domain/values";
import { z } from "../verb.ts";

/** What the operator approves; it changes in a draft or a returned campaign only. */
export const approvedFields = {
  name: z.string().trim().min(1).max(120),
  purpose: z.enum(CAMPAIGN_PURPOSES),
  contractId: z.uuid(),
  callerIdId: z.uuid().nullable(),
  complianceId: z.uuid().nullable(),
  dialMode: z.enum(DIAL_MODES),
  machine: z.unknown().transform(parseAnsweringMachine),
  agentless: z.unknown().transform((json) => (json === null || json === undefined ? null : parseAgentlessScript(json))),
  script: z.string().max(20_000),
  callingWindow: z.unknown().transform(parseCallingWindow),
  joinDeadlineMs: z.int().min(500).max(10_000),
  maxAbandonedPpm: z.int().min(0).max(100_000),
  abandonedMedia: z.string().regex(/^sound:[\w\-/]{1,100}$/, "must be sound:NAME"),
};

/** What may be tuned while it runs. */
export const tunedFields = {
  retryRules: z.unknown().transform(parseRetryRules),
  ringTimeoutMs: z.int().min(5_000).max(120_000),
  maxChannels: z.int().min(1).max(10_000).nullable(),
  recordingForced: z.boolean(),
  priority: z.int().min(1).max(9),
  share: z.int().min(1).max(10_000),
  /** When it starts, rests and stops by itself; null: people do. It narrows the calling hours and never widens them. */
  schedule: z.unknown().transform(storedSchedule),
};

/**
 * The lists a campaign draws from, in order. Fresh contacts are drawn in the proportion of the weights; of a list with a
 * segment only those whom it describes.
 */
export const campaignLists = z
  .array(
    z.strictObject({
      listId: z.uuid(),
      weight: z.int().min(1).max(100).default(1),
      segmentId: z.uuid().nullable().default(null),
    }),
  )
  .max(50)
  .refine((lists) => new Set(lists.map(({ listId }) => listId)).size === lists.length, "each list once");
export type CampaignListInput = z.output<typeof campaignLists>[number];

interface References {
  readonly contractId?: string | undefined;
  readonly lists?: readonly CampaignListInput[] | undefined;
  readonly callerIdId?: string | null | undefined;
  readonly complianceId?: string | null | undefined;
}

/**
 * What a campaign points to must be the tenant's own; a foreign id answers as a missing one.
 * @throws CallbayError NOT_FOUND
 */
export async function checkReferences(tx: Tx, tenantId: string, refs: References): Promise<void> {
  if (refs.contractId && !(await tx.contract.findFirst({ where: { tenantId, id: refs.contractId } })))
    throw notFound("contract");
  const listIds = (refs.lists ?? []).map(({ listId }) => listId);
  if ((await tx.contactList.count({ where: { tenantId, id: { in: listIds }, archivedAt: null } })) < listIds.length)
    throw notFound("list");
  const segmentIds = new Set((refs.lists ?? []).flatMap(({ segmentId }) => segmentId ?? []));
  if ((await tx.segment.count({ where: { tenantId, id: { in: [...segmentIds] } } })) < segmentIds.size)
    throw notFound("segment");
  if (refs.complianceId && !(await tx.complianceProfile.findFirst({ where: { tenantId, id: refs.complianceId } })))
    throw notFound("compliance profile");
  if (refs.callerIdId && !(await tx.phoneNumber.findFirst({ where: { tenantId, id: refs.callerIdId } })))
    throw notFound("caller id");
}

/** Writes down which lists a campaign draws from; those it had before are forgotten. */
export async function storeLists(
  tx: Tx,
  tenantId: string,
  campaignId: string,
  lists: readonly CampaignListInput[],
): Promise<void> {
  await tx.campaignList.deleteMany({ where: { tenantId, campaignId } });
  await tx.campaignList.createMany({
    data: lists.map((list, position) => ({ ...list, tenantId, campaignId, position })),
  });
}

const jsonObject = z.record(z.string(), z.json());

/** An object as plain JSON, for a column or the audit log. */
export function asJson(value: object): Prisma.InputJsonObject {
  return jsonObject.parse(JSON.parse(JSON.stringify(value)));
}

/** Those of a campaign's fields that are columns of JSON, as they are written; what is not given is left as it is. */
export function jsonColumns({ callingWindow, retryRules, machine, agentless, schedule }: JsonFields) {
  return {
    ...(callingWindow === undefined ? {} : { callingWindow: asJson(callingWindow) }),
    ...(retryRules === undefined ? {} : { retryRules: asJson(retryRules) }),
    ...(machine === undefined ? {} : { machine: asJson(machine) }),
    ...(agentless === undefined ? {} : { agentless: agentless === null ? Prisma.DbNull : asJson(agentless) }),
    ...(schedule === undefined ? {} : { schedule: schedule === null ? Prisma.DbNull : asJson(schedule) }),
  };
}

interface JsonFields {
  readonly callingWindow?: object | undefined;
  readonly retryRules?: object | undefined;
  readonly machine?: object | undefined;
  readonly agentless?: object | null | undefined;
  readonly schedule?: object | null | undefined;
}
