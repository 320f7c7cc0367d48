"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { toast } from "~/ui/toast.tsx";
import type { Stage } from "../model/stage.ts";
import type { DialOrder } from "../parts/dial-dialog.tsx";
import type { DeskActions } from "./use-actions.ts";
import type { CurrentDuty, DeskSurroundings } from "./use-duty.ts";
import { usePreview } from "./use-preview.ts";
import { useDialRefusal } from "./use-refusal.ts";

/** A promise falls due by the clock, of which no event tells. */
const CALLBACKS_EVERY_MS = 30_000;

interface OwnCallsInput {
  readonly duty: CurrentDuty | null;
  readonly stage: Stage;
  /** Does this tab have the telephone? */
  readonly hasPhone: boolean;
  readonly campaigns: DeskSurroundings["campaigns"] | undefined;
  readonly actions: DeskActions;
}

/** Calls that are this agent's own from the beginning: contacts looked at first, promises, numbers called by hand. */
export function useOwnCalls({ duty, stage, hasPhone, campaigns, actions }: OwnCallsInput) {
  const trpc = useTRPC();
  const refusalOf = useDialRefusal();
  const [skipOpen, setSkipOpen] = useState(false);
  const [dialOpen, setDialOpen] = useState(false);
  const [chosen, setChosen] = useState<{ contactId: string; pointId: string } | null>(null);
  const callbacks = useQuery(trpc.duty.callbacks.queryOptions(undefined, { refetchInterval: CALLBACKS_EVERY_MS }));

  const preview = stage.name === "preview" ? (duty?.preview ?? null) : null;
  const pointId = preview && chosen?.contactId === preview.contact.id ? chosen.pointId : null;
  const dialing = stage.name === "dialing" ? (duty?.dialing ?? null) : null;
  const isWaiting = duty?.state === "ready" && stage.name === "waiting" && !actions.dial.isPending;
  // Also over a contact that is looked at: it goes back, and comes again after the call.
  const canDial = isWaiting || (preview !== null && !actions.dial.isPending && !actions.previewDial.isPending);
  const letsChoose = campaigns?.some(({ state, dialMode }) => state === "running" && dialMode === "preview") ?? false;
  const isPromiseDue = callbacks.data?.some(({ due, running }) => due && running) ?? false;
  usePreview(isWaiting && hasPhone, letsChoose || isPromiseDue, actions);

  const inWords = (error: unknown): string => {
    const refusal = refusalOf(error);
    return [refusal?.text, refusal?.remedy].filter(Boolean).join(" ");
  };
  return {
    callbacks: callbacks.data,
    canDial,
    preview: {
      offer: preview,
      isBusy: actions.previewDial.isPending || actions.previewSkip.isPending,
      refusal: refusalOf(actions.previewDial.error),
      skipOpen,
      onSkipOpen: (open: boolean): void => setSkipOpen(open && preview !== null),
      /** Which of the contact's numbers was chosen; null leaves it to the gate. */
      pointId,
      onPoint: (id: string): void => {
        if (preview) setChosen({ contactId: preview.contact.id, pointId: id });
      },
      onDial: (): void => {
        if (!preview || actions.previewDial.isPending) return;
        actions.previewDial.mutate(pointId ? { contactPointId: pointId } : {});
      },
      onSkip: (reason: "not_now" | "wrong_time" | "not_fitting" | "other", afterMinutes: number): void => {
        actions.previewDial.reset();
        actions.previewSkip.mutate({ reason, afterMinutes });
      },
    },
    dialing: {
      call: dialing,
      isBusy: actions.isHangingUp,
      onCancel: (): void => {
        if (dialing && !actions.isHangingUp) actions.hangUp(dialing.callId);
      },
    },
    dial: {
      open: dialOpen,
      isBusy: actions.dial.isPending,
      refusal: refusalOf(actions.dial.error),
      onOpenChange: (open: boolean): void => {
        if (open && !canDial) return;
        if (open) actions.dial.reset();
        setDialOpen(open);
      },
      onDial: (order: DialOrder): void => actions.dial.mutate(order, { onSuccess: () => setDialOpen(false) }),
    },
    callContact: (campaignId: string, contactId: string): void => {
      if (!canDial) return;
      actions.dial.mutate({ campaignId, contactId }, { onError: (error) => toast.error(inWords(error)) });
    },
  };
}

export type OwnCalls = ReturnType<typeof useOwnCalls>;
