import { parseAgentlessScript, parseAnsweringMachine } from "@callbay/domain/agentless/parse";
import { parseCallingWindow } from "@callbay/domain/calling-window";
import { campaignActions, isCampaignEditable } from "@callbay/domain/campaign-machine";
import { scheduleStanding } from "@callbay/domain/campaign-schedule";
import { storedSchedule } from "@callbay/domain/campaign-schedule/parse";
import { parseDispositionFields } from "@callbay/domain/disposition-fields-schema";
import { notFound } from "@callbay/domain/errors";
import { unknownMergeFields } from "@callbay/domain/merge-fields";
import { parseRetryRules } from "@callbay/domain/retry";
import { profileOf } from "../compliance/rules-of.ts";
import { tenantQuery, z } from "../verb.ts";
import { attributeKeys, loadFacts } from "./facts.ts";
import { contactCounts } from "./progress.ts";

/** The workspace's campaigns, newest first, each with how far it is. */
export const listCampaigns = tenantQuery({
  name: "campaign.list",
  permission: "campaign.read",
  input: z.object({}),
  run: async ({ tx, tenantId }) => {
    const rows = await tx.campaign.findMany({
      where: { tenantId },
      orderBy: { id: "desc" },
      take: 200,
      include: {
        lists: { orderBy: { position: "asc" }, select: { listId: true, list: { select: { name: true } } } },
        _count: { select: { agents: true } },
      },
    });
    const counts = await contactCounts(tx, tenantId, null);
    return rows.map((row) => {
      const own = counts.filter(({ campaignId }) => campaignId === row.id);
      const sum = (states: readonly string[]) =>
        own.filter(({ state }) => states.includes(state)).reduce((total, { count }) => total + count, 0);
      return {
        id: row.id,
        name: row.name,
        purpose: row.purpose,
        dialMode: row.dialMode,
        state: row.state,
        stateReason: row.stateReason,
        lists: row.lists.map(({ listId, list }) => ({ listId, name: list.name })),
        schedule: storedSchedule(row.schedule),
        agents: row._count.agents,
        total: sum(["ready", "reserved", "done", "blocked"]),
        done: sum(["done", "blocked"]),
        createdAt: row.createdAt,
        startedAt: row.startedAt,
        completedAt: row.completedAt,
      };
    });
  },
});

/** One campaign in full, with what it still lacks and what may be done with it now. */
export const getCampaign = tenantQuery({
  name: "campaign.get",
  permission: "campaign.read",
  input: z.object({ campaignId: z.uuid() }),
  run: async ({ tx, tenantId, now }, { campaignId }) => {
    const row = await tx.campaign.findUnique({
      where: { tenantId_id: { tenantId, id: campaignId } },
      include: {
        lists: {
          orderBy: { position: "asc" },
          include: {
            list: { select: { name: true, _count: { select: { contacts: true } } } },
            segment: { select: { name: true } },
          },
        },
        callerId: { select: { id: true, e164: true, label: true } },
        compliance: { select: { id: true, profileId: true, revision: true, name: true, region: true, rules: true } },
        contract: { select: { id: true, reference: true, state: true, form: true } },
        dispositions: { orderBy: { position: "asc" } },
        agents: {
          orderBy: [{ membership: { account: { name: "asc" } } }, { membershipId: "asc" }],
          include: { membership: { include: { account: { select: { name: true, email: true } } } } },
        },
      },
    });
    if (!row) throw notFound("campaign");
    const { facts, profileRefusals } = await loadFacts(tx, tenantId, campaignId, "tenant", now);
    const keys = await attributeKeys(
      tx,
      tenantId,
      row.lists.map(({ listId }) => listId),
    );
    return {
      id: row.id,
      name: row.name,
      purpose: row.purpose,
      dialMode: row.dialMode,
      state: row.state,
      stateReason: row.stateReason,
      revision: row.revision,
      script: row.script,
      unknownScriptFields: unknownMergeFields(row.script, keys),
      attributeKeys: keys ?? [],
      callingWindow: parseCallingWindow(row.callingWindow),
      retryRules: parseRetryRules(row.retryRules),
      schedule: storedSchedule(row.schedule),
      /** May it dial now by its schedule, until when, and otherwise why not and when again? */
      standing: scheduleStanding(storedSchedule(row.schedule), now),
      ringTimeoutMs: row.ringTimeoutMs,
      joinDeadlineMs: row.joinDeadlineMs,
      maxAbandonedPpm: row.maxAbandonedPpm,
      abandonedMedia: row.abandonedMedia,
      recordingForced: row.recordingForced,
      maxChannels: row.maxChannels,
      priority: row.priority,
      share: row.share,
      machine: parseAnsweringMachine(row.machine),
      agentless: row.agentless === null ? null : parseAgentlessScript(row.agentless),
      compliance: row.compliance && { ...row.compliance, rules: profileOf(row.compliance).rules },
      profileRefusals,
      contract: row.contract,
      lists: row.lists.map(({ listId, weight, segmentId, segment, list }) => ({
        listId,
        name: list.name,
        contacts: list._count.contacts,
        weight,
        segmentId,
        segmentName: segment?.name ?? null,
      })),
      callerId: row.callerId,
      dispositions: row.dispositions.map(
        ({ id, code, label, position, success, doNotCall, retryAfterMinutes, fields }) => ({
          ...{ id, code, label, position, success, doNotCall, retryAfterMinutes },
          fields: parseDispositionFields(fields),
        }),
      ),
      agents: row.agents.map(({ membershipId, membership }) => ({
        membershipId,
        name: membership.account.name,
        email: membership.account.email,
        role: membership.role,
      })),
      facts: { ...facts },
      editable: isCampaignEditable(row.state),
      actions: campaignActions(row.state, "tenant"),
      createdAt: row.createdAt,
      submittedAt: row.submittedAt,
      approvedAt: row.approvedAt,
      startedAt: row.startedAt,
      completedAt: row.completedAt,
    };
  },
});

/** Numbers that this workspace may show to those it calls. */
export const listCallerIds = tenantQuery({
  name: "campaign.callerIds",
  permission: "campaign.read",
  input: z.object({}),
  run: async ({ tx, tenantId }) =>
    tx.phoneNumber.findMany({
      where: { tenantId },
      orderBy: { e164: "asc" },
      select: { id: true, e164: true, label: true },
    }),
});
