"use client";
import { useMutation } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { type Draft, emptyDraft } from "../model/draft.ts";

const KEEP_AFTER_MS = 1_200;

/**
 * What is chosen and typed for the call in hand. The note is kept on the server while it is typed, so that neither a
 * closed tab nor a lost line loses it.
 *
 * @param callId the call in hand, or null
 * @param keptNote its note as the server has it; null while the server does not know the call yet
 */
export function useDraft(callId: string | null, keptNote: string | null) {
  const trpc = useTRPC();
  const [draft, setDraft] = useState<Draft | null>(null);
  const current = callId === null ? null : draft?.callId === callId ? draft : emptyDraft(callId, keptNote ?? "");
  const change = useCallback(
    (next: Partial<Pick<Draft, "dispositionId" | "note" | "orderValue" | "orderCost" | "promise" | "keptNote">>) => {
      if (callId === null) return;
      setDraft((before) => ({ ...(before?.callId === callId ? before : emptyDraft(callId, keptNote ?? "")), ...next }));
    },
    [callId, keptNote],
  );
  const { mutate, isPending } = useMutation(trpc.duty.saveNote.mutationOptions());
  const note = current?.note ?? "";
  const isKept = current === null || note === current.keptNote;
  const mayKeep = keptNote !== null;
  useEffect(() => {
    if (isKept || !mayKeep || callId === null) return;
    const timer = setTimeout(() => {
      mutate({ callId, note }, { onSuccess: () => change({ keptNote: note }) });
    }, KEEP_AFTER_MS);
    return () => clearTimeout(timer);
  }, [callId, note, isKept, mayKeep, mutate, change]);
  return {
    draft: current,
    change,
    noteState: isKept ? ("kept" as const) : isPending ? ("keeping" as const) : ("open" as const),
  };
}
