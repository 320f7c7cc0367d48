import type { Tx } from "@callbay/db/client";
import { notFound } from "@callbay/domain/errors";
import { tenantMay } from "@callbay/domain/permissions";
import { maskPhone } from "@callbay/domain/phone";
import { isWithin, scopeOf } from "../people/scope.ts";
import { successKey } from "../usage/success.ts";
import { tenantQuery, z } from "../verb.ts";
import { clawbackOf } from "./clawback.ts";

/** What a success earns, where that stands, and what its rejection would do. */
export interface CommissionEffect {
  /** Is anything paid for it by the terms it came under? */
  readonly pays: boolean;
  /** The last day on which it can be rejected; null: any. */
  readonly lastDay: string | null;
  readonly mayReject: boolean;
  /** Where it is charged; null: on no invoice yet. */
  readonly charged: { readonly invoiceState: string; readonly number: string | null } | null;
  /** What a rejection now would do: nothing is paid anyway; it is never charged; taken back on the next invoice; too late. */
  readonly rejection: "nothing" | "not_charged" | "taken_back" | "over";
}

/** One success with its recording, what was judged of it, and what hangs on it. */
export const getSuccess = tenantQuery({
  name: "success.get",
  permission: "success.read",
  input: z.strictObject({ callId: z.uuid() }),
  run: async (unit, { callId }) => {
    const { tx, tenantId, actor, now } = unit;
    const row = await tx.success.findUnique({
      where: { tenantId_id: { tenantId, id: callId } },
      include: {
        call: {
          select: {
            ...{ phone: true, talkMs: true, note: true },
            campaign: { select: { name: true } },
            membership: { select: { account: { select: { name: true } } } },
            disposition: { select: { code: true, label: true } },
            recordings: { where: { state: "stored" }, select: { id: true }, orderBy: { startedAt: "asc" }, take: 1 },
          },
        },
      },
    });
    if (!row || !isWithin(await scopeOf(unit, "success.read"), row.membershipId)) throw notFound("success");
    const { call, tenantId: _own, id, ...success } = row;
    const assessments = tenantMay(actor.role, "quality.read")
      ? await tx.assessment.findMany({
          where: { tenantId, callId, calibrationId: null, submittedAt: { not: null } },
          orderBy: { submittedAt: "desc" },
          select: {
            ...{ id: true, scoreBp: true, isFatal: true, submittedAt: true, comment: true },
            reviewer: { select: { account: { select: { name: true } } } },
            version: { select: { version: true, scorecard: { select: { name: true } } } },
          },
        })
      : [];
    return {
      ...success,
      callId: id,
      state: success.rejectedAt
        ? ("rejected" as const)
        : success.acceptedAt
          ? ("accepted" as const)
          : ("open" as const),
      maskedPhone: maskPhone(call.phone),
      ...{ talkMs: call.talkMs, note: call.note, disposition: call.disposition },
      campaignName: call.campaign?.name ?? "",
      agentName: call.membership?.account.name ?? null,
      recordingId: call.recordings[0]?.id ?? null,
      assessments: assessments.map(({ reviewer, version, ...one }) => ({
        ...one,
        reviewer: reviewer.account.name,
        scorecard: `${version.scorecard.name} ${version.version}`,
      })),
      effect: await effectOf(tx, tenantId, callId, success.rejectedAt !== null, now),
    };
  },
});

async function effectOf(
  tx: Tx,
  tenantId: string,
  callId: string,
  rejected: boolean,
  now: Date,
): Promise<CommissionEffect | null> {
  const usage = await tx.usageRecord.findUnique({
    where: { tenantId_kind_sourceKey: { tenantId, kind: "success", sourceKey: successKey(callId) } },
  });
  if (!usage) return null;
  const { today, pays, lastDay } = await clawbackOf(tx, usage, now);
  const open = lastDay === null || today <= lastDay;
  const charge = await tx.chargeUsage.findFirst({
    where: { tenantId, usageId: usage.id },
    select: { charge: { select: { invoice: { select: { state: true, number: true } } } } },
  });
  const invoice = charge?.charge.invoice;
  const charged = invoice ? { invoiceState: invoice.state, number: invoice.number } : null;
  return {
    ...{ pays, lastDay, charged },
    mayReject: open && !rejected,
    rejection: !pays ? "nothing" : !open ? "over" : charged ? "taken_back" : "not_charged",
  };
}
