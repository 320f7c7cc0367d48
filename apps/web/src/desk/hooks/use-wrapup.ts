"use client";
import { useTimeZone } from "next-intl";
import { type RefObject, useRef } from "react";
import { type Draft, fieldId, fieldProblems, fieldsOf, orderOf, submitRefusal } from "../model/draft.ts";
import { mayPromise, promiseOf } from "../model/promise.ts";
import type { DeskActions } from "./use-actions.ts";
import { useDraft } from "./use-draft.ts";
import type { DeskCall } from "./use-duty.ts";

interface WrapupInput {
  readonly call: DeskCall | null;
  readonly callId: string | null;
  /** Known from its pop alone: nothing can be kept on the server yet. */
  readonly isPop: boolean;
  readonly isEnded: boolean;
  readonly actions: DeskActions;
}

/** What is noted of the call in hand: note, disposition, what that asks for, and sending it all. */
export function useWrapup({ call, callId, isPop, isEnded, actions }: WrapupInput) {
  const zone = useTimeZone() ?? "UTC";
  const noteField: RefObject<HTMLTextAreaElement | null> = useRef(null);
  const { draft, change, noteState } = useDraft(callId, isPop ? null : (call?.note ?? null));
  const chosen = call?.dispositions.find(({ id }) => id === draft?.dispositionId);
  const promise = draft && mayPromise(chosen) ? draft.promise : null;
  const callback = promise && promiseOf(promise, zone);
  const order = chosen?.success ? (call?.order ?? null) : null;
  const fields = chosen?.fields ?? [];
  const problems = draft ? fieldProblems(draft, fields, callback !== null) : [];
  const refusal = submitRefusal({ draft, ended: isEnded, sending: actions.isDisposing, order, problems });
  const submit = (): void => {
    const [missing] = problems;
    // Enter leads through what is missing, and sends when nothing is.
    if (refusal === "FIELDS_FIRST" && missing) document.getElementById(fieldId(missing.key))?.focus();
    if (refusal !== null || !draft?.dispositionId) return;
    actions.dispose(draft.callId, draft.dispositionId, draft.note, {
      fields: fieldsOf(draft, fields),
      order: order && orderOf(draft, order),
      callback,
    });
  };
  const choose = (dispositionId: string): void => change({ dispositionId });
  return {
    choose,
    submit,
    focusNote: (): void => noteField.current?.focus(),
    /** What the foot of the call's column shows of it. */
    foot: {
      ...{ draft, fields, problems, order, promise, noteState, refusal, noteField },
      timezone: call?.timezone ?? null,
      onField: (key: string, value: string): void => change({ fields: { ...draft?.fields, [key]: value } }),
      onOrder: (typed: Partial<Pick<Draft, "orderValue" | "orderCost">>): void => change(typed),
      onPromise: (next: Draft["promise"]): void => change({ promise: next }),
      onNote: (note: string): void => change({ note }),
      onSubmit: submit,
    },
  };
}
