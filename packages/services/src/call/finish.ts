import { newId } from "@callbay/db/ids";
import { callToEnd, writeEnd } from "@callbay/db/sql/call-finish";
import { outcomeFromCause, talkMs } from "@callbay/domain/call-machine";
import { notFound } from "@callbay/domain/errors";
import { mayRingUntil } from "@callbay/domain/retry";
import type { Outcome } from "@callbay/domain/values";
import { assertNodeFence, ownedBy } from "../node/lease.ts";
import { recordCallUsage } from "../usage/record.ts";
import { hotVerb, z } from "../verb.ts";
import { promisedCallback } from "./callback.ts";
import { awaitDisposition, type ContactWord, countAttempt, settleContact } from "./contact-progress.ts";
import { readDetection } from "./detection.ts";
import { NO_SCRIPT, readScriptProgress, type ScriptProgress } from "./script.ts";

const finishInput = z.strictObject({
  ...ownedBy,
  callId: z.uuid(),
  endedAt: z.date(),
  /** Q.850; null when nobody told one. */
  cause: z.int().nullable(),
  endedBy: z.enum(["customer", "agent", "system"]),
  closedFrom: z.enum(["live", "cel"]),
  /** When the conversation ended; null when there was none. Never later than endedAt. */
  partedAt: z.date().nullable(),
  holdMs: z.int().min(0).default(0),
  /** The PBX refused to place it, or never heard of it. */
  originateFailed: z.boolean().default(false),
  /** What the second witness knows and the first never told. */
  witnessed: z
    .strictObject({ ringingAt: z.date().nullable(), answeredAt: z.date().nullable() })
    .default({ ringingAt: null, answeredAt: null }),
});
export type FinishCallInput = z.input<typeof finishInput>;

export interface FinishedCall {
  readonly outcome: Outcome;
  /** Does its agent still owe a disposition? */
  readonly awaitsDisposition: boolean;
}

/**
 * Ends a call, once, in one transaction: call, attempt, legs, the contact's next state and the usage record. Told
 * again, by whichever witness, it answers what was written and changes nothing.
 */
export const finishCall = hotVerb({
  name: "call.finish",
  input: finishInput,
  run: async ({ tx, tenantId, now, emit }, input): Promise<FinishedCall> => {
    const { callId, nodeId, fence, endedAt } = input;
    await assertNodeFence(tx, nodeId, fence);
    const call = await callToEnd(tx, tenantId, callId);
    if (!call) throw notFound("call");
    const owed = call.joinedAt !== null && call.disposition === null && call.dispositions > 0;
    if (call.endedAt !== null) return { outcome: call.outcome ?? "failed", awaitsDisposition: owed };

    const answeredAt = call.answeredAt ?? input.witnessed.answeredAt;
    const ringingAt = call.ringingAt ?? input.witnessed.ringingAt;
    const script = call.attemptKind === "agentless" ? await readScriptProgress(tx, tenantId, callId) : NO_SCRIPT;
    const heardScript = script.startedAt !== null && call.joinedAt === null;
    const machine = readDetection(call.detection);
    const rangMs = endedAt.getTime() - call.startedAt.getTime();
    const outcome = outcomeFromCause({
      answered: answeredAt !== null,
      joined: call.joinedAt !== null,
      abandoned: answeredAt !== null && call.joinedAt === null && (!heardScript || script.agentAsked),
      script: heardScript,
      machine: machine !== null && machine.act !== "join",
      cause: input.cause,
      timedOut: call.ringTimeoutMs !== null && rangMs >= call.ringTimeoutMs,
      originateFailed: input.originateFailed,
    });
    const partedAt = call.joinedAt && latest(call.joinedAt, input.partedAt ?? endedAt);
    await writeEnd(tx, {
      tenantId,
      callId,
      eventId: newId(),
      ringingAt,
      answeredAt,
      partedAt,
      endedAt,
      talkMs: call.joinedAt ? talkMs(call.joinedAt, partedAt) : scriptMs(answeredAt, script, endedAt),
      holdMs: input.holdMs,
      outcome,
      cause: input.cause,
      endedBy: input.endedBy,
      closedFrom: input.closedFrom,
    });
    if (call.campaignId && call.contactId) {
      const key = { tenantId, campaignId: call.campaignId, contactId: call.contactId };
      await countAttempt(tx, key, outcome, endedAt);
      if (owed) await awaitDisposition(tx, key);
      else {
        const callback = call.disposition ? await promisedCallback(tx, tenantId, callId) : null;
        const disposition = call.disposition ?? keyWord(script);
        // The PBX wrote no end, since it died: then nobody told the network either that this is over.
        const ringsOn = input.closedFrom === "cel" && input.cause === null && answeredAt === null;
        const ringsUntil = ringsOn ? mayRingUntil(call.startedAt) : null;
        await settleContact(tx, key, { outcome, disposition, callback, ringsUntil, now });
      }
    }
    await recordCallUsage(tx, {
      tenantId,
      callId,
      completedScript: outcome === "answered" && isCompleted(script),
      now,
    });
    const { campaignId, membershipId } = call;
    emit({ type: "call.changed", callId, membershipId, campaignId, what: "ended" });
    return { outcome, awaitsDisposition: owed };
  },
});

/** A script did its work when it was heard to its end, or the customer answered it. */
function isCompleted({ completedAt, choice }: ScriptProgress): boolean {
  return completedAt !== null || (choice !== null && choice.do !== "agent");
}

/** Talk time of a call without an agent: from the answer to the script's end. One that was cut off has none. */
function scriptMs(answeredAt: Date | null, script: ScriptProgress, endedAt: Date): number {
  return isCompleted(script) && !script.agentAsked ? talkMs(answeredAt, script.completedAt ?? endedAt) : 0;
}

/** "Never again" by a key is a word like an agent's. */
function keyWord({ choice }: ScriptProgress): ContactWord | null {
  return choice?.do === "do_not_call" ? { id: null, retryAfterMinutes: null, doNotCall: true, success: false } : null;
}

function latest(a: Date, b: Date): Date {
  return a > b ? a : b;
}
