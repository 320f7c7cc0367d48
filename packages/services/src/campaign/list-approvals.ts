import { parseAgentlessScript, parseAnsweringMachine } from "@callbay/domain/agentless/parse";
import { parseCallingWindow } from "@callbay/domain/calling-window";
import { storedSchedule } from "@callbay/domain/campaign-schedule/parse";
import { parseRetryRules } from "@callbay/domain/retry";
import { operatorQuery, z } from "../verb.ts";

/** Campaigns that wait for the operator's review, the longest waiting first. */
export const listApprovals = operatorQuery({
  name: "campaign.approvals",
  permission: "platform.campaign.review",
  input: z.object({}),
  run: async ({ tx }) => {
    const rows = await tx.campaign.findMany({
      where: { state: "submitted" },
      orderBy: { submittedAt: "asc" },
      take: 200,
      include: {
        tenant: { select: { name: true } },
        lists: {
          orderBy: { position: "asc" },
          include: {
            list: { include: { _count: { select: { contacts: true } } } },
            segment: { select: { name: true } },
          },
        },
        callerId: { select: { e164: true } },
        compliance: { select: { name: true, region: true, revision: true } },
        dispositions: { orderBy: { position: "asc" } },
        contract: { select: { reference: true, state: true } },
      },
    });
    return rows.map((row) => ({
      tenantId: row.tenantId,
      tenantName: row.tenant.name,
      campaignId: row.id,
      name: row.name,
      purpose: row.purpose,
      dialMode: row.dialMode,
      /** The rules that bind it; null: its own settings alone. */
      compliance: row.compliance,
      machine: parseAnsweringMachine(row.machine),
      agentless: row.agentless === null ? null : parseAgentlessScript(row.agentless),
      submittedAt: row.submittedAt,
      contacts: row.lists.reduce((sum, { list }) => sum + list._count.contacts, 0),
      lists: row.lists.map(({ list, segment }) => ({
        segmentName: segment?.name ?? null,
        listId: list.id,
        name: list.name,
        contacts: list._count.contacts,
        consentBasis: list.consentBasis,
        consentNote: list.consentNote,
        source: list.source,
      })),
      callingWindow: parseCallingWindow(row.callingWindow),
      schedule: storedSchedule(row.schedule),
      retryRules: parseRetryRules(row.retryRules),
      script: row.script,
      dispositions: row.dispositions.map(({ id, code, label, success, doNotCall, retryAfterMinutes }) => ({
        id,
        code,
        label,
        success,
        doNotCall,
        retryAfterMinutes,
      })),
      // The operator's own stock, not a person's number: shown in full.
      callerId: row.callerId?.e164 ?? null,
      contract: row.contract,
    }));
  },
});
