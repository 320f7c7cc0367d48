"use client";
import type { PauseReason } from "@callbay/domain/duty-machine";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "~/trpc/client.tsx";
import { codeOf, useDescribeError } from "~/trpc/errors.ts";
import { toast } from "~/ui/toast.tsx";
import type { Softphone } from "../softphone/softphone.ts";
import type { CurrentDuty, useDuty } from "./use-duty.ts";

function isBusy({ state }: CurrentDuty): boolean {
  return state === "talking" || state === "wrapup";
}

/** Everything that an agent can do at the desk. Each asks the server; what happened then comes back as an event. */
export function useActions(phone: Softphone | null, { refresh, patch }: ReturnType<typeof useDuty>) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const onSettled = (): void => void refresh();
  const ofCall = {
    meta: { quiet: true },
    onError: (error: unknown): void => {
      // The other side was quicker: the desk shows that the call is over, and no more need be said.
      if (codeOf(error) !== "CALL_ENDED") toast.error(describe(error).message);
    },
  };

  const start = useMutation(
    trpc.duty.start.mutationOptions({
      meta: { quiet: true },
      // Also on the way back (a reloaded page): the exchange drops a leg whose softphone is gone, before this one comes.
      onSuccess: async ({ sip }) => {
        await phone?.start(sip);
        void refresh();
      },
      onError: (error) => {
        // That there is no seat is said by the whole desk.
        if (codeOf(error) !== "NO_SEAT") toast.error(describe(error).message);
        void queryClient.invalidateQueries({ queryKey: trpc.duty.desk.queryKey() });
      },
    }),
  );
  // What was asked for while busy is shown at once; an event tells of it only when it takes effect.
  const ready = useMutation(
    trpc.duty.ready.mutationOptions({
      onSuccess: () => patch((before) => (isBusy(before) ? { ...before, next: null, pauseReason: null } : before)),
      onSettled,
    }),
  );
  const pause = useMutation(
    trpc.duty.pause.mutationOptions({
      onSuccess: (_, { reason }) =>
        patch((before) => (isBusy(before) ? { ...before, next: "paused", pauseReason: reason } : before)),
      onSettled,
    }),
  );
  const end = useMutation(
    trpc.duty.end.mutationOptions({
      onSuccess: () => patch((before) => (isBusy(before) ? { ...before, next: "off", pauseReason: null } : before)),
      onSettled,
    }),
  );
  const hangup = useMutation(trpc.duty.hangup.mutationOptions({ ...ofCall, onSettled }));
  const hold = useMutation(
    trpc.duty.hold.mutationOptions({
      ...ofCall,
      onSuccess: (_, { on }) => patch((before) => ({ ...before, call: before.call && { ...before.call, held: on } })),
      onSettled,
    }),
  );
  const mute = useMutation(trpc.duty.mute.mutationOptions(ofCall));
  const dtmf = useMutation(trpc.duty.dtmf.mutationOptions(ofCall));
  const dispose = useMutation(
    trpc.duty.dispose.mutationOptions({
      onSuccess: (_, { callId }) => {
        patch((before) => ({
          ...before,
          pendingDisposition: before.pendingDisposition?.callId === callId ? null : before.pendingDisposition,
        }));
        void queryClient.invalidateQueries({ queryKey: trpc.duty.recent.queryKey() });
        void queryClient.invalidateQueries({ queryKey: trpc.duty.today.queryKey() });
      },
      onSettled,
    }),
  );

  return {
    refusal: codeOf(start.error),
    forgetRefusal: start.reset,
    isBusy: start.isPending || ready.isPending || pause.isPending || end.isPending,
    /** The microphone first: nobody goes on duty who cannot be heard. */
    goOnDuty: async (): Promise<void> => {
      if (start.isPending || !phone || !(await phone.prepare())) return;
      start.mutate({ device: "webrtc" });
    },
    /** Takes the telephone of a duty that goes on: after a reload, in another tab, on another node. */
    reconnect: (): void => {
      if (!start.isPending) start.mutate({ device: "webrtc" });
    },
    ready: () => ready.mutate({}),
    pause: (reason: PauseReason) => pause.mutate({ reason }),
    goOff: () => end.mutate({}),
    hangUp: (callId: string) => hangup.mutate({ callId }),
    isHangingUp: hangup.isPending,
    hold: (callId: string, on: boolean) => hold.mutate({ callId, on }),
    isHolding: hold.isPending,
    /** Here at once, on the microphone itself; the exchange is told so that others see it. */
    mute: (callId: string, on: boolean) => {
      phone?.setMuted(on);
      mute.mutate({ callId, on });
    },
    dtmf: (callId: string, digits: string) => dtmf.mutate({ callId, digits }),
    dispose: (callId: string, dispositionId: string, note: string, order: { value: string; cost?: string } | null) =>
      dispose.mutate({ callId, dispositionId, note, ...(order ? { order } : {}) }),
    isDisposing: dispose.isPending,
  };
}

export type DeskActions = ReturnType<typeof useActions>;
