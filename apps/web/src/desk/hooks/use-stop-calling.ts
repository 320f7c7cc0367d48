"use client";
import { useState } from "react";
import type { DeskActions } from "./use-actions.ts";
import type { DeskCall } from "./use-duty.ts";

/** The customer's word in the call in hand. What was asked once is forgotten with its call: the next one is another person. */
export function useStopCalling(call: DeskCall | null, actions: DeskActions) {
  const [askedFor, setAskedFor] = useState<string | null>(null);
  const asks = call !== null && askedFor === call.callId && !call.doNotCall;
  return {
    asks,
    isBusy: actions.isStopping,
    onPress: (): void => {
      if (!call || call.doNotCall || actions.isStopping) return;
      if (!asks) setAskedFor(call.callId);
      else actions.stopCalling(call.callId);
    },
    onBack: (): void => setAskedFor(null),
  };
}
