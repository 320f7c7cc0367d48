import type { Tx } from "@callbay/db/client";
import type { Call, CampaignDisposition } from "@callbay/db/types";
import {
  callsAgain,
  type DispositionGiven,
  type DispositionValue,
  judgeFields,
} from "@callbay/domain/disposition-fields";
import { dispositionValuesSchema, parseDispositionFields } from "@callbay/domain/disposition-fields-schema";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { assertCallbackPossible, callbackData } from "../call/callback.ts";
import { settleContact } from "../call/contact-progress.ts";
import { addEvent } from "../call/events.ts";
import { writeDisposition } from "../call/word.ts";
import { orderSchema } from "../usage/success.ts";
import { tenantVerb, z } from "../verb.ts";

const note = z.string().max(4_000);

/**
 * The agent's word on a conversation: it decides the contact's next state, and a do-not-call word holds from this
 * transaction on, for every campaign of the tenant. A success is written with it, and what the disposition asks for. While
 * the call is still on it is kept and takes effect at its end.
 *
 * @throws CallbayError NOT_FOUND, ALREADY_DISPOSED, ORDER_WITHOUT_SUCCESS, CALLBACK_NOT_MEANT, DISPOSITION_FIELDS_MISSING,
 * DISPOSITION_FIELD_INVALID (both with `fields`, the keys; the note that was kept before stays), and those of a promise.
 */
export const dispose = tenantVerb({
  name: "duty.dispose",
  permission: "call.own",
  input: z.strictObject({
    callId: z.uuid(),
    dispositionId: z.uuid(),
    note: note.default(""),
    /** What the disposition asks for beside the note and the promise, by the field's key. */
    fields: dispositionValuesSchema.default({}),
    /** With a disposition that is a success: what was sold. */
    order: orderSchema.optional(),
    /** With a disposition after which the contact is called again: when, and by whom. */
    callback: z.strictObject({ at: z.date(), by: z.enum(["me", "anybody"]) }).optional(),
  }),
  run: async (unit, { callId, dispositionId, note: text, fields, order, callback: asked }) => {
    const { tx, tenantId, actor, now, deps, audit, emit, afterCommit } = unit;
    await tx.$queryRaw`SELECT 1 FROM call WHERE tenant_id = ${tenantId}::uuid AND id = ${callId}::uuid FOR UPDATE`;
    const call = await tx.call.findUnique({ where: { tenantId_id: { tenantId, id: callId } } });
    if (!call || call.membershipId !== actor.membershipId || call.joinedAt === null) throw notFound("call");
    const disposition = await tx.campaignDisposition.findUnique({
      where: { tenantId_id: { tenantId, id: dispositionId } },
    });
    if (!disposition || disposition.campaignId !== call.campaignId) throw notFound("disposition");
    if (call.dispositionId !== null && call.dispositionId !== dispositionId) {
      throw new CallbayError(
        "conflict",
        "ALREADY_DISPOSED",
        "This call has its disposition already. Nothing was changed.",
        { dispositionId: call.dispositionId },
      );
    }
    if (order && !disposition.success) {
      throw new CallbayError(
        "invalid",
        "ORDER_WITHOUT_SUCCESS",
        "Only a success has an order. Nothing was changed; choose another disposition or leave the order out.",
        { code: disposition.code },
      );
    }
    const callback = asked ? { at: asked.at, by: asked.by === "me" ? actor.membershipId : null } : null;
    if (callback) await assertPromise(tx, call, disposition, callback.at, now);
    // Said again, it was judged before.
    const given = { values: fields, note: text || call.note, callback: callback !== null };
    const values = call.dispositionId === null ? assertFields(disposition, given) : [];
    await audit({
      action: "call.dispose",
      entity: "call",
      entityId: callId,
      after: {
        dispositionId,
        code: disposition.code,
        ...(values.length > 0 ? { fields: values.map(({ key }) => key) } : {}),
        ...(order ? { order } : {}),
        ...(callback ? { callback: callbackData(callback) } : {}),
      },
    });
    if (call.dispositionId === null) {
      await writeDisposition(tx, call, disposition, { order: order ?? null, note: text, values, now });
      if (callback) {
        const data = callbackData(callback);
        await addEvent(tx, { tenantId, callId, at: now, type: "callback_promised", data });
      }
      if (call.endedAt !== null && call.campaignId && call.contactId) {
        const key = { tenantId, campaignId: call.campaignId, contactId: call.contactId };
        await settleContact(tx, key, { outcome: call.outcome ?? "answered", disposition, callback, now });
      }
    }
    const { campaignId, membershipId, dutySessionId, nodeId } = call;
    emit({ type: "call.changed", callId, membershipId, campaignId, what: "disposed" });
    if (dutySessionId) {
      // The owner finds the disposition by itself when this message is lost: the agent's word is kept either way.
      afterCommit(() =>
        deps.nodes.send(nodeId, { type: "duty.disposed", tenantId, dutySessionId, callId }, { timeoutMs: 2_000 }).then(
          () => {},
          () => {},
        ),
      );
    }
    return { callId, dispositionId };
  },
});

/** What was given, if it is all that the disposition asks for. */
function assertFields(disposition: CampaignDisposition, given: DispositionGiven): readonly DispositionValue[] {
  const { values, problems } = judgeFields(parseDispositionFields(disposition.fields), given);
  const keysOf = (...of: string[]) => problems.filter(({ problem }) => of.includes(problem)).map(({ key }) => key);
  const details = { code: disposition.code, fields: keysOf("missing") };
  if (details.fields.length > 0)
    throw new CallbayError(
      "invalid",
      "DISPOSITION_FIELDS_MISSING",
      "This disposition asks for more than was filled in. Nothing was changed, and your note is kept; fill it in and save again.",
      details,
    );
  const wrong = keysOf("invalid", "unknown");
  if (wrong.length > 0)
    throw new CallbayError(
      "invalid",
      "DISPOSITION_FIELD_INVALID",
      "Something that was filled in does not fit its field. Nothing was changed, and your note is kept; mend it and save again.",
      { ...details, fields: wrong },
    );
  return values;
}

/** Only a word after which the contact is called again can carry a promise. @throws CallbayError CALLBACK_NOT_MEANT. */
async function assertPromise(tx: Tx, call: Call, disposition: CampaignDisposition, at: Date, now: Date): Promise<void> {
  const { tenantId, campaignId, contactId, phone } = call;
  if (!callsAgain(disposition) || !campaignId || !contactId)
    throw new CallbayError(
      "invalid",
      "CALLBACK_NOT_MEANT",
      "This disposition ends with the contact; nobody calls back. Nothing was changed; choose one that calls again.",
      { code: disposition.code },
    );
  const promise = { tenantId, campaignId, contactId, phone, hasEnded: call.endedAt !== null };
  await assertCallbackPossible(tx, promise, at, now);
}

/** Keeps what the agent types during the call or after it. */
export const saveNote = tenantVerb({
  name: "duty.save_note",
  permission: "call.own",
  input: z.strictObject({ callId: z.uuid(), note }),
  run: async ({ tx, tenantId, actor, audit }, { callId, note: text }) => {
    const saved = await tx.call.updateMany({
      where: { tenantId, id: callId, membershipId: actor.membershipId },
      data: { note: text },
    });
    if (saved.count === 0) throw notFound("call");
    await audit({ action: "call.save_note", entity: "call", entityId: callId });
    return { callId };
  },
});
