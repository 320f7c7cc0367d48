"use client";
import { useMutation } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { type Draft, emptyDraft } from "../model/draft.ts";
import { draftOfText, draftText } from "../model/kept-draft.ts";

const KEEP_AFTER_MS = 1_200;
/** Of this tab alone, and of one call at a time. */
const KEPT_AS = "callbay.desk.draft";

function readKept(): string | null {
  try {
    return sessionStorage.getItem(KEPT_AS);
  } catch {
    return null;
  }
}

function writeKept(text: string): void {
  try {
    sessionStorage.setItem(KEPT_AS, text);
  } catch {
    // A browser without storage forgets the choice with the page; the note is on the server all the same.
  }
}

/** A call's draft before anything was changed on this page. */
function startOf(callId: string, keptNote: string | null): Draft {
  return draftOfText(readKept(), callId, keptNote ?? "") ?? emptyDraft(callId, keptNote ?? "");
}

/**
 * What is chosen and typed for the call in hand. The note is kept on the server while it is typed, so that neither a
 * closed tab nor a lost line loses it; the rest by the tab, so that a page that is loaded anew has it again.
 *
 * @param callId the call in hand, or null
 * @param keptNote its note as the server has it; null while the server does not know the call yet
 */
export function useDraft(callId: string | null, keptNote: string | null) {
  const trpc = useTRPC();
  const [draft, setDraft] = useState<Draft | null>(null);
  const current = callId === null ? null : draft?.callId === callId ? draft : startOf(callId, keptNote);
  const change = useCallback(
    (
      next: Partial<
        Pick<Draft, "dispositionId" | "note" | "orderValue" | "orderCost" | "fields" | "promise" | "keptNote">
      >,
    ) => {
      if (callId === null) return;
      setDraft((before) => ({
        ...(before?.callId === callId ? before : startOf(callId, keptNote)),
        ...next,
      }));
    },
    [callId, keptNote],
  );
  useEffect(() => {
    if (draft) writeKept(draftText(draft));
  }, [draft]);
  const { mutate, isPending } = useMutation(trpc.duty.saveNote.mutationOptions());
  const note = current?.note ?? "";
  const isKept = current === null || note === current.keptNote;
  const mayKeep = keptNote !== null;
  useEffect(() => {
    if (isKept || !mayKeep || callId === null) return;
    const keep = (): void => mutate({ callId, note }, { onSuccess: () => change({ keptNote: note }) });
    const timer = setTimeout(keep, KEEP_AFTER_MS);
    // The timers of a hidden page come up to a minute late, and a closed one has none.
    const onHidden = (): void => {
      if (document.visibilityState !== "hidden") return;
      clearTimeout(timer);
      keep();
    };
    document.addEventListener("visibilitychange", onHidden);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onHidden);
    };
  }, [callId, note, isKept, mayKeep, mutate, change]);
  return {
    draft: current,
    change,
    noteState: isKept ? ("kept" as const) : isPending ? ("keeping" as const) : ("open" as const),
  };
}
