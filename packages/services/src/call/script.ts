import type { RawTx } from "@callbay/db/client";
import { callEvents } from "@callbay/db/sql/call-progress";
import { AGENTLESS_KEYS } from "@callbay/domain/agentless";
import { notFound } from "@callbay/domain/errors";
import { addNumber } from "../do-not-call/add-number.ts";
import { assertNodeFence, ownedBy } from "../node/lease.ts";
import { systemVerb, z } from "../verb.ts";
import { addEvent } from "./events.ts";
import { writeDisposition } from "./word.ts";

/** Events that tell how far a script came. */
export const SCRIPT_EVENTS = ["script_started", "script_choice", "script_completed", "agent_asked"] as const;

const choiceData = z.object({ key: z.enum(AGENTLESS_KEYS), do: z.enum(["answer", "do_not_call", "agent"]) });
export type ScriptChoice = z.output<typeof choiceData>;

/** How far the script of a call came, as its events tell it. */
export interface ScriptProgress {
  readonly startedAt: Date | null;
  readonly choice: ScriptChoice | null;
  /** Heard to its end. */
  readonly completedAt: Date | null;
  readonly agentAsked: boolean;
}

/** Nothing was said yet. */
export const NO_SCRIPT: ScriptProgress = { startedAt: null, choice: null, completedAt: null, agentAsked: false };

/** Reads it from events of the call, in the order of their time. */
export function scriptProgress(
  events: readonly { readonly type: string; readonly at: Date; readonly data: unknown }[],
): ScriptProgress {
  const first = (type: (typeof SCRIPT_EVENTS)[number]) => events.find((event) => event.type === type);
  return {
    startedAt: first("script_started")?.at ?? null,
    choice: choiceData.safeParse(first("script_choice")?.data).data ?? null,
    completedAt: first("script_completed")?.at ?? null,
    agentAsked: first("agent_asked") !== undefined,
  };
}

/** Reads it from the database. */
export async function readScriptProgress(tx: RawTx, tenantId: string, callId: string): Promise<ScriptProgress> {
  return scriptProgress(await callEvents(tx, tenantId, callId, SCRIPT_EVENTS));
}

/**
 * The customer chose with a key: the answer is the call's disposition, "never again" holds for every campaign of the
 * tenant from this transaction on. The first choice counts; told again, it changes nothing.
 */
export const recordChoice = systemVerb({
  name: "call.script_choice",
  input: z.strictObject({
    ...ownedBy,
    callId: z.uuid(),
    at: z.date(),
    key: z.enum(AGENTLESS_KEYS),
    /** As the script says it; `disposition` is the code of the campaign's. */
    action: z.object({ do: z.enum(["answer", "do_not_call", "agent"]), disposition: z.string().optional() }),
  }),
  run: async ({ tx, tenantId, emit }, { nodeId, fence, callId, at, key, action }) => {
    await assertNodeFence(tx, nodeId, fence);
    await tx.$queryRaw`SELECT 1 FROM call WHERE tenant_id = ${tenantId}::uuid AND id = ${callId}::uuid FOR UPDATE`;
    const call = await tx.call.findUnique({ where: { tenantId_id: { tenantId, id: callId } } });
    if (!call?.campaignId) throw notFound("call");
    if ((await readScriptProgress(tx, tenantId, callId)).choice) return;
    await addEvent(tx, { tenantId, callId, at, type: "script_choice", data: { key, do: action.do } });
    if (action.do === "do_not_call") {
      await addNumber(tx, { tenantId, phone: call.phone, source: { by: "key_press", callId }, now: at });
    }
    if (action.do === "answer" && call.dispositionId === null) {
      const disposition = await tx.campaignDisposition.findUnique({
        where: {
          tenantId_campaignId_code: { tenantId, campaignId: call.campaignId, code: action.disposition ?? "" },
        },
      });
      // A disposition that was deleted meanwhile: the key is on record, and which one it was.
      if (disposition) await writeDisposition(tx, call, disposition, { order: null, note: "", now: at });
    }
    emit({ type: "call.changed", callId, membershipId: null, campaignId: call.campaignId, what: "disposed" });
  },
});
