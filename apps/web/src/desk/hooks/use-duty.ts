"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { DUTY_STATES } from "@callbay/domain/values";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { useMe } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { useLiveEvent } from "~/trpc/live.tsx";
import { popCall } from "../model/pop-call.ts";

export type CurrentDuty = RouterOutputs["duty"]["current"];
type ServerCall = NonNullable<CurrentDuty["call"]>;
/** A call in hand; from its pop alone, the earlier calls are not known yet. */
export type DeskCall = Omit<ServerCall, "history"> & { readonly history: ServerCall["history"] | null };
export type DeskSurroundings = RouterOutputs["duty"]["desk"];

/** A call that was joined to us, known from the event alone. */
export interface Pop {
  readonly callId: string;
  readonly joinedAt: Date;
  /** On the page's own clock, to measure the paint from. */
  readonly receivedAt: number;
  /** Who is on the line; null when the event could not say. */
  readonly call: DeskCall | null;
}

const POP_RETRY_MS = 40;
/** Events can be lost with their connection; this finds what they would have told. */
const SAFETY_MS = 20_000;

/**
 * The agent's duty, moved by events: an event is painted from what it says itself, and the whole is asked for at the
 * same moment. The pop is sent before the call is written, so asking is repeated until the server knows the call.
 */
export function useDuty() {
  const me = useMe();
  const membershipId = me.workspace.kind === "tenant" ? me.workspace.membershipId : "";
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [pop, setPop] = useState<Pop | null>(null);
  const currentKey = trpc.duty.current.queryKey();

  const query = useQuery(
    trpc.duty.current.queryOptions(undefined, {
      staleTime: 0,
      refetchInterval: ({ state }) => (pop && !knows(state.data, pop.callId) ? POP_RETRY_MS : SAFETY_MS),
      meta: { quiet: true },
    }),
  );
  const refresh = useCallback(() => queryClient.invalidateQueries({ queryKey: currentKey }), [queryClient, currentKey]);
  const patch = useCallback(
    (change: (before: CurrentDuty) => CurrentDuty) =>
      queryClient.setQueryData<CurrentDuty>(currentKey, (before) => before && change(before)),
    [queryClient, currentKey],
  );

  useLiveEvent("call.joined", (event) => {
    if (event.membershipId !== membershipId) return;
    const receivedAt = performance.now();
    const call = popCall(event, me.account.name);
    setPop({ callId: event.callId, joinedAt: new Date(event.joinedAt), receivedAt, call });
    void refresh();
  });
  useLiveEvent("duty.changed", (event) => {
    if (event.membershipId !== membershipId) return;
    const state = DUTY_STATES.find((known) => known === event.state);
    if (state) patch((before) => afterDutyChange(before, state, new Date(event.since), event.reason));
    if (state !== "talking") setPop(null);
    void refresh();
  });
  useLiveEvent("call.changed", (event) => {
    if (event.membershipId !== membershipId) return;
    if (event.what === "ended" && event.callId === pop?.callId) setPop(null);
    void refresh();
  });

  const popped = pop && !knows(query.data, pop.callId) ? pop : null;
  return { membershipId, query, duty: query.data ?? null, popped, lastPop: pop, refresh, patch };
}

function knows(duty: CurrentDuty | undefined, callId: string): boolean {
  return duty?.call?.callId === callId || duty?.pendingDisposition?.callId === callId;
}

/** What the desk can know from the event, before it has asked. */
function afterDutyChange(
  before: CurrentDuty,
  state: CurrentDuty["state"],
  since: Date,
  pauseReason: string | null,
): CurrentDuty {
  const stateSince = since;
  const ends = before.call !== null && state !== "talking";
  const preview = state === "previewing" ? before.preview : null;
  const dialing = state === "previewing" ? before.dialing : null;
  if (!ends) {
    const session = state === "off" ? null : before.session;
    return { ...before, state, stateSince, pauseReason, preview, dialing, session };
  }
  const ended = before.call && { ...before.call, endedAt: since, state: "ended" as const };
  return {
    ...before,
    state,
    stateSince,
    pauseReason,
    call: null,
    pendingDisposition: state === "wrapup" ? ended : before.pendingDisposition,
  };
}
