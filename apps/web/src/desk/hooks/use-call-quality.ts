"use client";
import { type LineSecond, summariseLine } from "@callbay/domain/line-quality";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import type { Softphone } from "../softphone/softphone.ts";

/** Keeps how the line was during each call, and tells it when the call is over. Nobody waits for it. */
export function useCallQuality(phone: Softphone | null, callId: string | null): void {
  const trpc = useTRPC();
  const tell = useMutation(trpc.duty.lineQuality.mutationOptions({ meta: { quiet: true } }));
  const send = useRef(tell.mutate);
  send.current = tell.mutate;
  useEffect(() => {
    if (!phone || !callId) return;
    const seconds: LineSecond[] = [];
    const stop = phone.quality.subscribe(() => seconds.push(phone.quality.get()));
    return () => {
      stop();
      const quality = summariseLine(seconds);
      if (quality) send.current({ callId, quality });
    };
  }, [phone, callId]);
}
