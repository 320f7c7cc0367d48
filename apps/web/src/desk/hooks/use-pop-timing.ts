"use client";
import { useEffect, useState } from "react";
import type { Pop } from "./use-duty.ts";

export interface PopTiming {
  /** From the event to the painted call, and to the painted contact; null while not painted. */
  readonly callMs: number | null;
  readonly contactMs: number | null;
}

/** Measures the screen pop, on each call: the promise is that the screen is there before the first word. */
export function usePopTiming(pop: Pop | null, contactOf: string | null): PopTiming {
  const [timing, setTiming] = useState<PopTiming & { readonly callId: string | null }>({
    callId: null,
    callMs: null,
    contactMs: null,
  });
  const callId = pop?.callId ?? null;
  const receivedAt = pop?.receivedAt ?? 0;
  const hasContact = callId !== null && contactOf === callId;
  useEffect(() => {
    if (callId === null) return;
    // The frame after the next one begins when what was rendered now is on the screen.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        const ms = Math.round(performance.now() - receivedAt);
        setTiming((before) => {
          const same = before.callId === callId ? before : { callId, callMs: null, contactMs: null };
          return {
            ...same,
            callMs: same.callMs ?? ms,
            contactMs: hasContact ? (same.contactMs ?? ms) : same.contactMs,
          };
        });
      });
    });
    return () => cancelAnimationFrame(frame);
  }, [callId, receivedAt, hasContact]);
  return timing;
}
