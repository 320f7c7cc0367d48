import type { Tx } from "@callbay/db/client";
import { parseAgentlessScript, parseAnsweringMachine } from "@callbay/domain/agentless/parse";
import { parseCallingWindow } from "@callbay/domain/calling-window";
import { storedSchedule } from "@callbay/domain/campaign-schedule/parse";
import { rulesDifference } from "@callbay/domain/compliance/difference";
import { parseComplianceRules } from "@callbay/domain/compliance/parse";
import { PRESETS } from "@callbay/domain/compliance/presets";
import type { ComplianceRules } from "@callbay/domain/compliance/types";
import { parseDispositionFields } from "@callbay/domain/disposition-fields-schema";
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
        compliance: { select: { profileId: true, name: true, region: true, revision: true, rules: true } },
        dispositions: { orderBy: { position: "asc" } },
        contract: { select: { reference: true, state: true } },
      },
    });
    const earlier = await earlierRules(tx, rows);
    return rows.map((row) => ({
      tenantId: row.tenantId,
      tenantName: row.tenant.name,
      campaignId: row.id,
      name: row.name,
      purpose: row.purpose,
      dialMode: row.dialMode,
      /** The rules that bind it; null: its own settings alone. */
      compliance: row.compliance && reviewed(row.tenantId, row.compliance, earlier),
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
      dispositions: row.dispositions.map(({ id, code, label, success, doNotCall, retryAfterMinutes, fields }) => ({
        ...{ id, code, label, success, doNotCall, retryAfterMinutes },
        fields: parseDispositionFields(fields),
      })),
      // The operator's own stock, not a person's number: shown in full.
      callerId: row.callerId?.e164 ?? null,
      contract: row.contract,
    }));
  },
});

interface Revision {
  readonly profileId: string;
  readonly name: string;
  readonly region: string;
  readonly revision: number;
  readonly rules: unknown;
}

/** The rules before those that bind each campaign, by tenant and profile and revision. */
async function earlierRules(
  tx: Tx,
  rows: readonly { readonly tenantId: string; readonly compliance: Revision | null }[],
): Promise<ReadonlyMap<string, ComplianceRules>> {
  const wanted = rows.flatMap(({ tenantId, compliance }) =>
    compliance && compliance.revision > 1
      ? { tenantId, profileId: compliance.profileId, revision: compliance.revision - 1 }
      : [],
  );
  if (wanted.length === 0) return new Map();
  const found = await tx.complianceProfile.findMany({
    where: { OR: wanted },
    select: { tenantId: true, profileId: true, revision: true, rules: true },
  });
  return new Map(found.map((row) => [keyOf(row.tenantId, row), parseComplianceRules(row.rules)]));
}

/** What a reviewer asks of the rules: what this revision changed, and where it is stricter than the region's preset. */
function reviewed(tenantId: string, given: Revision, earlier: ReadonlyMap<string, ComplianceRules>) {
  const { profileId, name, region, revision } = given;
  const rules = parseComplianceRules(given.rules);
  const before = earlier.get(keyOf(tenantId, { profileId, revision: revision - 1 }));
  return {
    ...{ name, region, revision },
    /** Against the revision before it; null for the first. */
    changes: before ? rulesDifference(before, rules) : null,
    own: rulesDifference(PRESETS[rules.region], rules),
  };
}

function keyOf(tenantId: string, { profileId, revision }: Pick<Revision, "profileId" | "revision">): string {
  return [tenantId, profileId, revision].join(" ");
}
