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

/** The call with what its agent said of who answered. */
function withWord<C extends CurrentDuty["call"]>(call: C, callId: string, agentSays: "human" | "machine"): C {
  if (call?.callId !== callId || !call.detection) return call;
  return { ...call, detection: { ...call.detection, agentSays } };
}

/** The call, of which the customer said that it is the last. */
function withStop<C extends CurrentDuty["call"]>(call: C, callId: string): C {
  return call?.callId === callId ? { ...call, doNotCall: true } : call;
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

  // Somebody else's call was quicker, or nobody is due: the desk shows what is.
  const ofPreview = { meta: { quiet: true } };

  const start = useMutation(
    trpc.duty.start.mutationOptions({
      meta: { quiet: true },
      // Also on the way back (a reloaded page): the exchange drops a leg whose softphone is gone, before this one comes.
      onSuccess: async ({ sip }, asked) => {
        if (asked?.device !== "sip") await phone?.start(sip);
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

  const previewNext = useMutation(
    trpc.duty.previewNext.mutationOptions({
      ...ofPreview,
      onSuccess: (preview) => {
        if (preview) patch((before) => ({ ...before, preview }));
        onSettled();
      },
    }),
  );
  const previewDial = useMutation(trpc.duty.previewDial.mutationOptions({ meta: { quiet: true }, onSettled }));
  const previewSkip = useMutation(
    trpc.duty.previewSkip.mutationOptions({
      onSuccess: () => patch((before) => ({ ...before, preview: null })),
      onSettled,
    }),
  );
  const dial = useMutation(trpc.duty.dial.mutationOptions({ meta: { quiet: true }, onSettled }));
  const wasMachine = useMutation(
    trpc.duty.wasMachine.mutationOptions({
      onSuccess: ({ callId, agentSays }) =>
        patch((before) => ({
          ...before,
          call: withWord(before.call, callId, agentSays),
          pendingDisposition: withWord(before.pendingDisposition, callId, agentSays),
        })),
    }),
  );

  const stopCalling = useMutation(
    trpc.dnc.revokeByCustomer.mutationOptions({
      onSuccess: (_, { callId }) =>
        patch((before) => ({
          ...before,
          call: withStop(before.call, callId),
          pendingDisposition: withStop(before.pendingDisposition, callId),
        })),
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
    /** On duty with the seat's telephone, which rings now. */
    goOnPhone: (): void => {
      if (!start.isPending) start.mutate({ device: "sip" });
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
    dispose: (
      callId: string,
      dispositionId: string,
      note: string,
      more: {
        readonly fields: Readonly<Record<string, string>>;
        readonly order: { value: string; cost?: string } | null;
        readonly callback: { at: Date; by: "me" | "anybody" } | null;
      },
    ) => {
      const { fields, order, callback } = more;
      dispose.mutate({
        callId,
        dispositionId,
        note,
        fields,
        ...(order ? { order } : {}),
        ...(callback ? { callback } : {}),
      });
    },
    isDisposing: dispose.isPending,
    previewNext,
    previewDial,
    previewSkip,
    dial,
    stopCalling: (callId: string) => stopCalling.mutate({ callId }),
    isStopping: stopCalling.isPending,
    wasMachine: (callId: string, machine: boolean) => wasMachine.mutate({ callId, machine }),
  };
}

export type DeskActions = ReturnType<typeof useActions>;
